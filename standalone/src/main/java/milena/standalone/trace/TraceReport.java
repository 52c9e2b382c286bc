package milena.standalone.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import milena.schemas.MailEvent;

/** A trace in lines for people. What remote servers said cannot steer the terminal. */
public record TraceReport(Trace trace) {

  /** A line for each event, one for where each submission is, and one for what is not shown. */
  public String toText() {
    if (!trace.found()) {
      return "nothing is known of " + printable(trace.sought().text()) + "\n";
    }
    var text = new StringBuilder();
    trace.events().forEach(event -> text.append(line(event)).append('\n'));
    trace.standings().forEach(standing -> text.append(line(standing)).append('\n'));
    return text.append(leftOut()).toString();
  }

  /** Comes last, where somebody looks after thousands of lines. */
  private String leftOut() {
    var events = String.format(Locale.ROOT, "%,d older events are left out", trace.leftOut());
    if (trace.cut()) {
      return String.format(
          Locale.ROOT,
          "(only the newest %,d submissions are shown, %s; --most N shows more, an id shows one)%n",
          trace.standings().size(),
          events);
    }
    return trace.leftOut() > 0 ? "(" + events + ")\n" : "";
  }

  private static String line(MailEvent event) {
    return printable(
        String.format(
                Locale.ROOT,
                "%-24s  %-10s  %s  %s  %s",
                time(event.getTime().toEpochMilli()),
                event.getType(),
                event.getSubmissionId(),
                event.getRecipient(),
                String.join(", ", details(event)))
            .stripTrailing());
  }

  private static List<String> details(MailEvent event) {
    var details = new ArrayList<String>();
    if (event.getType().equals("accepted")) {
      details.add(
          String.format(
              Locale.ROOT,
              "%s from %s, sender <%s>, %,d bytes",
              event.getProtocol(),
              event.getPeer(),
              event.getSender(),
              event.getSize()));
    }
    if (event.getAttempt() > 0) {
      details.add("attempt " + event.getAttempt() + server(event));
    }
    if (!reply(event).isEmpty()) {
      details.add(reply(event));
    }
    if (!event.getReason().isEmpty() && !event.getReason().equals(event.getType())) {
      details.add("reason " + event.getReason());
    }
    if (event.getNextAttemptAt().toEpochMilli() > 0) {
      details.add("next at " + time(event.getNextAttemptAt().toEpochMilli()));
    }
    return details;
  }

  private static String server(MailEvent event) {
    if (event.getRemoteHost().isEmpty() && event.getRemoteAddress().isEmpty()) {
      return event.getSite().isEmpty() ? "" : " at " + event.getSite();
    }
    return " to "
        + (event.getRemoteHost() + " [" + event.getRemoteAddress() + "]").strip()
        + (event.getTlsProtocol().isEmpty() ? "" : " over " + event.getTlsProtocol());
  }

  private static String reply(MailEvent event) {
    return (event.getCode() > 0 ? event.getCode() + " " : "")
        + (event.getEnhanced().isEmpty() ? "" : event.getEnhanced() + " ")
        + event.getText();
  }

  private static String line(Standing standing) {
    var now =
        switch (standing) {
          case Standing.Ended ended -> "ended as " + ended.ending();
          case Standing.Unread unread -> "waits for the " + unread.stage();
          case Standing.Aside aside ->
              "parked: "
                  + aside.reason()
                  + (aside.until() > 0 ? ", goes on at " + time(aside.until()) : "");
          case Standing.Held held -> held(held);
          case Standing.Nowhere _ -> "neither ended nor found waiting";
        };
    return printable("now: " + standing.submissionId() + "  " + standing.recipient() + "  " + now);
  }

  private static String held(Standing.Held held) {
    var last = (held.lastCode() > 0 ? held.lastCode() + " " : "") + held.lastText();
    return held.state()
        + (held.reason().equals(held.state()) ? "" : ", reason " + held.reason())
        + (held.isReady() ? ", expires at " : ", due at ")
        + time(held.dueAt())
        + ", attempts so far "
        + held.attempt()
        + (last.isBlank() ? "" : ", last reply " + last.strip());
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  private static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** The trace as one JSON object; of an event, every field that says something. */
  public String toJson() {
    return TraceJson.of(trace);
  }
}
