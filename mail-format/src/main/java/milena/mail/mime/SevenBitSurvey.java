package milena.mail.mime;

/**
 * Finds out, in a first pass over the slices of a message, which of its parts must be encoded for a
 * server without 8BITMIME, or without BINARYMIME. Not safe for use by several threads.
 */
public final class SevenBitSurvey implements ByteSink {

  private final SurveyFindings findings;
  private final PartWalker walker;

  private SevenBitSurvey(SurveyFindings findings, boolean binary) {
    this.findings = findings;
    this.walker = new PartWalker(findings, binary);
  }

  /**
   * Of a message in lines, for a server without 8BITMIME. Signed parts are not encoded (RFC 1847
   * §2.1).
   */
  public SevenBitSurvey() {
    this(new EightBitFindings(), false);
  }

  /**
   * Of a message that was declared BINARYMIME (RFC 3030 §3), which may have any octets in its
   * bodies. Parts that are signed, or within another message, are not encoded: that would break
   * what they prove.
   *
   * @param eightBit whether the server has 8BITMIME, and only what is binary is to be encoded
   */
  public static SevenBitSurvey ofBinary(boolean eightBit) {
    return new SevenBitSurvey(
        new BinaryFindings(eightBit ? Lines.EIGHT_BIT : Lines.SEVEN_BIT), true);
  }

  /** Takes the next slice of the message. */
  @Override
  public void write(byte[] bytes, int offset, int length) {
    walker.write(bytes, offset, length);
  }

  /** Ends the message and says what is to be done; call it once. */
  public SevenBitPlan plan() {
    walker.finish();
    return walker.fault().<SevenBitPlan>map(SevenBitPlan.Impossible::new).orElseGet(findings::plan);
  }
}
