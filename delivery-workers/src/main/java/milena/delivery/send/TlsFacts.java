package milena.delivery.send;

/**
 * How a connection is protected.
 *
 * @param protocol such as TLSv1.3; empty in the clear
 * @param cipher the cipher suite; empty in the clear
 */
public record TlsFacts(String protocol, String cipher) {

  /** Not at all. */
  public static final TlsFacts CLEAR = new TlsFacts("", "");
}
