package milena.standalone.trace;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import milena.schemas.MailEvent;
import milena.schemas.Parked;
import milena.schemas.ShaperState;
import org.jspecify.annotations.Nullable;

/**
 * Puts a trace together from records in the order in which the log holds them. Pure; of the newest
 * submissions it keeps everything, of older ones nothing.
 *
 * <p>Which are the newest is seen from their ids alone, which sort by time. So it does not matter
 * from which topic, and in which order, they are met: what is said of one is kept whole or not at
 * all, and none can seem lost because only its events were kept and not where it waits.
 */
final class Gathering {

  private static final int EVENTS_EACH = 5;
  private static final int LEAST_EVENTS = 10_000;

  /** The message's id, then the recipient's index as a number. */
  private static final Comparator<String> BY_AGE =
      Comparator.<String, String>comparing(id -> id.substring(0, dot(id)))
          .thenComparing(String::length)
          .thenComparing(Comparator.naturalOrder());

  private final Sought sought;
  private final int most;
  private final int mostEvents;
  private final TreeMap<String, Course> kept = new TreeMap<>(BY_AGE);
  private final Map<String, String> ofKeys = new HashMap<>();
  private @Nullable String newestLeftOut;
  private int events;
  private long seen;

  /** Keeps at most so many submissions, and some events of each. */
  Gathering(Sought sought, int most) {
    this(sought, most, Math.max(LEAST_EVENTS, most * EVENTS_EACH));
  }

  /** Keeps at most so many submissions, and so many events of all of them. */
  Gathering(Sought sought, int most, int mostEvents) {
    this.sought = sought;
    this.most = most;
    this.mostEvents = mostEvents;
  }

  private static int dot(String submissionId) {
    return Math.max(0, submissionId.lastIndexOf('.'));
  }

  /** Takes an event in if it is meant. */
  void event(MailEvent event) {
    var id = event.getSubmissionId();
    if (!sought.covers(id, event.getRecipient())) {
      return;
    }
    seen++;
    if (isKept(id)) {
      course(id).take(event, seen);
      events++;
      trim();
    }
  }

  /** Takes in a submission that a stage has not taken up yet. */
  void unread(String stage, String submissionId, String recipient) {
    if (sought.covers(submissionId, recipient)) {
      met("unread by " + stage, new Standing.Unread(submissionId, recipient, stage));
    }
  }

  /** Takes in what the router stored under a key; null when it goes on. */
  void parked(String key, @Nullable Parked parked) {
    forget(key);
    if (parked == null) {
      return;
    }
    var routed = parked.getRouted();
    if (sought.covers(routed.getSubmissionId(), routed.getRecipient())) {
      stored(
          key,
          new Standing.Aside(
              routed.getSubmissionId(),
              routed.getRecipient(),
              parked.getReason(),
              parked.getUntil()));
    }
  }

  /** Takes in what a shaper stored under a key; null when it ended. */
  void state(String key, @Nullable ShaperState state) {
    forget(key);
    if (state != null && sought.covers(state.getSubmissionId(), state.getRecipient())) {
      stored(
          key,
          new Standing.Held(
              state.getSubmissionId(),
              state.getRecipient(),
              state.getState(),
              state.getReason(),
              state.getDueAt(),
              state.getAttempt(),
              state.getLastCode(),
              state.getLastText()));
    }
  }

  private void stored(String key, Standing standing) {
    if (isKept(standing.submissionId())) {
      ofKeys.put(key, standing.submissionId());
      met(key, standing);
    }
  }

  private void met(String place, Standing standing) {
    if (isKept(standing.submissionId())) {
      course(standing.submissionId()).meet(place, standing);
      trim();
    }
  }

  private void forget(String key) {
    var id = ofKeys.remove(key);
    if (id != null) {
      var course = course(id);
      course.leave(key);
      if (course.isEmpty()) {
        kept.remove(id);
      }
    }
  }

  private boolean isKept(String submissionId) {
    return newestLeftOut == null || BY_AGE.compare(submissionId, newestLeftOut) > 0;
  }

  private Course course(String submissionId) {
    return kept.computeIfAbsent(submissionId, Course::new);
  }

  private void trim() {
    while (kept.size() > most || (events > mostEvents && kept.size() > 1)) {
      var oldest = kept.pollFirstEntry().getValue();
      newestLeftOut = oldest.submissionId();
      events -= oldest.events();
      oldest.places().forEach(ofKeys::remove);
    }
    if (events > mostEvents) {
      kept.firstEntry().getValue().dropOldestEvent();
      events--;
    }
  }

  /** Whether all that was gathered so far has ended, and there is something. */
  boolean ended() {
    return !kept.isEmpty()
        && standings().stream().allMatch(standing -> standing instanceof Standing.Ended);
  }

  /** What was gathered. An ending outweighs having been met waiting. */
  Trace trace() {
    var ordered = Course.inOrder(kept.values());
    return new Trace(sought, ordered, standings(), seen - ordered.size(), newestLeftOut != null);
  }

  private List<Standing> standings() {
    return kept.values().stream().map(Course::standing).toList();
  }
}
