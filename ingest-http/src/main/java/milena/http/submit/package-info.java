/**
 * Into the log: the last step of a request.
 *
 * <p>What comes in is a {@link milena.http.submit.Letter}: a message in pieces, with its envelope.
 * {@link milena.http.submit.Submitter} puts before it what every server adds, writes it as one
 * submittal, behind its chunks when it is large, and tells what became of it. What may fail is the
 * log, in bounded time; what is under way is bounded in number and in bytes, and whoever has more
 * waits. Where next: {@code milena.ingest.log}, and the router behind it.
 */
@NullMarked
package milena.http.submit;

import org.jspecify.annotations.NullMarked;
