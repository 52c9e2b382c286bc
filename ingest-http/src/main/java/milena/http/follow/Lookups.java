package milena.http.follow;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import milena.http.answer.Json;
import milena.http.answer.Reply;
import milena.http.follow.EventSource.From;
import milena.http.follow.EventSource.OutOfTime;
import milena.http.follow.EventSource.Place;
import milena.http.follow.EventSource.Read;
import milena.http.follow.EventSource.Start;
import milena.http.follow.EventSource.Unavailable;
import milena.http.follow.EventSource.Wanted;

/** Answers what became of a message, to the tenant that it is of. */
public final class Lookups {

  /** Most events on a page. */
  public static final int MOST_EVENTS = 1_000;

  private static final int USUAL_EVENTS = 100;
  private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");
  private static final Duration SOON = Duration.ofSeconds(1);

  private final EventSource events;
  private final FollowLimits limits;
  private final Turns turns;

  /** Reads from there. */
  public Lookups(EventSource events, FollowLimits limits) {
    this.events = events;
    this.limits = limits;
    this.turns = new Turns(limits);
  }

  /**
   * About the most bytes that an answer has: of what is kept, one more thing after the limit, which
   * may be as large as an event, as JSON.
   */
  public long mostBytes() {
    return limits.bytes() + (256L << 10);
  }

  /**
   * Where each recipient of a message stands.
   *
   * @param id of a message or a submission
   */
  public Reply message(String id, String tenant) {
    return Sought.parse(id)
        .map(sought -> inTurn(tenant, () -> standing(sought, tenant)))
        .orElseGet(Lookups::unknown);
  }

  /**
   * The events of a message in order.
   *
   * @param id of a message or a submission
   * @param after what the page before told as {@code next}
   * @param limit how many at most
   */
  public Reply events(String id, String tenant, Optional<String> after, Optional<String> limit) {
    var sought = Sought.parse(id);
    if (sought.isEmpty()) {
      return unknown();
    }
    var place = after.map(Lookups::position).orElse(OptionalLong.empty());
    if (after.isPresent() && place.isEmpty()) {
      return Reply.problem(400, "after is what an answer before had as next.");
    }
    var most = limit.map(Lookups::count).orElse(OptionalInt.of(USUAL_EVENTS));
    if (most.isEmpty()) {
      return Reply.problem(400, "limit is a number from 1 to " + MOST_EVENTS + ".");
    }
    From from = place.isPresent() ? new Place(place.getAsLong()) : new Start();
    var page = new EventPage(sought.get(), limits, most.getAsInt());
    return inTurn(tenant, () -> page(page, new Asked(sought.get(), tenant, from)));
  }

  private record Asked(Sought sought, String tenant, From from) {}

  private static OptionalLong position(String text) {
    return POSITION.matcher(text).matches()
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  private static OptionalInt count(String text) {
    if (!POSITION.matcher(text).matches()) {
      return OptionalInt.empty();
    }
    long count = Long.parseLong(text);
    return count >= 1 && count <= MOST_EVENTS ? OptionalInt.of((int) count) : OptionalInt.empty();
  }

  /** Makes an answer while it has a turn. */
  @FunctionalInterface
  private interface Answering {
    Reply reply();
  }

  private Reply inTurn(String tenant, Answering answering) {
    return switch (turns.take(tenant)) {
      case TOO_MANY_OF_TENANT ->
          Reply.problem(429, "Too many lookups of this tenant at a time.").retryAfter(SOON);
      case TOO_MANY -> Reply.problem(503, "Too many lookups at a time.").retryAfter(SOON);
      case TAKEN -> {
        try {
          yield answering.reply();
        } finally {
          turns.giveBack(tenant);
        }
      }
    };
  }

  private Reply standing(Sought sought, String tenant) {
    var course = new Course(sought, limits);
    var wanted = new Wanted(sought, tenant, placed -> course.take(placed.event()));
    return switch (events.read(wanted, new Start(), limits.time())) {
      case Read _ when course.isEmpty() -> unknown();
      case Read _ -> Reply.json(200, course.json(true));
      case OutOfTime _ -> outOfTime(course.isEmpty() ? "" : course.json(false));
      case Unavailable _ -> unavailable();
    };
  }

  private Reply page(EventPage page, Asked asked) {
    var wanted = new Wanted(asked.sought(), asked.tenant(), page::take);
    return switch (events.read(wanted, asked.from(), limits.time())) {
      case Read _ when page.isEmpty() && asked.from() instanceof Start -> unknown();
      case Read(var next) -> Reply.json(200, page.json(next, false));
      case OutOfTime(var next) when next >= 0 -> Reply.json(200, page.json(next, true));
      case OutOfTime _ -> outOfTime("");
      case Unavailable _ -> unavailable();
    };
  }

  // The same for what is another's: that there is such a message is nobody's business.
  private static Reply unknown() {
    return Reply.problem(404, "No such message is known, or not yet.");
  }

  private static Reply unavailable() {
    return Reply.problem(503, "The log cannot be read.").retryAfter(Duration.ofSeconds(5));
  }

  private Reply outOfTime(String found) {
    var text =
        new StringBuilder("{\"type\":\"about:blank\",\"title\":\"Gateway Timeout\",\"status\":504,")
            .append("\"detail\":");
    Json.append(
        text,
        "Not everything could be read in "
            + limits.time().toSeconds()
            + " s. Its events can be read page by page.");
    if (!found.isEmpty()) {
      text.append(",\"found\":").append(found);
    }
    return Reply.json(504, text.append('}').toString()).as("application/problem+json");
  }
}
