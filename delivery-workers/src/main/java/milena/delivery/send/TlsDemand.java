package milena.delivery.send;

/** How much a session needs TLS. */
public enum TlsDemand {
  /** It is not used. */
  NONE,
  /** It is used where it is offered, whoever is at the other end (RFC 7435). */
  IF_OFFERED,
  /** Nothing is sent unless the server has proven its name. */
  VERIFIED,
  /** Nothing is sent unless the server has proven its name and offers REQUIRETLS (RFC 8689). */
  REQUIRED;

  /** Whether nothing is sent in the clear, nor to a server that has not proven its name. */
  public boolean isStrict() {
    return this == VERIFIED || this == REQUIRED;
  }
}
