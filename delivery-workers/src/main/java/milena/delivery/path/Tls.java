package milena.delivery.path;

import java.util.Locale;

/** How much a path needs TLS, by {@code tls} in the policy. */
public enum Tls {
  /** STARTTLS is not used. */
  NONE,
  /** It is used where it is offered, with any certificate; in the clear where it fails. */
  OPPORTUNISTIC,
  /**
   * Nothing is sent but in TLS to a server that has proven the name it was looked up by, in a chain
   * that ends at an authority which this Java trusts; what KumoMTA calls {@code Required}. Where no
   * host of the site does so, mail is deferred with 4.7.4 or 4.7.5.
   */
  REQUIRED;

  static Tls of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
