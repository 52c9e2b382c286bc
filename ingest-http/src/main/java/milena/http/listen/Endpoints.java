package milena.http.listen;

import java.util.List;
import java.util.stream.Collectors;
import milena.http.answer.Reply;

/**
 * Everything that may be asked for.
 *
 * @param all the table
 */
public record Endpoints(List<Endpoint> all) {

  /** Copies. */
  public Endpoints {
    all = List.copyOf(all);
  }

  /** Who answers a request, or the answer that nobody does. */
  sealed interface Lookup {}

  /** Somebody does. */
  record Found(Endpoint.Action action) implements Lookup {}

  /** Nobody does. */
  record Refused(Reply reply) implements Lookup {}

  Lookup find(Head head) {
    var here = all.stream().filter(one -> one.matches(head.path())).toList();
    if (here.isEmpty()) {
      return new Refused(Reply.problem(404, "There is nothing here; see /api."));
    }
    var found = here.stream().filter(one -> one.method().equals(head.method())).findFirst();
    if (found.isEmpty()) {
      var allowed = here.stream().map(Endpoint::method).collect(Collectors.joining(", "));
      return new Refused(Reply.problem(405, "Only " + allowed + " here.").with("Allow", allowed));
    }
    var action = found.get().action();
    if (action instanceof Endpoint.Page) {
      return new Found(action);
    }
    boolean takesJson = head.method().equals("POST");
    if (takesJson && !head.contentType().equals("application/json")) {
      return new Refused(Reply.problem(415, "The body must be application/json."));
    }
    if (!takesJson && head.length() != 0) {
      return new Refused(Reply.problem(400, "There is nothing to be said in a body here."));
    }
    return new Found(action);
  }
}
