package milena.standalone.trace;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import milena.schemas.MailEvent;
import org.jspecify.annotations.Nullable;

/** Everything that was met of one submission. */
final class Course {

  private static final Comparator<Seen> BY_TIME =
      Comparator.<Seen, Instant>comparing(seen -> seen.event.getTime())
          .thenComparingLong(Seen::number);

  /** An event, and the how-manieth it was. */
  private record Seen(MailEvent event, long number) {}

  private final String submissionId;
  private final PriorityQueue<Seen> events = new PriorityQueue<>(BY_TIME);
  private final LinkedHashMap<String, Standing> places = new LinkedHashMap<>();
  private String recipient = "";
  private @Nullable Standing ended;

  /** Of this submission nothing was met yet. */
  Course(String submissionId) {
    this.submissionId = submissionId;
  }

  String submissionId() {
    return submissionId;
  }

  /** Takes in an event, the how-manieth it was of all. */
  void take(MailEvent event, long number) {
    events.add(new Seen(event, number));
    recipient = event.getRecipient();
    if (event.getFinal$()) {
      ended = new Standing.Ended(submissionId, recipient, event.getType());
    }
  }

  /** It was met in a place. */
  void meet(String place, Standing standing) {
    places.putLast(place, standing);
  }

  /** It is no longer there. */
  void leave(String place) {
    places.remove(place);
  }

  /** Whether nothing is known of it, or no longer. */
  boolean isEmpty() {
    return events.isEmpty() && places.isEmpty();
  }

  /** How many events it has. */
  int events() {
    return events.size();
  }

  /** Every place in which it is. */
  Set<String> places() {
    return places.keySet();
  }

  /** Forgets the oldest of its events. */
  void dropOldestEvent() {
    events.remove();
  }

  /** Where it is: where it ended, or else where it was met last on its way. */
  Standing standing() {
    if (ended != null) {
      return ended;
    }
    return places.isEmpty()
        ? new Standing.Nowhere(submissionId, recipient)
        : places.lastEntry().getValue();
  }

  /** The events of several, in order of time, and of the log within a moment. */
  static List<MailEvent> inOrder(Collection<Course> courses) {
    return courses.stream()
        .flatMap(course -> course.events.stream())
        .sorted(BY_TIME)
        .map(Seen::event)
        .toList();
  }
}
