/**
 * A load generator that sends realistic mail over many connections and measures every reply.
 *
 * <p>In comes a {@link milena.bench.load.LoadPlan}; out go messages over SMTP, each with a unique
 * Message-ID, and a {@link milena.bench.load.LoadReport} of what was accepted, refused and lost,
 * and how long it took. A server that refuses, stalls or goes away is an outcome that is counted,
 * never an exception; only a target that cannot be reached for the plan's whole patience ends a run
 * early. Begin with {@link milena.bench.load.Load}, go on to {@code Feed} (which message next, and
 * when), {@code LoadLane} (who sends it) and {@code Exchange} (the dialogue of one message); the
 * other end of the wire is {@code milena.bench.sink}.
 */
@NullMarked
package milena.bench.load;

import org.jspecify.annotations.NullMarked;
