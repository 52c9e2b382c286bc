package milena.delivery.outcome;

/**
 * The connection that an attempt used; every field is empty when there was none.
 *
 * @param source address it left from
 * @param remoteHost name of the server
 * @param remoteAddress its address and port
 * @param tlsProtocol empty when in the clear
 * @param tlsCipher empty when in the clear
 */
public record Hop(
    String source, String remoteHost, String remoteAddress, String tlsProtocol, String tlsCipher) {

  /** There was no connection. */
  public static final Hop NONE = new Hop("", "", "", "", "");
}
