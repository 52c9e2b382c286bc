package milena.router.shape;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import milena.router.shape.HoldStore.ReadyQueue;
import org.jspecify.annotations.Nullable;

/** An active site shard: its window, its rate, and its tenants taking turns. */
final class Site {
  final String name;
  final Window window;
  final @Nullable TokenBucket rate;

  /** Whether it stands in the line of sites that may be able to release. */
  boolean inLine;

  /** Why nothing leaves now. */
  WaitReason waits = WaitReason.READY;

  private final HoldStore store;
  private final Map<String, ReadyHead> heads = new HashMap<>();

  /** Tenants with something ready, in the order of their turns: one message each. */
  private final ArrayDeque<String> turns = new ArrayDeque<>();

  Site(String name, Window window, @Nullable TokenBucket rate, HoldStore store) {
    this.name = name;
    this.window = window;
    this.rate = rate;
    this.store = store;
  }

  /** Adds one that is ready; answers whether memory has it, or else the store must. */
  boolean add(Held held) {
    return head(held.tenant, false).add(held);
  }

  /** Notes that the store has something ready for a tenant. */
  void hasStored(String tenant) {
    head(tenant, true);
  }

  boolean hasReady() {
    return !turns.isEmpty();
  }

  /** Takes the next one out: of the tenant whose turn it is, the first in its queue. */
  @Nullable Held take() {
    while (true) {
      var tenant = turns.poll();
      if (tenant == null) {
        return null;
      }
      var head = heads.get(tenant);
      var held = head == null ? null : head.take();
      if (head != null && head.isEmpty()) {
        heads.remove(tenant);
      } else if (head != null) {
        turns.add(tenant);
      }
      if (held != null) {
        return held;
      }
    }
  }

  /** What was taken last did not go. */
  void tookNothing() {
    if (rate != null) {
      rate.giveBack();
    }
  }

  /** Takes out one that ended while it was ready. */
  void remove(Held held) {
    var head = heads.get(held.tenant);
    if (head != null) {
      head.remove(held);
    }
  }

  private ReadyHead head(String tenant, boolean stored) {
    var head = heads.get(tenant);
    if (head == null) {
      head = new ReadyHead(new ReadyQueue(name, tenant), store, stored);
      heads.put(tenant, head);
      turns.add(tenant);
    }
    return head;
  }
}
