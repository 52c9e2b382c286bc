package milena.mail.mime;

/**
 * Told by a {@link PartWalker} what it finds, in the order of the message; no octet is left out.
 */
interface PartVisitor {

  /**
   * The header of the message or of a part, with the empty line after it if it has one.
   *
   * @param part of the message, or the message itself
   * @param bytes that the block is a view into
   */
  void header(Part part, HeaderBlock block, byte[] bytes);

  /**
   * A part.
   *
   * @param number in the order of the message, 0 for the message itself
   * @param header what it says about its body
   * @param signed it is within a multipart that is signed, where servers change nothing (RFC 1847
   *     §2.1)
   * @param enclosed it is within another message
   */
  record Part(int number, PartHeader header, boolean signed, boolean enclosed) {

    /** Whether a change would break what a signature or an archive says of it. */
    boolean sealed() {
      return signed || enclosed;
    }
  }

  /** Octets of the body of the part whose header came last. */
  void body(byte[] bytes, int offset, int length);

  /** That body has ended. */
  void bodyEnd();

  /** Octets of no part: delimiter lines with the line end before them, preambles and epilogues. */
  void between(byte[] bytes, int offset, int length);
}
