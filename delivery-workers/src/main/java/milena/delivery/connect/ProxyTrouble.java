package milena.delivery.connect;

import java.io.IOException;

/** A connection through a proxy did not come about. */
final class ProxyTrouble extends IOException {

  private static final long serialVersionUID = 1L;

  private final boolean own;

  private ProxyTrouble(String why, boolean own) {
    super(why);
    this.own = own;
  }

  /** The proxy is away, or refuses us, wherever we want to go. */
  static ProxyTrouble own(String why) {
    return new ProxyTrouble(why, true);
  }

  /** The proxy has not reached the server. */
  static ProxyTrouble beyond(String why) {
    return new ProxyTrouble(why, false);
  }

  /** Whether it is the proxy that has to change, not the server. */
  boolean isOwn() {
    return own;
  }
}
