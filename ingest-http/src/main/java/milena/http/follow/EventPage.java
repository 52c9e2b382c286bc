package milena.http.follow;

import milena.http.answer.Json;
import milena.http.follow.EventSource.Placed;
import milena.schemas.MailEvent;

/** A number of events, as they are shown. Pure. */
final class EventPage {

  private final Sought sought;
  private final FollowLimits limits;
  private final int most;
  private final StringBuilder events = new StringBuilder();
  private int count;
  private boolean full;
  private long next = -1;

  EventPage(Sought sought, FollowLimits limits, int most) {
    this.sought = sought;
    this.limits = limits;
    this.most = most;
  }

  /** Takes in the next event; answers whether there is room for one more. */
  boolean take(Placed placed) {
    if (!sought.covers(placed.event().getSubmissionId())) {
      return true;
    }
    events.append(count == 0 ? "" : ",");
    event(placed.event());
    count++;
    next = placed.position() + 1;
    full = count >= most || events.length() > limits.bytes();
    return !full;
  }

  boolean isEmpty() {
    return count == 0;
  }

  private void event(MailEvent event) {
    var fields =
        new Fields(events)
            .text("type", event.getType())
            .flag("final", event.getFinal$())
            .text("submission", event.getSubmissionId())
            .text("email", event.getRecipient())
            .time("time", event.getTime());
    if (event.getAttempt() > 0) {
      fields.number("attempt", event.getAttempt());
    }
    fields
        .said("stage", event.getStage())
        .said("reason", event.getReason())
        .said("bounce_class", event.getBounceClass())
        .said("remote_host", event.getRemoteHost())
        .said("remote_address", event.getRemoteAddress())
        .said("tls_protocol", event.getTlsProtocol())
        .timeIfAny("next_attempt_at", event.getNextAttemptAt())
        .reply("reply", event)
        .said("campaign", event.getCampaign());
    meta(event, fields);
    fields.end();
  }

  private void meta(MailEvent event, Fields fields) {
    if (event.getMeta().isEmpty()) {
      return;
    }
    fields.begin("metadata", '{');
    var separator = "";
    for (var entry : event.getMeta().entrySet()) {
      events.append(separator);
      separator = ",";
      Json.append(events, entry.getKey());
      events.append(':');
      Json.append(events, entry.getValue());
    }
    events.append('}');
  }

  /**
   * All of it as JSON.
   *
   * @param reached up to where was read
   * @param more whether that was not everything
   */
  String json(long reached, boolean more) {
    var text = new StringBuilder(events.length() + 200);
    new Fields(text).text("id", sought.id()).begin("events", '[');
    text.append(events).append("],\"next\":\"").append(full ? next : reached);
    return text.append("\",\"more\":").append(more || full).append('}').toString();
  }
}
