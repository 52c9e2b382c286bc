/**
 * Ingest over SMTP, the first step of a message's way: listen → secure → converse → login → accept
 * → log.
 *
 * <p>What comes in are SMTP clients; what goes out is one record in {@code mail.submissions} for
 * each transaction, behind its chunks in {@code mail.content}, and a 250 that is said only after
 * Kafka has acknowledged all of it. What may fail is Kafka, and then the client hears 451 in
 * bounded time. {@link milena.ingest.IngestService} puts the steps together by hand: {@link
 * milena.ingest.listen} takes connections, {@link milena.ingest.secure} gives them TLS where they
 * have it, {@link milena.ingest.converse} speaks the protocol, {@link milena.ingest.login} finds
 * out who speaks, {@link milena.ingest.accept} decides what is taken, {@link milena.ingest.log}
 * makes it durable. Where next: the router.
 */
@NullMarked
package milena.ingest;

import org.jspecify.annotations.NullMarked;
