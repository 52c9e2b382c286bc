package milena.bench.compare;

import java.util.Locale;
import milena.bench.result.Scenario;

/**
 * What each side is sent before anything is measured: a virtual machine compiles what it runs
 * often.
 *
 * @param messages how many of 4 KiB, or none; a scenario with others adds a round of its own
 */
public record WarmUp(int messages) {
  static final int SIZE_BYTES = 4096;

  /** Returns what is usual: after so many messages the rate no longer rises. */
  public static WarmUp usual() {
    return new WarmUp(20_000);
  }

  /** Returns whether the scenario's own messages are unlike those that went ahead. */
  boolean alsoOwn(Scenario scenario) {
    return messages > 0 && scenario.sizeBytes() != SIZE_BYTES;
  }

  /** Returns what it is in words. */
  String told(Scenario scenario) {
    return String.format(Locale.ROOT, "%,d messages of 4 KiB", messages)
        + (alsoOwn(scenario)
            ? String.format(
                Locale.ROOT, ", then %,d of %,d bytes", scenario.messages(), scenario.sizeBytes())
            : "");
  }
}
