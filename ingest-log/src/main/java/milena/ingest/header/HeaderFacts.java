package milena.ingest.header;

/**
 * What matters here of a header block.
 *
 * @param hasDate a Date field is there
 * @param hasMessageId a Message-ID field is there
 * @param endsProperly an empty line or the end of the message follows the block; else text follows
 *     that is no field
 */
public record HeaderFacts(boolean hasDate, boolean hasMessageId, boolean endsProperly) {}
