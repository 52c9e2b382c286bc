/**
 * The book against a real broker, which can be stopped and started again. Writers and readers are
 * the ones that operators and doors have. Records of other kinds are written by hand.
 */
@NullMarked
package milena.policy.versions;

import org.jspecify.annotations.NullMarked;
