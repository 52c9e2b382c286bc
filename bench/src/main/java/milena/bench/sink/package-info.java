/**
 * An SMTP server that counts what reaches it and keeps nothing.
 *
 * <p>In come connections from whatever is being tried or measured; out go replies as real
 * destinations give them, each recipient's domain in its own {@link milena.bench.sink.SinkMood},
 * and an exact account in a {@link milena.bench.sink.SinkReport}. A client that breaks the protocol
 * gets the reply that RFC 5321 has for it and costs bounded memory; bodies are scanned and thrown
 * away. Begin with {@link milena.bench.sink.Sink}, go on to {@code SinkConnection} (bytes), {@code
 * SinkDialogue} (what to answer) and {@code SinkAccount} (what is counted); the other end of the
 * wire is {@code milena.bench.load}.
 */
@NullMarked
package milena.bench.sink;

import org.jspecify.annotations.NullMarked;
