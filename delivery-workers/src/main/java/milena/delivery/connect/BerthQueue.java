package milena.delivery.connect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the connections of a berth: tenants and their priorities take turns, a transaction
 * each. The shaper says how much of whom comes here; what is here must not wait behind all that
 * somebody else was allowed, which can be a window full.
 *
 * <p>Turns are numbered. Who comes takes part in the turn that is under way, unless he has had his
 * in it: so one who sends a little goes before those who always have something, and many of them do
 * not shut those out.
 */
final class BerthQueue {

  /** As many more flows are remembered as wait. */
  private static final int REMEMBERED = 16;

  private static final Comparator<Flow> IN_TURN =
      Comparator.<Flow>comparingLong(flow -> flow.turn).thenComparingLong(flow -> flow.order);

  private record Whose(String tenant, int priority) {
    static Whose of(Consignment consignment) {
      return new Whose(consignment.tenant(), consignment.priority());
    }
  }

  /** What waits of one tenant and priority. */
  private static final class Flow {
    final FlowQueue queue = new FlowQueue();

    /** In which turn it is next, and at which place there. Not changed while it is in order. */
    long turn;

    long order;
  }

  /** Those in which something waits, and those that have had a turn that is not over. */
  private final Map<Whose, Flow> flows = new HashMap<>();

  private final PriorityQueue<Flow> waiting = new PriorityQueue<>(1, IN_TURN);

  /** The turn that is under way. */
  private long turn;

  private long ordered;
  private long orderedFirst;

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int size() {
    return waiting.stream().mapToInt(flow -> flow.queue.size()).sum();
  }

  /** How many transactions these are at least, with so many recipients in each at most. */
  int transactions(int most) {
    int messages = 0;
    int size = 0;
    for (var flow : waiting) {
      messages += flow.queue.messages();
      size += flow.queue.size();
    }
    return Math.max(messages, Math.ceilDiv(size, most));
  }

  /** The one that is next; null when there is none. */
  @Nullable Consignment peek() {
    var flow = waiting.peek();
    return flow == null ? null : flow.queue.peek();
  }

  /** Since when the one waits that came first; {@code now} when there is none. */
  long waitingSince(long now) {
    long longest = 0;
    for (var flow : waiting) {
      longest = Math.max(longest, now - flow.queue.waitingSince(now));
    }
    return now - longest;
  }

  void add(Consignment consignment, long now) {
    var flow = flow(consignment);
    boolean slept = flow.queue.isEmpty();
    flow.queue.add(consignment, now);
    if (slept) {
      flow.turn = Math.max(flow.turn, turn);
      flow.order = ++ordered;
      waiting.add(flow);
    }
  }

  private Flow flow(Consignment consignment) {
    return flows.computeIfAbsent(Whose.of(consignment), _ -> new Flow());
  }

  /** Puts these before all others, the first of them first. */
  void addFirst(List<Consignment> consignments, long now) {
    for (var consignment : consignments.reversed()) {
      var flow = flow(consignment);
      if (!flow.queue.isEmpty()) {
        waiting.remove(flow);
      }
      flow.queue.addFirst(List.of(consignment), now);
      // Nothing that waits has an earlier one.
      flow.turn = turn;
      flow.order = --orderedFirst;
      waiting.add(flow);
    }
  }

  /**
   * Takes the next, and others of its message with it; then it is the next tenant's turn.
   *
   * @param most how many at most, at least 1
   * @param oneDomain only those for the domain of the first
   * @return in their order; empty when none waits
   */
  List<Consignment> poll(int most, boolean oneDomain) {
    var flow = waiting.poll();
    if (flow == null) {
      return List.of();
    }
    var taken = flow.queue.poll(most, oneDomain);
    turn = Math.max(turn, flow.turn);
    flow.turn = turn + 1;
    flow.order = ++ordered;
    if (!flow.queue.isEmpty()) {
      waiting.add(flow);
    } else if (flows.size() > waiting.size() + REMEMBERED) {
      forget();
    }
    return taken;
  }

  /** Takes those that match from the fronts, up to the first of each tenant that does not. */
  List<Consignment> pollWhile(Predicate<Consignment> which) {
    var taken = new ArrayList<Consignment>();
    for (var flow : waiting) {
      var queue = flow.queue;
      for (var next = queue.peek(); next != null && which.test(next); next = queue.peek()) {
        queue.poll();
        taken.add(next);
      }
    }
    forgetEmpty();
    return taken;
  }

  /** Takes all, each with since when it waits. */
  void empty(ObjLongConsumer<Consignment> to) {
    var all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(flow -> flow.queue.empty(to));
    forget();
  }

  /** Takes all. */
  List<Consignment> clear() {
    var all = new ArrayList<Consignment>();
    waiting.forEach(flow -> all.addAll(flow.queue.clear()));
    forgetEmpty();
    return all;
  }

  /** Forgets those that match; returns how many. */
  int removeIf(Predicate<Consignment> which) {
    int removed = 0;
    for (var flow : waiting) {
      removed += flow.queue.removeIf(which);
    }
    forgetEmpty();
    return removed;
  }

  private void forgetEmpty() {
    waiting.removeIf(flow -> flow.queue.isEmpty());
    forget();
  }

  /** Who has nothing, and had no turn that is to come, is as one who was never here. */
  private void forget() {
    flows.values().removeIf(flow -> flow.queue.isEmpty() && flow.turn <= turn);
  }
}
