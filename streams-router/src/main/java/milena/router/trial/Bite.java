package milena.router.trial;

import java.util.Comparator;
import java.util.List;
import milena.policy.Applied;
import milena.policy.Place;

/**
 * Something that held mail back.
 *
 * @param cause what did
 * @param messages that could not leave because of it when it was their turn; those behind them in
 *     their queues not counted
 * @param standingMs for how long in all some message stood at it
 * @param worst where it held back most, the most first
 */
public record Bite(Cause cause, long messages, long standingMs, List<Key> worst) {

  /** What held back most comes first. */
  static final Comparator<Bite> MOST_FIRST =
      Comparator.comparingLong(Bite::messages)
          .reversed()
          .thenComparing(bite -> bite.cause().place())
          .thenComparing(bite -> bite.cause().what());

  /** Copies. */
  public Bite {
    worst = List.copyOf(worst);
  }

  /**
   * What can hold back.
   *
   * @param what such as {@code message-rate per site}
   * @param place which rule says so
   * @param line of the document; 0 for none
   */
  public record Cause(String what, String place, int line) {

    static Cause of(String what, Place place) {
      return new Cause(what, place.path(), place.line());
    }

    /** A limit. */
    public static Cause of(Applied limit) {
      return of(limit.kind().word() + " per " + limit.per().word(), limit.place());
    }
  }

  /** One of what is counted separately, such as one site, and how many messages it held back. */
  public record Key(String key, long messages) {}
}
