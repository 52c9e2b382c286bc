package milena.policy.document;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import milena.policy.Kind;
import milena.policy.Per;
import milena.runtime.config.Rate;

/** The keys of limits, and which limit can be kept for what. */
final class LimitKeys {
  static final Key<Per> PER =
      new Key<>(
          "per",
          Forms.oneOf(List.of(Per.values()), Per::word),
          "required without a group",
          "What each value of the limit is counted for: each site, each path (a source at a site),"
              + " each provider and so on has its own.",
          "per: site");
  static final Key<String> GROUP =
      new Key<>(
          "group",
          Forms.NAME,
          "none",
          "In place of `per`: all that the rules of this name are for share the limit. Rules of"
              + " one name must give the same bound to what they count together.",
          "group: small");
  static final Key<Long> BURST =
      new Key<>(
          "burst",
          Form.whole(1, 1_000_000),
          "what the message-rate lets through in a second, at least 1",
          "So many messages may go at once after a pause.",
          "burst: 200");

  private static final Map<Kind, Key<Long>> COUNTS = new EnumMap<>(Kind.class);
  private static final Map<Kind, Key<Rate>> RATES = new EnumMap<>(Kind.class);

  static {
    count(Kind.CONNECTIONS, 0, 100_000, "Connections at one time; 0 for none at all.", "32");
    RATES.put(
        Kind.CONNECTION_RATE,
        rate(Kind.CONNECTION_RATE, "Connections opened in a length of time.", "10/min"));
    RATES.put(Kind.MESSAGE_RATE, rate(Kind.MESSAGE_RATE, "Messages in a length of time.", "100/s"));
    count(
        Kind.MESSAGES_PER_CONNECTION,
        1,
        1_000_000,
        "After so many messages a connection is closed.",
        "100");
    count(
        Kind.RECIPIENTS_PER_TRANSACTION,
        1,
        1000,
        "So many recipients of one message at most share a transaction.",
        "50");
    count(
        Kind.OUTSTANDING,
        0,
        1_000_000,
        "Messages that are being sent at one time; 0 for none at all.",
        "1000");
  }

  private LimitKeys() {}

  private static void count(Kind kind, long least, long most, String doc, String example) {
    COUNTS.put(
        kind,
        new Key<>(
            kind.word(),
            Form.whole(least, most),
            "no limit of its own",
            doc + meaningful(kind),
            kind.word() + ": " + example));
  }

  private static Key<Rate> rate(Kind kind, String doc, String example) {
    return new Key<>(
        kind.word(),
        Forms.RATE,
        "no limit of its own",
        doc + meaningful(kind),
        kind.word() + ": " + example);
  }

  private static String meaningful(Kind kind) {
    return " Can be kept per "
        + kept(kind).stream().map(per -> "`" + per.word() + "`").collect(Collectors.joining(", "))
        + ".";
  }

  /** For what this limit can be kept. */
  static Set<Per> kept(Kind kind) {
    return switch (kind) {
      // A connection is opened before its messages are, and only they tell their campaign.
      case CONNECTIONS, CONNECTION_RATE, MESSAGES_PER_CONNECTION, RECIPIENTS_PER_TRANSACTION ->
          EnumSet.complementOf(EnumSet.of(Per.CAMPAIGN));
      case MESSAGE_RATE, OUTSTANDING -> EnumSet.allOf(Per.class);
    };
  }

  /** Whether it holds for connections, which are opened before a message's campaign is known. */
  static boolean ofConnections(Kind kind) {
    return switch (kind) {
      case CONNECTIONS, CONNECTION_RATE, MESSAGES_PER_CONNECTION, RECIPIENTS_PER_TRANSACTION ->
          true;
      case MESSAGE_RATE, OUTSTANDING -> false;
    };
  }

  static Map<Kind, Key<Long>> counts() {
    return COUNTS;
  }

  static Map<Kind, Key<Rate>> rates() {
    return RATES;
  }

  /** The key of a limit. */
  static Key<?> of(Kind kind) {
    Key<?> count = COUNTS.get(kind);
    return count == null ? Objects.requireNonNull(RATES.get(kind)) : count;
  }

  /** All of them, as {@link Kind} has them. */
  static List<Key<?>> bounds() {
    return Arrays.stream(Kind.values()).<Key<?>>map(LimitKeys::of).toList();
  }
}
