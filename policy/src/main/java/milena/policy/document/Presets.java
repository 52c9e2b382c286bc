package milena.policy.document;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import milena.policy.RetryRule.Schedule;

/** When other programs try again, as they do unless told otherwise. */
final class Presets {
  /** By how much waits are spread where nothing is said of it. */
  static final double JITTER = 0.1;

  private static final double DOUBLED = 2;

  private Presets() {}

  /** By name. */
  static Map<String, Schedule> all() {
    var presets = new LinkedHashMap<String, Schedule>();
    presets.put("postfix", postfix());
    presets.put("exim", exim());
    presets.put("kumomta", kumoMta());
    return presets;
  }

  /** minimal_backoff_time, maximal_backoff_time, maximal_queue_lifetime. */
  private static Schedule postfix() {
    return new Schedule(
        List.of(Duration.ofSeconds(300).toMillis()),
        DOUBLED,
        Duration.ofSeconds(4000).toMillis(),
        JITTER,
        Duration.ofDays(5).toMillis());
  }

  /** The rule of the default configuration: F,2h,15m; G,16h,1h,1.5; F,4d,6h. */
  private static Schedule exim() {
    var waits = new ArrayList<Long>();
    long age = 0;
    while (age < Duration.ofHours(2).toMillis()) {
      waits.add(Duration.ofMinutes(15).toMillis());
      age += waits.getLast();
    }
    long growing = Duration.ofHours(1).toMillis();
    while (age < Duration.ofHours(16).toMillis()) {
      waits.add(growing);
      age += growing;
      growing = growing * 3 / 2;
    }
    waits.add(Duration.ofHours(6).toMillis());
    return new Schedule(
        waits, 1, Duration.ofDays(1).toMillis(), JITTER, Duration.ofDays(4).toMillis());
  }

  /** retry_interval and max_age; max_retry_interval is not set. */
  private static Schedule kumoMta() {
    return new Schedule(
        List.of(Duration.ofMinutes(20).toMillis()),
        DOUBLED,
        Duration.ofDays(7).toMillis(),
        JITTER,
        Duration.ofDays(7).toMillis());
  }
}
