/**
 * Recorded mail, as a trial of a policy needs it: what the command {@code policy trial} reads.
 *
 * <p>What comes in are {@code mail.queue}, {@code mail.events} and {@code mail.shaper-state}, from
 * which facts about submissions are taken ({@link milena.standalone.trial.TrialFact}), and {@code
 * mail.sites}. Facts are spread over files by submission, put together file by file ({@link
 * milena.standalone.trial.Joining}) and sorted by time in files ({@link
 * milena.standalone.trial.TimeOrder}), so that memory does not grow with the log; what goes out are
 * {@link milena.router.trial.Recorded} submissions in their order, as often as they are asked for.
 * Nothing is written to the log. What may fail is the reading, or the room for files. Next: {@code
 * milena.router.trial} tries them, and {@link milena.standalone.trial.TrialReport} prints both
 * sides.
 */
@NullMarked
package milena.standalone.trial;

import org.jspecify.annotations.NullMarked;
