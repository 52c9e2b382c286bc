package milena.standalone;

import java.time.Duration;
import java.util.List;
import milena.runtime.config.Rate;
import milena.runtime.config.Secret;
import milena.runtime.config.Setting;
import milena.runtime.config.ValueTypes;

/**
 * The settings of how fast mail leaves and how often it is tried, where the policy says nothing
 * else.
 */
public final class PaceSettings {

  public static final Setting<Integer> CONNECTIONS =
      Setting.of(
          "connections",
          ValueTypes.integer(1, 10_000),
          32,
          "The most connections to one site at a time.");

  public static final Setting<Integer> CONNECTIONS_IN_ALL =
      Setting.optional(
          "connections-in-all",
          ValueTypes.integer(1, 1_000_000),
          "10000, or half the files that this process may open where that is less",
          """
          The most connections that a worker has to all sites together. Those that have been idle longest
          make room for others.
          """);

  public static final Setting<Integer> MESSAGES_PER_CONNECTION =
      Setting.of(
          "messages-per-connection",
          ValueTypes.integer(1, 100_000),
          100,
          "After so many messages a connection is closed.");

  public static final Setting<Integer> RECIPIENTS_PER_TRANSACTION =
      Setting.of(
          "recipients-per-transaction",
          ValueTypes.integer(1, 10_000),
          100,
          """
          So many recipients of one message at most share a transaction with a server, if they are due
          together. 100 is what every server has to take (RFC 5321 §4.5.3.1.8); one that takes fewer says so and
          gets the rest in another transaction. Each recipient has its own result.
          """);

  public static final Setting<Secret> PROXY_PASSWORD =
      Setting.optional(
          "proxy-password",
          ValueTypes.secret(),
          "none",
          "The password for the SOCKS 5 proxies of those sources that the policy gives a user at"
              + " one.");

  public static final Setting<Rate> MESSAGE_RATE =
      Setting.of(
          "message-rate",
          ValueTypes.rate(),
          Rate.UNLIMITED,
          "The most messages to one site in a length of time: `50/s`, `10/min`, or `none`.");

  public static final Setting<Duration> RETRY =
      Setting.of(
          "retry",
          ValueTypes.duration(Duration.ofMillis(100), Duration.ofDays(7)),
          Duration.ofMinutes(20),
          "How long a deferred message waits before its second attempt.");

  public static final Setting<Double> RETRY_FACTOR =
      Setting.of(
          "retry-factor",
          ValueTypes.number(1, 10),
          2.0,
          "By how much each wait is longer than the one before it.");

  public static final Setting<Double> RETRY_JITTER =
      Setting.of(
          "retry-jitter",
          ValueTypes.percentage(),
          0.1,
          "By how much a wait is lengthened or shortened at random, so that retries spread out.");

  public static final Setting<Duration> RETRY_MAX =
      Setting.of(
          "retry-max",
          ValueTypes.duration(Duration.ofMillis(100), Duration.ofDays(7)),
          Duration.ofDays(1),
          "The longest wait between two attempts.");

  public static final Setting<Duration> EXPIRY =
      Setting.of(
          "expiry",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofDays(30)),
          Duration.ofDays(7),
          "How long after its acceptance an undelivered message ends as expired.");

  /** All of them, in the order of the reference page. */
  static final List<Setting<?>> ALL =
      List.of(
          CONNECTIONS,
          CONNECTIONS_IN_ALL,
          MESSAGES_PER_CONNECTION,
          RECIPIENTS_PER_TRANSACTION,
          PROXY_PASSWORD,
          MESSAGE_RATE,
          RETRY,
          RETRY_FACTOR,
          RETRY_JITTER,
          RETRY_MAX,
          EXPIRY);

  private PaceSettings() {}
}
