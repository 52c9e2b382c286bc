package milena.standalone.trace;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import milena.schemas.MailEvent;
import milena.schemas.Parked;
import milena.schemas.ShaperState;
import org.jspecify.annotations.Nullable;

/**
 * Puts a trace together from records in the order in which the log holds them. Pure; of events and
 * of places where submissions wait it keeps a bounded number.
 */
final class Gathering {

  private static final Comparator<Seen> BY_TIME =
      Comparator.<Seen, java.time.Instant>comparing(seen -> seen.event.getTime())
          .thenComparingLong(Seen::number);

  /** An event, and the how-manieth it was. */
  private record Seen(MailEvent event, long number) {}

  private final Sought sought;
  private final int most;
  private final PriorityQueue<Seen> events = new PriorityQueue<>(BY_TIME);
  private final Map<String, Standing> waiting = new TreeMap<>();
  private final Map<String, String> ofKeys = new HashMap<>();
  private long seen;

  /** Keeps at most so many events, and so many submissions that wait. */
  Gathering(Sought sought, int most) {
    this.sought = sought;
    this.most = most;
  }

  /** Takes an event in if it is meant. */
  void event(MailEvent event) {
    if (sought.covers(event.getSubmissionId(), event.getRecipient())) {
      events.add(new Seen(event, seen++));
      if (events.size() > most) {
        events.remove();
      }
    }
  }

  /** Takes in a submission that a stage has not taken up yet. */
  void unread(String stage, String submissionId, String recipient) {
    if (sought.covers(submissionId, recipient)) {
      wait(new Standing.Unread(submissionId, recipient, stage));
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
      var aside =
          new Standing.Aside(
              routed.getSubmissionId(),
              routed.getRecipient(),
              parked.getReason(),
              parked.getUntil());
      remember(key, aside);
    }
  }

  /** Takes in what a shaper stored under a key; null when it ended. */
  void state(String key, @Nullable ShaperState state) {
    forget(key);
    if (state != null && sought.covers(state.getSubmissionId(), state.getRecipient())) {
      var held =
          new Standing.Held(
              state.getSubmissionId(),
              state.getRecipient(),
              state.getState(),
              state.getReason(),
              state.getDueAt(),
              state.getAttempt(),
              state.getLastCode(),
              state.getLastText());
      remember(key, held);
    }
  }

  private void remember(String key, Standing standing) {
    if (wait(standing)) {
      ofKeys.put(key, standing.submissionId());
    }
  }

  private boolean wait(Standing standing) {
    if (waiting.size() >= most && !waiting.containsKey(standing.submissionId())) {
      return false;
    }
    waiting.put(standing.submissionId(), standing);
    return true;
  }

  private void forget(String key) {
    var before = ofKeys.remove(key);
    if (before != null) {
      waiting.remove(before);
    }
  }

  /** Whether all that was gathered so far has ended, and there is something. */
  boolean ended() {
    var standings = standings();
    return !standings.isEmpty()
        && standings.values().stream().allMatch(Standing.Ended.class::isInstance);
  }

  /** What was gathered. An ending outweighs having been met waiting. */
  Trace trace() {
    var ordered = events.stream().sorted(BY_TIME).map(Seen::event).toList();
    return new Trace(sought, ordered, standings().values().stream().toList(), seen - events.size());
  }

  private Map<String, Standing> standings() {
    var standings = new TreeMap<>(waiting);
    for (var one : events) {
      var event = one.event;
      var id = event.getSubmissionId();
      if (event.getFinal$()) {
        standings.put(id, new Standing.Ended(id, event.getRecipient(), event.getType()));
      } else {
        standings.putIfAbsent(id, new Standing.Nowhere(id, event.getRecipient()));
      }
    }
    return standings;
  }
}
