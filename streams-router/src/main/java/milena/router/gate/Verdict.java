package milena.router.gate;

import java.util.List;

/** Whether a message may leave now. */
public sealed interface Verdict {

  /**
   * It may, from this source.
   *
   * @param source empty for the system's choice
   * @param passed what it passed; to be given back when its result is there
   */
  record Go(String source, List<Gate> passed) implements Verdict {
    /** Nothing is said of it. */
    static final Go FREELY = new Go("", List.of());
  }

  /**
   * It may not.
   *
   * @param gates at which it waits
   * @param why the first of them
   * @param until when a source that could not be used is looked at again, ms; {@link
   *     Long#MAX_VALUE} when there is none
   */
  record AtGates(List<Gate> gates, Gate.Sort why, long until) implements Verdict {}

  /** Its hours are over; they begin again at a time (ms). */
  record OutOfHours(long until) implements Verdict {}

  /** No source of its pool can be used; that is looked at again at a time (ms). */
  record NoSource(long until) implements Verdict {}
}
