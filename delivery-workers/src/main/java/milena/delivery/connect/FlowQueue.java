package milena.delivery.connect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Consignments of one tenant and priority in the order in which they came, and those of one message
 * linked besides, so that the first takes others of its message along from wherever they stand: in
 * as many steps as are taken, however long the queue is. All the others keep their order.
 *
 * <p>Each stands in two lists: the queue, and the recipients of its message in the order of the
 * queue. So the first of the queue is the first of its message.
 */
final class FlowQueue {

  /** Of the message's recipients that may not come along so many are passed over for each taken. */
  private static final int PATIENCE = 4;

  private final Map<MessagePlace, Message> messages = new HashMap<>();
  private @Nullable Waiting first;
  private @Nullable Waiting last;
  private int size;

  /** A consignment, between its neighbours in the queue and before the next of its message. */
  private static final class Waiting {
    private final Consignment consignment;
    private final Message message;
    private final long since;
    private @Nullable Waiting before;
    private @Nullable Waiting after;
    private @Nullable Waiting sibling;

    Waiting(Consignment consignment, Message message, long since) {
      this.consignment = consignment;
      this.message = message;
      this.since = since;
    }
  }

  /** The first and the last that wait of one message. */
  private static final class Message {
    private final MessagePlace place;
    private @Nullable Waiting first;
    private @Nullable Waiting last;

    Message(MessagePlace place) {
      this.place = place;
    }
  }

  boolean isEmpty() {
    return first == null;
  }

  int size() {
    return size;
  }

  /** How many messages these are of. */
  int messages() {
    return messages.size();
  }

  /** The one that is next; null when there is none. */
  @Nullable Consignment peek() {
    return first == null ? null : first.consignment;
  }

  /** Since when the next waits; {@code now} when there is none. */
  long waitingSince(long now) {
    return first == null ? now : first.since;
  }

  void add(Consignment consignment, long now) {
    var waiting = waiting(consignment, now);
    var message = waiting.message;
    waiting.before = last;
    if (last == null) {
      first = waiting;
    } else {
      last.after = waiting;
    }
    last = waiting;
    if (message.last == null) {
      message.first = waiting;
    } else {
      message.last.sibling = waiting;
    }
    message.last = waiting;
  }

  /** Puts these before all others, the first of them first. */
  void addFirst(List<Consignment> consignments, long now) {
    consignments.reversed().forEach(consignment -> addFirst(consignment, now));
  }

  private void addFirst(Consignment consignment, long now) {
    var waiting = waiting(consignment, now);
    var message = waiting.message;
    waiting.after = first;
    if (first == null) {
      last = waiting;
    } else {
      first.before = waiting;
    }
    first = waiting;
    waiting.sibling = message.first;
    if (message.first == null) {
      message.last = waiting;
    }
    message.first = waiting;
  }

  private Waiting waiting(Consignment consignment, long now) {
    size++;
    var message = messages.computeIfAbsent(consignment.message(), Message::new);
    return new Waiting(consignment, message, now);
  }

  /** Takes the next alone; null when there is none. */
  @Nullable Consignment poll() {
    var next = first;
    if (next == null) {
      return null;
    }
    take(next, null);
    return next.consignment;
  }

  /**
   * Takes the next, and others of its message with it.
   *
   * @param most how many at most, at least 1
   * @param oneDomain only those for the domain of the first
   * @return in their order; empty when none waits
   */
  List<Consignment> poll(int most, boolean oneDomain) {
    var next = first;
    if (next == null) {
      return List.of();
    }
    if (most == 1 || next.sibling == null) {
      take(next, null);
      return List.of(next.consignment);
    }
    var taken = new ArrayList<Consignment>();
    var domain = next.consignment.domain();
    var patience = PATIENCE * most;
    Waiting passed = null;
    for (var each = next; each != null && taken.size() < most && patience > 0; patience--) {
      var sibling = each.sibling;
      if (oneDomain && !each.consignment.domain().equals(domain)) {
        passed = each;
      } else {
        take(each, passed);
        taken.add(each.consignment);
      }
      each = sibling;
    }
    return taken;
  }

  /**
   * Takes one out of both lists.
   *
   * @param passed the one before it of its message; null when it is the first
   */
  private void take(Waiting waiting, @Nullable Waiting passed) {
    size--;
    var before = waiting.before;
    var after = waiting.after;
    if (before == null) {
      first = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before = before;
    }
    var message = waiting.message;
    if (passed == null) {
      message.first = waiting.sibling;
    } else {
      passed.sibling = waiting.sibling;
    }
    if (message.last == waiting) {
      message.last = passed;
    }
    if (message.first == null) {
      messages.remove(message.place);
    }
  }

  /** Takes all, in their order, each with since when it waits. */
  void empty(ObjLongConsumer<Consignment> to) {
    var each = first;
    clear();
    for (; each != null; each = each.after) {
      to.accept(each.consignment, each.since);
    }
  }

  /** Takes all, in their order. */
  List<Consignment> clear() {
    var all = new ArrayList<Consignment>(size);
    for (var each = first; each != null; each = each.after) {
      all.add(each.consignment);
    }
    first = null;
    last = null;
    size = 0;
    messages.clear();
    return all;
  }

  /** Forgets those that match; returns how many. */
  int removeIf(Predicate<Consignment> which) {
    var before = size;
    var waiting = first;
    var all = clear();
    for (var consignment : all) {
      var since = waiting == null ? 0 : waiting.since;
      waiting = waiting == null ? null : waiting.after;
      if (!which.test(consignment)) {
        add(consignment, since);
      }
    }
    return before - size;
  }
}
