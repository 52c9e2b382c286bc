/**
 * Much that waits in many queues: what it costs in memory, how it slows what may go, how late
 * timers are beside it, and how soon something leaves after a kill.
 *
 * <p>In come sizes. For each, a Milena with everything on is started on a folder of its own and
 * filled by SMTP with mail for domains that have no route, each of which is a queue; what is
 * measured is other mail, that has one, from outside. Out goes a file of results, of which {@code
 * milena.bench.page} makes a table. A message that does not arrive ends the run with an error.
 */
@NullMarked
package milena.bench.queues;

import org.jspecify.annotations.NullMarked;
