/**
 * The proof of who somebody is, against the vectors of the standards and against garbage. A client
 * of the tests' own speaks SCRAM from the other side. Nothing here needs a clock or a log.
 */
@NullMarked
package milena.tenants.verify;

import org.jspecify.annotations.NullMarked;
