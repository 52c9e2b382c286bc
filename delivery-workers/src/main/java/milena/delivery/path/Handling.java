package milena.delivery.path;

import java.time.Duration;
import java.util.Map;
import milena.delivery.send.SmtpTimeouts;
import milena.policy.Manner;

/**
 * How the servers of a path are treated.
 *
 * @param tls what is done about TLS
 * @param timeouts how long is waited
 * @param brokenTls for so long TLS is not tried again with an address where it failed
 * @param failuresBeforeDelay after so many dials in a row that reached no host, all that waits is
 *     deferred at once, and then after each until one succeeds; at least 1
 */
public record Handling(
    Tls tls, SmtpTimeouts timeouts, Duration brokenTls, int failuresBeforeDelay) {

  /** How long TLS is not tried again with an address where it failed, where nobody says. */
  public static final Duration BROKEN_TLS = Duration.ofMinutes(10);

  /** After so many failures to connect what waits is deferred, where nobody says. */
  public static final int FAILURES_BEFORE_DELAY = 1;

  /** What of an attempt is left for sending at least, however long the final dot may take. */
  private static final Duration LEAST_UNTIL_DOT = Duration.ofMinutes(1);

  static Handling of(Map<Manner, String> said, PathDefaults usual) {
    var tls = said.get(Manner.TLS);
    var failures = said.get(Manner.FAILURES_BEFORE_DELAY);
    return new Handling(
        tls == null ? usual.tls() : Tls.of(tls),
        timeouts(said, usual.timeouts()),
        time(said, Manner.REMEMBER_BROKEN_TLS, BROKEN_TLS),
        failures == null ? FAILURES_BEFORE_DELAY : Math.max(1, Integer.parseInt(failures)));
  }

  /**
   * The longest attempt stays as long as it was: after it, whoever gave the permission may give it
   * to another.
   */
  private static SmtpTimeouts timeouts(Map<Manner, String> said, SmtpTimeouts usual) {
    var opening = usual.opening();
    var sending = usual.transaction();
    var longest = sending.untilDot().plus(sending.finalDot());
    var least = shorter(LEAST_UNTIL_DOT, sending.untilDot());
    var finalDot =
        shorter(time(said, Manner.FINAL_DOT_TIMEOUT, sending.finalDot()), longest.minus(least));
    return new SmtpTimeouts(
        new SmtpTimeouts.Opening(
            time(said, Manner.CONNECT_TIMEOUT, opening.connect()),
            time(said, Manner.GREETING_TIMEOUT, opening.banner()),
            time(said, Manner.EHLO_TIMEOUT, opening.ehlo()),
            opening.tls()),
        new SmtpTimeouts.Transaction(
            time(said, Manner.MAIL_TIMEOUT, sending.mail()),
            time(said, Manner.RCPT_TIMEOUT, sending.rcpt()),
            time(said, Manner.DATA_TIMEOUT, sending.data()),
            sending.block(),
            shorter(sending.untilDot(), longest.minus(finalDot)),
            finalDot),
        time(said, Manner.IDLE_TIMEOUT, usual.idle()),
        usual.farewell());
  }

  private static Duration time(Map<Manner, String> said, Manner which, Duration usual) {
    var millis = said.get(which);
    return millis == null ? usual : Duration.ofMillis(Long.parseLong(millis));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
