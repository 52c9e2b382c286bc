package milena.http.follow;

import java.util.Comparator;
import java.util.TreeMap;
import milena.schemas.MailEvent;

/**
 * Where a message stands, put together from its events in their order. Pure; it keeps the first
 * recipients of very many, and of each its last event alone.
 */
final class Course {

  private static final String LATE = "late";
  private static final Comparator<String> BY_INDEX =
      Comparator.<String>comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private final Sought sought;
  private final FollowLimits limits;
  private final TreeMap<String, MailEvent> last = new TreeMap<>(BY_INDEX);
  private boolean cut;

  Course(Sought sought, FollowLimits limits) {
    this.sought = sought;
    this.limits = limits;
  }

  /** Takes in the next event; answers whether one more may change anything. */
  boolean take(MailEvent event) {
    // A result that came late says nothing about where its submission stands.
    if (event.getType().equals(LATE) || !sought.covers(event.getSubmissionId())) {
      return true;
    }
    var before = last.get(event.getSubmissionId());
    if (before == null || !before.getFinal$()) {
      last.put(event.getSubmissionId(), event);
    }
    if (last.size() > limits.recipients()) {
      last.pollLastEntry();
      cut = true;
    }
    return !(sought.one() && event.getFinal$());
  }

  boolean isEmpty() {
    return last.isEmpty();
  }

  /**
   * All of it as JSON.
   *
   * @param complete whether every event was read
   */
  String json(boolean complete) {
    var text = new StringBuilder();
    var any = last.firstEntry().getValue();
    var fields = new Fields(text).text("id", sought.id()).text("tenant", any.getTenant());
    fields.text("sender", any.getSender()).time("accepted_at", any.getAcceptedAt());
    fields.begin("recipients", '[');
    boolean shortened = cut;
    boolean first = true;
    for (var event : last.values()) {
      if (text.length() > limits.bytes()) {
        shortened = true;
        break;
      }
      text.append(first ? "" : ",");
      first = false;
      recipient(text, event);
    }
    text.append("],\"cut\":").append(shortened).append(",\"complete\":").append(complete);
    return text.append('}').toString();
  }

  private static void recipient(StringBuilder text, MailEvent event) {
    new Fields(text)
        .text("id", event.getSubmissionId())
        .text("email", event.getRecipient())
        .text("state", state(event))
        .time("time", event.getTime())
        .number("attempts", event.getAttempt())
        .said("reason", event.getReason())
        .timeIfAny("next_attempt_at", event.getNextAttemptAt())
        .reply("last_reply", event)
        .end();
  }

  private static String state(MailEvent event) {
    return event.getType().equals("accepted") ? "waiting" : event.getType();
  }
}
