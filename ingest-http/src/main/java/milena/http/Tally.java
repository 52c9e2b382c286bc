package milena.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import milena.http.answer.Json;
import milena.http.answer.Reply;
import milena.ingest.log.LogOutcome;
import milena.ingest.log.LogReceipt;
import milena.ingest.log.LogUnavailable;
import milena.tenants.rate.TenantRates;
import org.jspecify.annotations.Nullable;

/** What became of each recipient of a request. Safe for use by several threads. */
final class Tally {

  private static final String UNAVAILABLE = "It could not be stored now; try it again.";

  private final List<@Nullable String> emails = new ArrayList<>();
  private final List<@Nullable String> ids = new ArrayList<>();
  private final List<@Nullable String> errors = new ArrayList<>();
  private int accepted;
  private boolean unavailable;
  private @Nullable Duration tooFast;

  private void put(int index, String email, @Nullable String id, @Nullable String error) {
    while (emails.size() <= index) {
      emails.add(null);
      ids.add(null);
      errors.add(null);
    }
    emails.set(index, email);
    ids.set(index, id);
    errors.set(index, error);
  }

  /** There is no message for this one. */
  synchronized void failed(int index, String email, String why) {
    put(index, email, null, why);
  }

  /** What the log said of a message. */
  synchronized void logged(String id, List<Member> members, LogOutcome outcome) {
    switch (outcome) {
      case LogReceipt _ -> {
        accepted += members.size();
        for (int i = 0; i < members.size(); i++) {
          put(members.get(i).index(), members.get(i).email(), id + "." + i, null);
        }
      }
      case LogUnavailable _ -> {
        unavailable = true;
        members.forEach(one -> put(one.index(), one.email(), null, UNAVAILABLE));
      }
    }
  }

  /** A recipient by its place in the request. */
  record Member(int index, String email) {}

  /** The tenant is over a limit of its own; nothing more of the request is taken. */
  synchronized void tooFast(List<Member> members, Duration wait) {
    tooFast = wait;
    members.forEach(one -> untried(one.index(), one.email()));
  }

  /** Nothing more is taken now; this one was not tried. */
  synchronized void untried(int index, String email) {
    put(index, email, null, tooFast == null ? UNAVAILABLE : comeBack(tooFast));
  }

  private static String comeBack(Duration wait) {
    return "Over your limit of messages or recipients; try it again in "
        + TenantRates.inWords(wait)
        + ".";
  }

  /** Whether nothing more is taken now. */
  synchronized boolean stopped() {
    return unavailable || tooFast != null;
  }

  synchronized int accepted() {
    return accepted;
  }

  /** The answer, once everything is final. */
  synchronized Reply reply() {
    if (tooFast != null && accepted == 0) {
      return Reply.problem(429, comeBack(tooFast))
          .with("Retry-After", Long.toString(TenantRates.seconds(tooFast)));
    }
    if (unavailable && accepted == 0) {
      return Reply.problem(503, "Nothing could be stored now; try it again.")
          .retryAfter(Duration.ofSeconds(5));
    }
    var text = new StringBuilder(128 + emails.size() * 80);
    text.append("{\"success_count\":").append(accepted);
    text.append(",\"fail_count\":").append(emails.size() - accepted);
    text.append(",\"failed_recipients\":[");
    each(text, index -> errors.get(index) != null, index -> Json.append(text, email(index)));
    text.append("],\"errors\":[");
    each(
        text,
        index -> errors.get(index) != null,
        index -> Json.append(text, email(index) + ": " + errors.get(index)));
    text.append("],\"message_ids\":[");
    each(
        text,
        index -> ids.get(index) != null,
        index -> {
          text.append("{\"email\":");
          Json.append(text, email(index));
          text.append(",\"id\":\"").append(ids.get(index)).append("\"}");
        });
    return Reply.json(200, text.append("]}").toString());
  }

  private String email(int index) {
    return String.valueOf(emails.get(index));
  }

  private void each(
      StringBuilder text,
      java.util.function.IntPredicate which,
      java.util.function.IntConsumer append) {
    boolean first = true;
    for (int index = 0; index < emails.size(); index++) {
      if (which.test(index)) {
        if (!first) {
          text.append(',');
        }
        first = false;
        append.accept(index);
      }
    }
  }
}
