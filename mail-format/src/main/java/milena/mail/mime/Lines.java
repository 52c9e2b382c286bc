package milena.mail.mime;

/** Lines as a server without BINARYMIME takes them. */
enum Lines {
  /** Of one without 8BITMIME. */
  SEVEN_BIT("7bit"),
  /** Of one with 8BITMIME (RFC 6152). */
  EIGHT_BIT("8bit");

  private final String label;

  Lines(String label) {
    this.label = label;
  }

  /** What an entity that has such lines is labelled with. */
  String label() {
    return label;
  }

  /** Tells whether octets are such lines. */
  LineWatch watch() {
    return new LineWatch(this == EIGHT_BIT);
  }

  /** Whether the label of an entity promises too little. */
  boolean isOver(PartHeader header) {
    return this == EIGHT_BIT ? header.isBinary() : header.isLabelledEightBit();
  }
}
