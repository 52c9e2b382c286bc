package milena.http.operate;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import milena.http.answer.Reply;
import milena.http.listen.Endpoint;
import milena.http.listen.Head;
import milena.http.operate.QueueDesk.Answer;
import milena.http.request.Payload;

/** The way of an operator's request: what waits, and commands about it. */
public final class QueueWay {
  private static final String QUEUE = "/api/queue";
  private static final String COMMANDS = "/api/queue/commands";
  private static final String DETAILS = "details";
  private static final String GATES = "gates";
  private static final Set<String> FIELDS =
      Set.of("tenant", "campaign", "domain", "site", "recipient", "message");
  private static final int MOST_DETAILS = 1_000;

  /** About what a page of details has: several operators may look at a time. */
  private static final long MOST_REPLY = 2L << 20;

  /** Who looks at millions must not keep anybody from stopping them. */
  private static final long NO_ROOM = 0;

  private final QueueDesk desk;

  /** Hands everything to a desk. */
  public QueueWay(QueueDesk desk) {
    this.desk = desk;
  }

  /** What may be asked for. */
  public List<Endpoint> endpoints() {
    return List.of(
        new Endpoint("GET", QUEUE, new Endpoint.Steer(this::count, MOST_REPLY)),
        new Endpoint("GET", COMMANDS, new Endpoint.Steer(this::commands, MOST_REPLY)),
        new Endpoint("POST", COMMANDS, new Endpoint.Steer(this::give, NO_ROOM)));
  }

  private Reply give(Head head, String operator, Payload body)
      throws IOException, InterruptedException {
    Optional<QueueDesk.Order> order;
    try (var text = body.open()) {
      order = OrderReader.read(text, operator);
    }
    return order.isEmpty()
        ? Reply.problem(
            400, "A command is an object with kind, why, and arguments, an object of texts.")
        : reply(desk.give(order.get()), 202);
  }

  private Reply commands(Head head, String operator, Payload nothing) throws InterruptedException {
    return head.query().isEmpty()
        ? reply(desk.commands(), 200)
        : Reply.problem(400, "There are no parameters here.");
  }

  private Reply count(Head head, String operator, Payload nothing) throws InterruptedException {
    var given = new HashMap<String, String>();
    for (var part : head.query().isEmpty() ? new String[0] : head.query().split("&", -1)) {
      int equals = part.indexOf('=');
      var name = equals < 0 ? part : part.substring(0, equals);
      var value = decoded(equals < 0 ? "" : part.substring(equals + 1));
      boolean known = FIELDS.contains(name) || name.equals(DETAILS) || name.equals(GATES);
      if (!known || value.isEmpty() || given.put(name, value.get()) != null) {
        return Reply.problem(
            400,
            "The parameters here are tenant, campaign, domain, site, recipient, message,"
                + " details and gates, each at most once.");
      }
    }
    return count(given);
  }

  private Reply count(Map<String, String> given) throws InterruptedException {
    var details = given.getOrDefault(DETAILS, "0");
    given.remove(DETAILS);
    if (!details.matches("\\d{1,4}") || Integer.parseInt(details) > MOST_DETAILS) {
      return Reply.problem(400, "details is a number up to " + MOST_DETAILS + ".");
    }
    var gates = given.getOrDefault(GATES, "false");
    given.remove(GATES);
    if (!gates.matches("true|false")) {
      return Reply.problem(400, "gates is true or false.");
    }
    return reply(desk.count(given, Integer.parseInt(details), Boolean.parseBoolean(gates)), 200);
  }

  private static Optional<String> decoded(String value) {
    try {
      return Optional.of(URLDecoder.decode(value, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static Reply reply(Answer answer, int done) {
    return switch (answer) {
      case Answer.Done(var json) -> Reply.json(done, json);
      case Answer.Refused(var reason) -> Reply.problem(422, reason);
      case Answer.Away(var reason) -> Reply.problem(503, reason);
    };
  }
}
