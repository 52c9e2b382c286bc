package milena.policy.document;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import milena.policy.Manner;

/** The keys that say how servers are treated. Values are kept as {@link Manner} wants them. */
final class MannerKeys {
  private static final Map<Manner, Key<String>> ALL = new EnumMap<>(Manner.class);

  static {
    for (var manner : Manner.values()) {
      ALL.put(
          manner,
          new Key<>(
              manner.word(),
              form(manner),
              usually(manner),
              doc(manner),
              manner.word() + example(manner)));
    }
  }

  private MannerKeys() {}

  static Map<Manner, Key<String>> all() {
    return ALL;
  }

  static List<Key<?>> list() {
    return List.copyOf(ALL.values());
  }

  private static Form<String> form(Manner manner) {
    return switch (manner) {
      case TLS -> Form.word(List.of("none", "opportunistic", "required"));
      case FAILURES_BEFORE_DELAY -> Form.whole(1, 1000).as(String::valueOf);
      case REMEMBER_BROKEN_TLS -> time(Duration.ofDays(30));
      case IDLE_TIMEOUT -> time(Duration.ofMinutes(10));
      // What an attempt takes at most is part of when it is given to another worker.
      case CONNECT_TIMEOUT,
          GREETING_TIMEOUT,
          EHLO_TIMEOUT,
          MAIL_TIMEOUT,
          RCPT_TIMEOUT,
          DATA_TIMEOUT,
          FINAL_DOT_TIMEOUT ->
          time(Duration.ofMinutes(10));
    };
  }

  private static Form<String> time(Duration most) {
    return Forms.millis(Duration.ofSeconds(1), most).as(String::valueOf);
  }

  /** What the delivery worker does where nobody says anything. */
  private static String usually(Manner manner) {
    return switch (manner) {
      case TLS -> "opportunistic";
      case FAILURES_BEFORE_DELAY -> "1";
      case REMEMBER_BROKEN_TLS, FINAL_DOT_TIMEOUT -> "10m";
      case IDLE_TIMEOUT -> "5s";
      case CONNECT_TIMEOUT, GREETING_TIMEOUT -> "1m";
      case EHLO_TIMEOUT, MAIL_TIMEOUT, RCPT_TIMEOUT -> "5m";
      case DATA_TIMEOUT -> "2m";
    };
  }

  private static String example(Manner manner) {
    return switch (manner) {
      case TLS -> ": required";
      case FAILURES_BEFORE_DELAY -> ": 10";
      case REMEMBER_BROKEN_TLS -> ": 1h";
      case FINAL_DOT_TIMEOUT -> ": 10m";
      case IDLE_TIMEOUT -> ": 30s";
      case CONNECT_TIMEOUT,
          GREETING_TIMEOUT,
          EHLO_TIMEOUT,
          MAIL_TIMEOUT,
          RCPT_TIMEOUT,
          DATA_TIMEOUT ->
          ": 1m";
    };
  }

  private static String doc(Manner manner) {
    return switch (manner) {
      case TLS ->
          "Whether STARTTLS is not asked for, used where it is offered and works, or mail waits"
              + " until it does. Where it is required, the certificate has to be for the host's"
              + " name and from an authority that Java trusts: mail for a server with one of its"
              + " own making waits until it expires.";
      case IDLE_TIMEOUT -> "How long a connection is kept that nobody uses.";
      case CONNECT_TIMEOUT -> "How long is waited for a connection.";
      case GREETING_TIMEOUT -> "How long for the greeting.";
      case EHLO_TIMEOUT -> "How long for the answer to EHLO.";
      case MAIL_TIMEOUT -> "How long for the answer to MAIL.";
      case RCPT_TIMEOUT -> "How long for the answer to RCPT.";
      case DATA_TIMEOUT -> "How long for the answer to DATA.";
      case FINAL_DOT_TIMEOUT ->
          "How long for the answer to the final dot. A short one doubles mail: the server may have"
              + " taken it.";
      case REMEMBER_BROKEN_TLS ->
          "For so long a server whose TLS failed is not asked for it again.";
      case FAILURES_BEFORE_DELAY ->
          "After so many failures to connect in a row, what waits for the path is deferred.";
    };
  }
}
