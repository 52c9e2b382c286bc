package milena.mail.mime;

/** What a {@link DotUnstuffer} knows of the content so far. */
public sealed interface DataOutcome {

  /** No fault until now, and the end has not come. */
  record Reading() implements DataOutcome {}

  /**
   * The final dot has come and every octet of the content is in the sink.
   *
   * @param size octets of the content, without stuffed dots and the final dot
   * @param eightBit whether an octet has its high bit set
   * @param receivedFields how many Received fields the header has, to find loops (RFC 5321 §6.3)
   */
  record Complete(long size, boolean eightBit, int receivedFields) implements DataOutcome {}

  /**
   * The content cannot be accepted; nothing more reaches the sink. The client still has to be read
   * to its final dot (or cut off) before a reply can be told from the reply to something else.
   *
   * @param fault the first one found
   * @param ended whether the final dot has come
   */
  record Faulty(DataFault fault, boolean ended) implements DataOutcome {}
}
