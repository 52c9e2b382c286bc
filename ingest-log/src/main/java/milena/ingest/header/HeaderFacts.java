package milena.ingest.header;

import java.util.List;

/**
 * What matters here of a header block.
 *
 * @param hasDate a Date field is there
 * @param hasMessageId a Message-ID field is there
 * @param hasFrom a From field is there
 * @param repeated the {@link SingleFields} that are there more than once
 * @param endsProperly an empty line or the end of the message follows the block; else text follows
 *     that is no field
 */
public record HeaderFacts(
    boolean hasDate,
    boolean hasMessageId,
    boolean hasFrom,
    List<String> repeated,
    boolean endsProperly) {

  /** Copies what is repeated. */
  public HeaderFacts {
    repeated = List.copyOf(repeated);
  }

  /** Of a header with an author, that repeats nothing. */
  public HeaderFacts(boolean hasDate, boolean hasMessageId, boolean endsProperly) {
    this(hasDate, hasMessageId, true, List.of(), endsProperly);
  }
}
