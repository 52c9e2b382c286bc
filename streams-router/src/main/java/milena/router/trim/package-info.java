/**
 * The end of what is kept: records leave the log when no submission needs them any more.
 *
 * <p>What comes in: how far each group has read, what each partition of the shaper says of the
 * oldest that it holds ({@link milena.router.trim.Need}), and when the first unread record was
 * written. What goes out: a new beginning of each partition that bodies, references and results are
 * in. {@link milena.router.trim.TrimRules} decides, without Kafka and without a clock; {@link
 * milena.router.trim.LogTrim} looks and removes. What may fail: the log does not answer, or does
 * not let us; then nothing is removed, and the next look tries again. Where next: nowhere, this is
 * the end of a record's life. Facts go by the same rule and later: while a submission can be read
 * again, how it ended must be known. What is compacted is not its business.
 */
@NullMarked
package milena.router.trim;

import org.jspecify.annotations.NullMarked;
