package milena.bench.sink;

/** The SMTP extensions that the sink can announce; each can be left out by its own. */
public enum SinkExtension {
  /** RFC 2920: commands may be sent without waiting for replies. */
  PIPELINING("PIPELINING"),
  /** RFC 1870: the size limit is announced, and MAIL may say a size. */
  SIZE("SIZE"),
  /** RFC 6152: bodies may hold octets above 127. */
  EIGHT_BIT_MIME("8BITMIME"),
  /** RFC 6531: addresses and headers may be UTF-8. */
  SMTP_UTF8("SMTPUTF8"),
  /** RFC 2034: replies carry an enhanced status code. */
  ENHANCED_STATUS_CODES("ENHANCEDSTATUSCODES");

  private final String keyword;

  SinkExtension(String keyword) {
    this.keyword = keyword;
  }

  /** Returns the EHLO keyword. */
  public String keyword() {
    return keyword;
  }
}
