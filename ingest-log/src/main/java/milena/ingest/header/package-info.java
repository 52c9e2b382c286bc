/**
 * The header block of a message on its way in, whatever door it comes by.
 *
 * <p>What comes in are the first bytes of a message, in pieces or whole; what goes out is what
 * matters of its header ({@link milena.ingest.header.HeaderFacts}) and the fields that it lacks
 * ({@link milena.ingest.header.MissingFields}). Nothing here fails: a block that breaks off is
 * ended there, and whether it is to be refused is said by {@link
 * milena.ingest.header.HeaderChecks}; the limits are the door's. Where next: the door puts its own
 * Received field before them and writes it all to {@link milena.ingest.log}.
 */
@NullMarked
package milena.ingest.header;

import org.jspecify.annotations.NullMarked;
