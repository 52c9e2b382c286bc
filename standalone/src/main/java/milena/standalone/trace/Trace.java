package milena.standalone.trace;

import java.util.List;
import milena.schemas.MailEvent;

/**
 * Everything that was found.
 *
 * @param sought what was asked for
 * @param events in order of time
 * @param standings where each submission is now, in order of their ids
 * @param leftOut how many older events there are besides
 * @param cut whether there are older submissions besides, of which nothing is here
 */
public record Trace(
    Sought sought, List<MailEvent> events, List<Standing> standings, long leftOut, boolean cut) {

  /** Copies the lists. */
  public Trace {
    events = List.copyOf(events);
    standings = List.copyOf(standings);
  }

  /** Whether anything was found. */
  public boolean found() {
    return !events.isEmpty() || !standings.isEmpty();
  }
}
