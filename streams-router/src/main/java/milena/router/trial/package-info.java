/**
 * What would have become of recorded mail under a policy.
 *
 * <p>What comes in are {@link milena.router.trial.Recorded} submissions in the order of their
 * times, read from the log by who wants to know; what goes out are {@link
 * milena.router.trial.Figures}. A {@link milena.router.trial.Trial} lets the shaper and its gates
 * as they are ({@link milena.router.shape.VirtualShaper}) decide in virtual time, and answers each
 * attempt with what was recorded of it. It writes nothing, has no clock and holds only what waits;
 * where that is more than there is room for, it says so and ends. To see what a policy changes, the
 * same mail is tried under two of them: the model is then the same on both sides. Next: the command
 * {@code policy trial} prints both.
 */
@NullMarked
package milena.router.trial;

import org.jspecify.annotations.NullMarked;
