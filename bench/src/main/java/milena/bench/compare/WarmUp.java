package milena.bench.compare;

import java.util.Locale;
import milena.bench.result.Scenario;
import milena.bench.result.Side;

/**
 * What each side is sent before anything is measured: a virtual machine compiles what it runs
 * often, and is quiet about it only after a minute.
 *
 * @param messages how many of 4 KiB, or none; a scenario with others adds a round of its own
 */
public record WarmUp(int messages) {
  static final int SIZE_BYTES = 4096;
  static final int CONNECTIONS = 20;

  /** What was compiled long ago has only caches to fill, and it takes minutes for more. */
  private static final int POSTFIX_AT_MOST = 20_000;

  /** Returns what is usual: after so many messages the rate no longer rises. */
  public static WarmUp usual() {
    return new WarmUp(100_000);
  }

  /** Returns what one side is sent. */
  WarmUp of(Side side) {
    return switch (side) {
      case MILENA -> this;
      case POSTFIX -> new WarmUp(Math.min(messages, POSTFIX_AT_MOST));
    };
  }

  /** Returns whether the scenario's own messages are unlike those that went ahead. */
  boolean alsoOwn(Scenario scenario) {
    return messages > 0 && scenario.sizeBytes() != SIZE_BYTES;
  }

  /** Returns what it is in words. */
  String told(Scenario scenario) {
    int postfix = of(Side.POSTFIX).messages;
    boolean fewer = scenario.sides().contains(Side.POSTFIX) && postfix < messages;
    return String.format(Locale.ROOT, "%,d messages of 4 KiB", messages)
        + (fewer ? String.format(Locale.ROOT, " (Postfix: %,d)", postfix) : "")
        + (alsoOwn(scenario)
            ? String.format(
                Locale.ROOT, ", then %,d of %,d bytes", scenario.messages(), scenario.sizeBytes())
            : "");
  }
}
