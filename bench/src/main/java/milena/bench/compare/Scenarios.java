package milena.bench.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import milena.bench.result.Kind;
import milena.bench.result.Scenario;
import milena.bench.result.Side;
import milena.bench.result.Tools;

/** Everything that can be compared, as data. */
public final class Scenarios {
  /** The names of groups: those that the performance page is about, a short one, and growth. */
  public static final List<String> GROUPS = List.of("all", "quick", "growth");

  private static final int KIB = 1024;
  private static final int SMALL = 4 * KIB;
  private static final int MANY = 20_000;
  private static final int CONNECTIONS = 20;
  private static final int DOMAINS = 200;
  private static final int INGEST_CONNECTIONS = 200;

  private Scenarios() {}

  /** Returns what the performance page is about. */
  static List<Scenario> all() {
    return List.of(
        Scenario.flow("small", MANY, SMALL, CONNECTIONS).thenHalf(),
        Scenario.flow("domains", MANY, SMALL, CONNECTIONS).withDomains(DOMAINS),
        Scenario.flow("medium", 2_000, 100 * KIB, CONNECTIONS),
        Scenario.flow("large", 500, KIB * KIB, CONNECTIONS),
        Scenario.flow("signed", MANY, SMALL, CONNECTIONS).signing().only(Side.MILENA),
        Scenario.flow("secured", MANY, SMALL, CONNECTIONS).loggedIn().only(Side.MILENA),
        Scenario.flow("foreign-tools", MANY, SMALL, CONNECTIONS).with(Tools.POSTFIX),
        Scenario.flow("backlog", MANY, SMALL, CONNECTIONS).as(Kind.BACKLOG),
        Scenario.flow("ingest", 2 * MANY, SMALL, INGEST_CONNECTIONS)
            .as(Kind.INGEST)
            .only(Side.MILENA));
  }

  /** Returns one that is done within a minute and proves that the harness works. */
  static List<Scenario> quick() {
    return List.of(Scenario.flow("tiny", 300, SMALL, CONNECTIONS).thenHalf());
  }

  /** Returns the same flow with more messages, connections and domains, through Milena alone. */
  static List<Scenario> growth() {
    var all = new ArrayList<Scenario>();
    for (int times : List.of(1, 4, 16)) {
      all.add(Scenario.flow("messages-" + times * MANY, times * MANY, SMALL, CONNECTIONS));
    }
    for (int connections : List.of(1, CONNECTIONS, 200)) {
      all.add(Scenario.flow("connections-" + connections, MANY, SMALL, connections));
    }
    for (int domains : List.of(1, DOMAINS, 20_000)) {
      all.add(Scenario.flow("domains-" + domains, MANY, SMALL, CONNECTIONS).withDomains(domains));
    }
    return all.stream().map(scenario -> scenario.only(Side.MILENA)).toList();
  }

  /**
   * Returns the scenarios of groups or names, in the order in which they are asked for, each once.
   *
   * @throws IllegalArgumentException when there is none of such a name; the message lists all
   */
  public static List<Scenario> named(List<String> names) {
    Map<String, Scenario> chosen = new LinkedHashMap<>();
    names.forEach(name -> group(name).forEach(one -> chosen.putIfAbsent(one.name(), one)));
    return List.copyOf(chosen.values());
  }

  /** Returns a scenario for those of its sides that are wanted, or nothing when there is none. */
  static Stream<Scenario> limited(Scenario scenario, Set<Side> sides) {
    var wanted = scenario.sides().stream().filter(sides::contains).toList();
    return switch (wanted.size()) {
      case 0 -> Stream.empty();
      case 1 -> Stream.of(scenario.only(wanted.getFirst()));
      default -> Stream.of(scenario);
    };
  }

  private static List<Scenario> group(String name) {
    return switch (name) {
      case "all" -> all();
      case "quick" -> quick();
      case "growth" -> growth();
      default -> List.of(single(name));
    };
  }

  private static Scenario single(String name) {
    var every = Stream.of(all(), quick(), growth()).flatMap(List::stream).toList();
    return every.stream()
        .filter(scenario -> scenario.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no scenario is named '"
                        + name
                        + "'; there are "
                        + String.join(", ", GROUPS)
                        + " and, one by one, "
                        + String.join(", ", every.stream().map(Scenario::name).toList())));
  }
}
