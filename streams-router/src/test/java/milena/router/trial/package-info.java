/** Trials of policies on mail that a test makes up, in virtual time. */
@NullMarked
package milena.router.trial;

import org.jspecify.annotations.NullMarked;
