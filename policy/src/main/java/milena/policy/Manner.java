package milena.policy;

import java.util.Locale;

/** How a server is treated, apart from limits. Times are in ms. */
public enum Manner {
  /** {@code none}, {@code opportunistic} or {@code required}. */
  TLS,
  IDLE_TIMEOUT,
  CONNECT_TIMEOUT,
  GREETING_TIMEOUT,
  EHLO_TIMEOUT,
  MAIL_TIMEOUT,
  RCPT_TIMEOUT,
  DATA_TIMEOUT,
  FINAL_DOT_TIMEOUT,
  /** For so long a server whose TLS failed is not asked for it again. */
  REMEMBER_BROKEN_TLS,
  /** After so many failures to connect in a row, what waits for the path is deferred. */
  FAILURES_BEFORE_DELAY;

  /** How the document writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
