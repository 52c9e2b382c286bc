/**
 * Tests of the account. Facts come in as the log would tell them, an account goes out. What may
 * fail is the account's claim: each way in which a submission can be missing is played.
 */
@NullMarked
package milena.standalone.account;

import org.jspecify.annotations.NullMarked;
