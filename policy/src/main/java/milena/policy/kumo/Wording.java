package milena.policy.kumo;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import milena.policy.Kind;
import milena.policy.Manner;
import milena.policy.Per;

/** What KumoMTA's keys are called here, and why some have no name. */
final class Wording {

  /** A key that bounds something. */
  record Limit(Per per, Kind kind) {}

  /** No burst and no number of messages is larger in the document. */
  static final long LARGEST = 1_000_000;

  private static final long CONNECTIONS = 100_000;
  private static final long RECIPIENTS = 1_000;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  /**
   * No reaction lasts longer in the document, and TLS that is broken is not kept in mind longer.
   */
  static final Duration LONGEST = Duration.ofDays(30);

  /** Keys of KumoMTA's that are limits. They hold for each source at each site there too. */
  static final Map<String, Limit> LIMITS =
      Map.of(
          "connection_limit", new Limit(Per.PATH, Kind.CONNECTIONS),
          "max_connection_rate", new Limit(Per.PATH, Kind.CONNECTION_RATE),
          "max_message_rate", new Limit(Per.PATH, Kind.MESSAGE_RATE),
          "max_deliveries_per_connection", new Limit(Per.PATH, Kind.MESSAGES_PER_CONNECTION),
          "max_recipients_per_batch", new Limit(Per.PATH, Kind.RECIPIENTS_PER_TRANSACTION),
          "provider_connection_limit", new Limit(Per.SOURCE_AND_PROVIDER, Kind.CONNECTIONS),
          "provider_max_message_rate", new Limit(Per.SOURCE_AND_PROVIDER, Kind.MESSAGE_RATE));

  /** Keys of KumoMTA's that have limits by name. */
  static final Map<String, Kind> NAMED_LIMITS =
      Map.of(
          "additional_connection_limits", Kind.CONNECTIONS,
          "additional_message_rate_throttles", Kind.MESSAGE_RATE);

  /** Keys of KumoMTA's that are lengths of time. */
  static final Map<String, Manner> TIMES =
      Map.of(
          "idle_timeout", Manner.IDLE_TIMEOUT,
          "connect_timeout", Manner.CONNECT_TIMEOUT,
          "banner_timeout", Manner.GREETING_TIMEOUT,
          "ehlo_timeout", Manner.EHLO_TIMEOUT,
          "mail_from_timeout", Manner.MAIL_TIMEOUT,
          "rcpt_to_timeout", Manner.RCPT_TIMEOUT,
          "data_timeout", Manner.DATA_TIMEOUT,
          "data_dot_timeout", Manner.FINAL_DOT_TIMEOUT,
          "remember_broken_tls", Manner.REMEMBER_BROKEN_TLS);

  static final String FAILURES = "consecutive_connection_failures_before_delay";
  static final String TLS = "enable_tls";

  private static final String TLS_LIBRARY = "what TLS is spoken with is not the policy's";
  private static final String NO_LOGIN = "there is no login at a server that mail goes to";
  private static final String MEMORY =
      "there is no ready queue: what waits is in the log, and only heads of queues in memory";
  private static final String NEW_VERSION = "a new version of the policy holds for what comes next";
  private static final String SELECTION =
      "mail over such a rate waits here rather than take another source; to bring a source up,"
          + " give it a day's numbers under warm-up";

  private static final Map<String, String> WITHOUT =
      Map.ofEntries(
          Map.entry("max_ready", MEMORY),
          Map.entry("low_memory_reduction_policy", MEMORY),
          Map.entry("no_memory_reduction_policy", MEMORY),
          Map.entry("dispatcher_wakeup_strategy", MEMORY),
          Map.entry("maintainer_wakeup_strategy", MEMORY),
          Map.entry("readyq_pool_name", MEMORY),
          Map.entry("refresh_interval", NEW_VERSION),
          Map.entry("refresh_strategy", NEW_VERSION),
          Map.entry("source_selection_rate", SELECTION),
          Map.entry("additional_source_selection_rates", SELECTION),
          Map.entry("provider_source_selection_rate", SELECTION),
          Map.entry("enable_mta_sts", "there is no MTA-STS"),
          Map.entry("enable_dane", "there is no DANE"),
          Map.entry("tls_prefer_openssl", TLS_LIBRARY),
          Map.entry("tls_certificate", TLS_LIBRARY),
          Map.entry("tls_private_key", TLS_LIBRARY),
          Map.entry("openssl_cipher_list", TLS_LIBRARY),
          Map.entry("openssl_cipher_suites", TLS_LIBRARY),
          Map.entry("openssl_options", TLS_LIBRARY),
          Map.entry("rustls_cipher_suites", TLS_LIBRARY),
          Map.entry(
              "opportunistic_tls_reconnect_on_failed_handshake",
              "opportunistic TLS always goes on without after a failed handshake"),
          Map.entry("smtp_auth_plain_username", NO_LOGIN),
          Map.entry("smtp_auth_plain_password", NO_LOGIN),
          Map.entry("allow_smtp_auth_plain_without_tls", NO_LOGIN),
          Map.entry("allow_smtp_auth_plain_without_valid_certificate", NO_LOGIN),
          Map.entry("smtp_port", "the port is the setting mx-port, or a source's own port"),
          Map.entry("ehlo_domain", "the name is a source's own ehlo, or the setting hostname"),
          Map.entry("ip_lookup_strategy", "which addresses are tried is not the policy's"),
          Map.entry("prohibited_hosts", "what an MX may not point to is the setting allow-mx-to"),
          Map.entry("skip_hosts", "no host of a site is left out"),
          Map.entry("reconnect_strategy", "how hosts are gone through is not the policy's"),
          Map.entry(
              "try_next_host_on_transport_error", "how hosts are gone through is not the policy's"),
          Map.entry("max_mx_plan_size", "how hosts are gone through is not the policy's"),
          Map.entry("max_mx_addresses_per_host", "how hosts are gone through is not the policy's"),
          Map.entry("enable_pipelining", "pipelining is used wherever it is offered"),
          Map.entry("enable_rset", "RSET is not the policy's"),
          Map.entry("use_lmtp", "there is no LMTP"),
          Map.entry("ignore_8bit_checks", "what is 8-bit is not the policy's"),
          Map.entry("rset_timeout", "there is no such timeout of its own"),
          Map.entry("auth_timeout", NO_LOGIN),
          Map.entry("starttls_timeout", "there is no such timeout of its own"),
          Map.entry("tls_handshake_timeout", "there is no such timeout of its own"),
          Map.entry("system_shutdown_timeout", "a stop takes as long as the setting drain"),
          Map.entry("dispatcher_progress_watchdog_timeout", "nothing like it is needed"),
          Map.entry("provider_name", "a provider is found by its hosts and domains"),
          Map.entry("suspended", "suspend the path by hand, or by a reaction"));

  private Wording() {}

  /** The most that the document takes of something that is counted. */
  static long most(Kind kind) {
    return switch (kind) {
      case CONNECTIONS -> CONNECTIONS;
      case RECIPIENTS_PER_TRANSACTION -> RECIPIENTS;
      case CONNECTION_RATE, MESSAGE_RATE, MESSAGES_PER_CONNECTION, OUTSTANDING -> LARGEST;
    };
  }

  /** The most that the document takes of a length of time. */
  static Duration longest(Manner manner) {
    return manner == Manner.REMEMBER_BROKEN_TLS ? LONGEST : LONGEST_WAIT;
  }

  /** Says why a key has no counterpart. */
  static String without(String key) {
    return WITHOUT.getOrDefault(key, "is no key of KumoMTA's that is known here");
  }

  /** A domain or host as it is compared: in small letters, without the root's dot. */
  static String host(String name) {
    var small = name.toLowerCase(Locale.ROOT);
    return small.endsWith(".") ? small.substring(0, small.length() - 1) : small;
  }
}
