package milena.ingest.accept;

/**
 * What a client demands of everyone who carries its message on.
 *
 * @param binaryMime its body may be any octets (RFC 3030), so that it comes in chunks
 * @param requireTls it is handed on under verified TLS alone (RFC 8689)
 */
public record Demands(boolean binaryMime, boolean requireTls) {

  /** Nothing. */
  public static final Demands NONE = new Demands(false, false);

  Demands withBinaryMime() {
    return new Demands(true, requireTls);
  }

  Demands withRequireTls() {
    return new Demands(binaryMime, true);
  }
}
