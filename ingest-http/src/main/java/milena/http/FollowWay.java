package milena.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import milena.http.answer.Reply;
import milena.http.follow.Lookups;
import milena.http.listen.Head;
import milena.http.request.Payload;
import milena.tenants.book.Tenant;

/** The way of a question: what became of a message. */
final class FollowWay {

  static final String MESSAGE = "/api/messages/{id}";
  static final String EVENTS = "/api/messages/{id}/events";

  private static final int ID = 3;
  private static final Set<String> KNOWN = Set.of("after", "limit");

  private final Lookups lookups;

  FollowWay(Lookups lookups) {
    this.lookups = lookups;
  }

  long mostBytes() {
    return lookups.mostBytes();
  }

  Reply message(Head head, Tenant tenant, Payload nothing) {
    return head.query().isEmpty()
        ? lookups.message(id(head), tenant.name())
        : Reply.problem(400, "There are no parameters here.");
  }

  Reply events(Head head, Tenant tenant, Payload nothing) {
    var given = new HashMap<String, String>();
    for (var part : head.query().isEmpty() ? new String[0] : head.query().split("&", -1)) {
      int equals = part.indexOf('=');
      var name = equals < 0 ? part : part.substring(0, equals);
      var value = equals < 0 ? "" : part.substring(equals + 1);
      if (!KNOWN.contains(name) || given.put(name, value) != null) {
        return Reply.problem(400, "The parameters here are after and limit, each at most once.");
      }
    }
    return lookups.events(
        id(head), tenant.name(), parameter(given, "after"), parameter(given, "limit"));
  }

  private static Optional<String> parameter(Map<String, String> given, String name) {
    return Optional.ofNullable(given.get(name));
  }

  private static String id(Head head) {
    return head.path().split("/", -1)[ID];
  }
}
