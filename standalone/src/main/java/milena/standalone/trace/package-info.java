/**
 * The trace: everything that the log says of one message, one submission or one recipient.
 *
 * <p>What comes in: an id or an address ({@link milena.standalone.trace.Sought}) and the log, of
 * which {@link milena.standalone.trace.TraceReader} reads what may matter. What goes out: a {@link
 * milena.standalone.trace.Trace} with the events in order of time and where each submission stands
 * now, printed by {@link milena.standalone.trace.TraceReport}. What may fail: a log that cannot be
 * read; a record that cannot be read is passed over. Memory is bounded however much there is about
 * an address: the newest is kept. Next: the {@code trace} command prints it.
 */
@NullMarked
package milena.standalone.trace;

import org.jspecify.annotations.NullMarked;
