package milena.delivery.connect;

import java.io.IOException;

/** A connection through a proxy did not come about. */
final class ProxyTrouble extends IOException {

  private static final long serialVersionUID = 1L;

  /** Who has to change. */
  enum Whose {
    /** The proxy: it is away, or refuses us, wherever we want to go. */
    PROXY,
    /** The server: the proxy has not reached it. */
    SERVER,
    /** Either: the proxy does not say. */
    UNCLEAR
  }

  private final Whose whose;

  ProxyTrouble(Whose whose, String why) {
    super(why);
    this.whose = whose;
  }

  Whose whose() {
    return whose;
  }
}
