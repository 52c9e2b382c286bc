package milena.ingest.login;

import java.util.List;
import java.util.Optional;
import milena.ingest.accept.Peer;
import milena.ingest.accept.TlsSession;
import milena.tenants.Logins;
import org.jspecify.annotations.Nullable;

/** How a client may prove who it is, the best first. */
public enum Mechanism {
  /** SCRAM that is bound to this TLS connection: nobody stands in between. */
  SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS"),
  /** The password never comes here. */
  SCRAM_SHA_256("SCRAM-SHA-256"),
  /** Login and password at once. */
  PLAIN("PLAIN"),
  /** Login and password, one after the other. */
  LOGIN("LOGIN");

  private final String word;

  Mechanism(String word) {
    this.word = word;
  }

  /** As EHLO and AUTH have it. */
  public String word() {
    return word;
  }

  /** Those that a client of such a connection may choose. */
  static List<Mechanism> offered(TlsSession tls) {
    return tls.bindings().offered() ? List.of(values()) : List.of(SCRAM_SHA_256, PLAIN, LOGIN);
  }

  /** The one of this name, in any case. */
  static Optional<Mechanism> named(String name) {
    for (var mechanism : values()) {
      if (mechanism.word.equalsIgnoreCase(name)) {
        return Optional.of(mechanism);
      }
    }
    return Optional.empty();
  }

  /**
   * Begins a login.
   *
   * @param initial the response that came with the command; null for none
   */
  SaslStep begin(Logins logins, Peer peer, TlsSession tls, byte @Nullable [] initial) {
    var address = peer.address();
    Sasl first =
        switch (this) {
          case SCRAM_SHA_256_PLUS ->
              new Sasl.AwaitScram(logins.scram(true, tls.bindings(), address));
          case SCRAM_SHA_256 -> new Sasl.AwaitScram(logins.scram(false, tls.bindings(), address));
          case PLAIN -> new Sasl.AwaitPlain(logins, address);
          case LOGIN -> new Sasl.AwaitName(logins, address);
        };
    if (initial != null) {
      return first.next(initial);
    }
    return new SaslStep.Challenge(this == LOGIN ? "Username:" : "", first);
  }
}
