package milena.policy;

import com.google.re2j.Pattern;
import java.util.List;

/**
 * What is done when servers say something.
 *
 * @param name by which events and commands know it
 * @param where the traffic whose replies it looks at
 * @param when one of them must be found in the reply ({@code 421 4.7.0 text})
 * @param unless none of them may be
 * @param times so often, from 1
 * @param withinMs in so many ms; 0 with one time
 * @param acts what is done then, at least one
 * @param lastingMs for how long
 */
public record Reaction(
    String name,
    Selector where,
    List<Pattern> when,
    List<Pattern> unless,
    int times,
    long withinMs,
    List<Act> acts,
    long lastingMs,
    Place place) {

  /** Copies. */
  public Reaction {
    when = List.copyOf(when);
    unless = List.copyOf(unless);
    acts = List.copyOf(acts);
  }

  /** One thing that is done. */
  public sealed interface Act {

    /**
     * What a suspension is for, always at the site that said so: SITE, PATH, TENANT_AND_SITE or
     * CAMPAIGN.
     */
    record Suspend(Per what) implements Act {}

    /** A limit is lower: whatever else is said of it, it is at most this. */
    record Lower(Per per, Kind kind, Bound bound) implements Act {}

    /** The submission that was answered so bounces, though the reply was for now only. */
    record Bounce() implements Act {}
  }

  /** Whether it concerns this reply. Takes time linear in the reply's length (RE2). */
  public boolean hears(String reply) {
    for (var pattern : unless) {
      if (pattern.matcher(reply).find()) {
        return false;
      }
    }
    for (var pattern : when) {
      if (pattern.matcher(reply).find()) {
        return true;
      }
    }
    return false;
  }
}
