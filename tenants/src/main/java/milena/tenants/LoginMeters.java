package milena.tenants;

import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadPoolExecutor;
import milena.runtime.observe.Meters;
import milena.runtime.observe.Metric;

/** What is counted about logins. */
public final class LoginMeters {
  private static final Metric LOGINS =
      Metric.counter(
          "milena.tenants.logins",
          "Logins, by what was shown (password, remembered, key, certificate, scram) and what"
              + " became of it (admitted, operator, refused, suspended, blocked, busy, unready).",
          "by",
          "verdict");
  private static final Metric CHECK =
      Metric.timer("milena.tenants.password.check", "Computing PBKDF2 over one password.");
  private static final Metric WAITING =
      Metric.gauge("milena.tenants.password.waiting", "", "Passwords that wait for a thread.");

  /** Every metric of logins, for the reference. */
  public static final List<Metric> ALL = List.of(LOGINS, CHECK, WAITING);

  private final Meters meters;
  private final Timer check;

  /** What was shown. */
  enum By {
    PASSWORD,
    REMEMBERED,
    KEY,
    CERTIFICATE,
    SCRAM
  }

  LoginMeters(Meters meters, ThreadPoolExecutor checking) {
    this.meters = meters;
    check = meters.timer(CHECK);
    meters.gauge(WAITING, checking, executor -> executor.getQueue().size());
  }

  Timer check() {
    return check;
  }

  /** Counts a verdict, and gives it back. */
  Verdict decided(By by, Verdict verdict) {
    meters.counter(LOGINS, by.name().toLowerCase(Locale.ROOT), word(verdict)).increment();
    return verdict;
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Admitted _ -> "admitted";
      case Verdict.Operator _ -> "operator";
      case Verdict.Refused _ -> "refused";
      case Verdict.Suspended _ -> "suspended";
      case Verdict.Blocked _ -> "blocked";
      case Verdict.Busy _ -> "busy";
      case Verdict.Unready _ -> "unready";
    };
  }
}
