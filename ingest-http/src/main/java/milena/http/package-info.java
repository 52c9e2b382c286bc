/**
 * The door for programs, beside that for mail servers: listen → login → recall → request → compose
 * → submit; and listen → login → follow for what became of it.
 *
 * <p>What comes in are HTTP requests in the form of KumoMTA's injection API; what goes out is a
 * record in {@code mail.submissions} for each message, and an answer that is sent only when all of
 * them are acknowledged or refused. {@link milena.http.listen} takes requests, {@link
 * milena.http.login} says whose they are, {@link milena.http.recall} which are known from before,
 * {@link milena.http.request} reads them, {@link milena.http.compose} makes messages and {@link
 * milena.http.submit} writes them, {@link milena.http.follow} tells what became of them; {@link
 * milena.http.InjectWay} is the way of one request through these, {@link milena.http.HttpService}
 * the wiring by hand. What may fail is a recipient, and the answer names it; or Kafka, and then the
 * client hears 503 in bounded time. Where next: the router.
 */
@NullMarked
package milena.http;

import org.jspecify.annotations.NullMarked;
