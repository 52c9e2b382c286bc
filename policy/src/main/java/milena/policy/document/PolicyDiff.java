package milena.policy.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import milena.policy.Policy;
import milena.policy.document.Difference.Change;
import milena.policy.document.Difference.Value;
import milena.policy.document.Outline.Item;

/**
 * In what two policies differ. A rule is the same rule as long as it is for the same traffic,
 * wherever it stands; what a policy says is compared, not how it is written.
 */
public final class PolicyDiff {

  /** What tells one thing from others; of those that it does not tell apart, which in turn. */
  private record Identity(String section, String about, int turn) {}

  private PolicyDiff() {}

  /** Returns the differences, in the order of the sections; empty when both say the same. */
  public static List<Difference> between(Policy before, Policy after) {
    var old = identified(before);
    var now = identified(after);
    var all = new LinkedHashSet<Identity>(now.keySet());
    all.addAll(old.keySet());
    var differences = new ArrayList<Difference>();
    for (var section : Sections.top()) {
      var moved = new Order(section.name(), old, now);
      all.stream()
          .filter(identity -> identity.section().equals(section.name()))
          .forEach(
              identity ->
                  compare(
                          Optional.ofNullable(old.get(identity)),
                          Optional.ofNullable(now.get(identity)),
                          moved.isMoved(identity))
                      .ifPresent(differences::add));
    }
    return differences;
  }

  private static Map<Identity, Item> identified(Policy policy) {
    var turns = new HashMap<Identity, Integer>();
    var items = new LinkedHashMap<Identity, Item>();
    for (var item : Outline.of(policy)) {
      var first = new Identity(item.section(), item.about(), 0);
      int turn = turns.merge(first, 1, Integer::sum);
      items.put(new Identity(item.section(), item.about(), turn), item);
    }
    return items;
  }

  private static Optional<Difference> compare(
      Optional<Item> before, Optional<Item> after, boolean moved) {
    var values = values(said(before), said(after));
    Change change;
    if (before.isEmpty()) {
      change = Change.ADDED;
    } else if (after.isEmpty()) {
      change = Change.REMOVED;
    } else if (!values.isEmpty()) {
      change = Change.CHANGED;
    } else if (moved) {
      change = Change.MOVED;
    } else {
      return Optional.empty();
    }
    var item = after.or(() -> before).orElseThrow();
    return Optional.of(
        new Difference(
            change,
            item.section(),
            item.about(),
            before.map(Item::place),
            after.map(Item::place),
            values));
  }

  private static Map<String, String> said(Optional<Item> item) {
    return item.map(Item::values).orElse(Map.of());
  }

  private static List<Value> values(Map<String, String> before, Map<String, String> after) {
    var keys = new LinkedHashSet<>(after.keySet());
    keys.addAll(before.keySet());
    return keys.stream()
        .map(key -> new Value(key, before.getOrDefault(key, ""), after.getOrDefault(key, "")))
        .filter(value -> !value.before().equals(value.after()))
        .toList();
  }

  /** What is asked in another order than before, where order matters. */
  private static final class Order {
    private final Map<Identity, Integer> before = new HashMap<>();
    private final Map<Identity, Integer> after = new HashMap<>();

    Order(String section, Map<Identity, Item> old, Map<Identity, Item> now) {
      if (Outline.ORDERED.contains(section)) {
        rank(section, old, now, before);
        rank(section, now, old, after);
      }
    }

    private static void rank(
        String section,
        Map<Identity, Item> ranked,
        Map<Identity, Item> other,
        Map<Identity, Integer> ranks) {
      ranked.keySet().stream()
          .filter(identity -> identity.section().equals(section) && other.containsKey(identity))
          .forEach(identity -> ranks.put(identity, ranks.size()));
    }

    boolean isMoved(Identity identity) {
      var was = before.get(identity);
      return was != null && !was.equals(after.get(identity));
    }
  }
}
