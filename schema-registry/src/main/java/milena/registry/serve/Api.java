package milena.registry.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import milena.registry.fold.Ledger;
import milena.registry.fold.Refusal;
import milena.registry.log.LogUnavailable;
import milena.registry.log.SchemaLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table of requests, in the order of Confluent's documentation. */
final class Api {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);

  /** A request with what stands in the places marked by a star. */
  private record Call(Request request, List<String> named) {
    String subject() {
      return named.get(0);
    }

    String version() {
      return named.get(1);
    }
  }

  private record Route(
      String method, List<String> pattern, BiFunction<Ledger, Call, Answer> answer) {}

  private final SchemaLog log;
  private final boolean sole;
  private final Changes changes;
  private final List<Route> routes = new ArrayList<>();

  /**
   * The table over a log.
   *
   * @param sole whether no other process can have written what is not found here
   */
  Api(SchemaLog log, boolean sole, Changes changes) {
    this.log = log;
    this.sole = sole;
    this.changes = changes;
    schemas();
    subjects();
    levels();
  }

  /** Answers a request; nothing is thrown for what a client sent. */
  Answer answer(Request request) {
    var first = answer(log.ledger(), request);
    if (first.status() != 404 || sole) {
      return first;
    }
    try {
      return answer(log.readToEnd(), request);
    } catch (LogUnavailable e) {
      LOG.warn("what is not found here cannot be called absent", e);
      return Answer.refused(Refusal.logFailed(String.valueOf(e.getMessage())));
    }
  }

  private Answer answer(Ledger ledger, Request request) {
    boolean known = false;
    for (var route : routes) {
      var named = match(route.pattern(), request.path());
      if (named.isPresent()) {
        known = true;
        if (route.method().equals(request.method())) {
          return route.answer().apply(ledger, new Call(request, named.get()));
        }
      }
    }
    return known
        ? Answer.refused(new Refusal(405, "HTTP 405 Method Not Allowed"))
        : Answer.refused(new Refusal(404, "HTTP 404 Not Found"));
  }

  private void schemas() {
    get("", (ledger, call) -> Answer.text("{}"));
    get("schemas/types", (ledger, call) -> Answer.text("[\"AVRO\"]"));
    get(
        "schemas/ids/*",
        (ledger, call) -> Reads.schema(ledger, call.subject(), call.request().asks("fetchMaxId")));
    get("schemas/ids/*/schema", (ledger, call) -> Reads.schemaText(ledger, call.subject()));
    get("schemas/ids/*/subjects", (ledger, call) -> Reads.usesOf(ledger, call.subject(), false));
    get("schemas/ids/*/versions", (ledger, call) -> Reads.usesOf(ledger, call.subject(), true));
  }

  private void subjects() {
    get(
        "subjects",
        (ledger, call) ->
            Reads.subjects(ledger, call.request().query().getOrDefault("subjectPrefix", "")));
    get("subjects/*/versions", (ledger, call) -> Reads.versions(ledger, call.subject()));
    get(
        "subjects/*/versions/*",
        (ledger, call) -> Reads.version(ledger, call.subject(), call.version(), false));
    get(
        "subjects/*/versions/*/schema",
        (ledger, call) -> Reads.version(ledger, call.subject(), call.version(), true));
    post(
        "subjects/*/versions",
        (ledger, call) -> changes.register(ledger, call.request(), call.subject()));
    post(
        "subjects/*",
        (ledger, call) -> withSchema(call, body -> Reads.find(ledger, call.subject(), body)));
  }

  private void levels() {
    post(
        "compatibility/subjects/*/versions",
        (ledger, call) -> compatible(ledger, call, Optional.empty()));
    post(
        "compatibility/subjects/*/versions/*",
        (ledger, call) -> compatible(ledger, call, Optional.of(call.version())));
    get("config", (ledger, call) -> Reads.level(ledger, Ledger.ALL_SUBJECTS, true));
    get(
        "config/*",
        (ledger, call) ->
            Reads.level(ledger, call.subject(), call.request().asks("defaultToGlobal")));
    put("config", (ledger, call) -> changes.setLevel(ledger, call.request(), Ledger.ALL_SUBJECTS));
    put("config/*", (ledger, call) -> changes.setLevel(ledger, call.request(), call.subject()));
    get("mode", (ledger, call) -> Answer.text("{\"mode\":\"READWRITE\"}"));
  }

  private static Answer compatible(Ledger ledger, Call call, Optional<String> version) {
    boolean verbose = call.request().asks("verbose");
    return withSchema(
        call, body -> Reads.compatible(ledger, call.subject(), version, body, verbose));
  }

  private static Answer withSchema(Call call, Function<SchemaBody, Answer> answer) {
    return switch (SchemaBody.read(call.request().body())) {
      case SchemaBody.Unusable unusable -> Answer.refused(unusable.why());
      case SchemaBody.Usable(var body) -> answer.apply(body);
    };
  }

  private static Optional<List<String>> match(List<String> pattern, List<String> path) {
    if (pattern.size() != path.size()) {
      return Optional.empty();
    }
    var named = new ArrayList<String>();
    for (int i = 0; i < pattern.size(); i++) {
      if (pattern.get(i).equals("*")) {
        named.add(path.get(i));
      } else if (!pattern.get(i).equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(named);
  }

  private void get(String pattern, BiFunction<Ledger, Call, Answer> answer) {
    route("GET", pattern, answer);
  }

  private void post(String pattern, BiFunction<Ledger, Call, Answer> answer) {
    route("POST", pattern, answer);
  }

  private void put(String pattern, BiFunction<Ledger, Call, Answer> answer) {
    route("PUT", pattern, answer);
  }

  private void route(String method, String pattern, BiFunction<Ledger, Call, Answer> answer) {
    var segments = pattern.isEmpty() ? List.<String>of() : List.of(pattern.split("/"));
    routes.add(new Route(method, segments, answer));
  }
}
