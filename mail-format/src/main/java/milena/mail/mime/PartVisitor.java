package milena.mail.mime;

/**
 * Told by a {@link PartWalker} what it finds, in the order of the message; no octet is left out.
 */
interface PartVisitor {

  /**
   * The header of the message or of a part, with the empty line after it if it has one.
   *
   * @param number of the part, 0 for the message itself
   */
  void header(int number, PartHeader header, HeaderBlock block, byte[] bytes);

  /** Octets of the body of the part whose header came last. */
  void body(byte[] bytes, int offset, int length);

  /** That body has ended. */
  void bodyEnd();

  /** Octets of no part: delimiter lines with the line end before them, preambles and epilogues. */
  void between(byte[] bytes, int offset, int length);
}
