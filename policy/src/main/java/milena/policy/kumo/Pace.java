package milena.policy.kumo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import milena.runtime.config.Durations;

/**
 * A rate of KumoMTA's: {@code 100/s}, {@code 1,000/hour}, {@code 5/10m}, {@code
 * local:500/d,max_burst=1}.
 *
 * @param most at least 1
 * @param seconds in so many, at least 1
 * @param burst so many may go at once; 0 for what is not said, which is as many as {@code most}
 * @param local each of its processes counts alone
 */
record Pace(long most, long seconds, long burst, boolean local) {

  private static final Pattern FORM =
      Pattern.compile("(local:)?([0-9_,]+)/([0-9]{0,9})([a-z]+)(?:,max_burst=([0-9_,]+))?");
  private static final Map<String, Long> SECONDS =
      Map.ofEntries(
          Map.entry("s", 1L),
          Map.entry("sec", 1L),
          Map.entry("second", 1L),
          Map.entry("m", 60L),
          Map.entry("min", 60L),
          Map.entry("minute", 60L),
          Map.entry("h", 3_600L),
          Map.entry("hr", 3_600L),
          Map.entry("hour", 3_600L),
          Map.entry("d", 86_400L),
          Map.entry("day", 86_400L));

  /** The units that the document knows, from the shortest. */
  private static final List<Unit> UNITS =
      List.of(new Unit("s", 1), new Unit("min", 60), new Unit("h", 3_600), new Unit("d", 86_400));

  private record Unit(String word, long seconds) {}

  /**
   * How the document writes it.
   *
   * @param exact it is the same, not the nearest below or above
   */
  record Written(String text, boolean exact) {}

  static Optional<Pace> of(Said said) {
    if (!(said instanceof Said.Text(var text, _))) {
      return Optional.empty();
    }
    var match = FORM.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    var most = Count.number(match.group(2));
    var unit = SECONDS.get(match.group(4));
    long scale = match.group(3).isEmpty() ? 1 : Long.parseLong(match.group(3));
    var burst = match.group(5) == null ? Optional.of(0L) : Count.number(match.group(5));
    return most.isEmpty() || burst.isEmpty() || unit == null || scale == 0
        ? Optional.empty()
        : Optional.of(new Pace(most.get(), scale * unit, burst.get(), match.group(1) != null));
  }

  double perSecond() {
    return (double) most / seconds;
  }

  /** So many may go at once. */
  long atOnce() {
    return burst == 0 ? most : burst;
  }

  /**
   * Returns it as a limit: in its own unit, in the shortest in which it is whole, or rounded down
   * to whole ones a day; empty when that is none.
   */
  Optional<Written> asLimit() {
    return UNITS.stream()
        .filter(unit -> unit.seconds() == seconds)
        .findFirst()
        .or(() -> UNITS.stream().filter(this::isWhole).findFirst())
        .map(unit -> written(unit, true))
        .orElseGet(() -> written(UNITS.getLast(), false));
  }

  private boolean isWhole(Unit unit) {
    return most * unit.seconds() % seconds == 0;
  }

  private Optional<Written> written(Unit unit, boolean exact) {
    return Count.number(Long.toString(most * unit.seconds() / seconds))
        .map(number -> new Written(number + "/" + unit.word(), exact));
  }

  /** Returns it as a number of events in its own length of time. */
  String asThreshold() {
    return UNITS.stream()
        .filter(unit -> unit.seconds() == seconds)
        .findFirst()
        .map(unit -> most + "/" + unit.word())
        .orElseGet(() -> most + "/" + Durations.print(Duration.ofSeconds(seconds)));
  }
}
