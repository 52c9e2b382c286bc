package milena.schemas.registry;

import java.time.Duration;

/**
 * How long a client waits for a registry before it gives up.
 *
 * @param connect until a connection stands
 * @param request until the whole answer is there
 * @param rounds how often all addresses are asked, from 1
 * @param pause before the second round; doubles from round to round, up to 5 s
 * @param absent how long "there is no such id" is believed
 */
public record Patience(
    Duration connect, Duration request, int rounds, Duration pause, Duration absent) {

  /** 2 s to connect, 10 s for an answer, 5 rounds, 100 ms at first, ids absent for 5 s. */
  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          5,
          Duration.ofMillis(100),
          Duration.ofSeconds(5));

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int DOUBLINGS = 16;

  /** Checks that every wait is finite and above zero. */
  public Patience {
    if (rounds < 1
        || !positive(connect)
        || !positive(request)
        || pause.isNegative()
        || absent.isNegative()) {
      throw new IllegalArgumentException(
          "waits for the registry must be above zero, rounds from 1");
    }
  }

  /** The pause before a round; the first round is 0. */
  Duration pauseBefore(int round) {
    if (round == 0) {
      return Duration.ZERO;
    }
    var wanted = pause.multipliedBy(1L << Math.min(round - 1, DOUBLINGS));
    return wanted.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wanted;
  }

  private static boolean positive(Duration wait) {
    return !wait.isNegative() && !wait.isZero();
  }
}
