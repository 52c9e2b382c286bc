package milena.router.shape;

import java.util.List;
import milena.router.gate.Effect;
import milena.router.lever.Lever;
import org.jspecify.annotations.Nullable;

/**
 * What one partition of the shaper holds, by its offset in {@code mail.queue}. It has a timer index
 * (when something happens to it next) and ready queues (site, tenant, campaign, pool, priority,
 * offset); what is outstanding is apart, since it is few and needed at once after a start.
 */
interface HoldStore {

  /**
   * What is ready of one campaign and priority of a tenant at a site, in the order of offsets.
   *
   * @param pool which was asked for, empty for none: what asks for another need not wait behind it
   */
  record ReadyQueue(String site, String tenant, String campaign, String pool, int priority) {}

  /** The submission that waits at an offset; null when none does. */
  @Nullable Held load(long offset);

  /** Puts one that waits, as it stands, into the index that its standing asks for. */
  void putWaiting(Held held);

  /** Takes one that waits out of the indexes, before its standing changes. */
  void removeWaiting(Held held);

  /** Puts one that is outstanding. */
  void putOutstanding(Held held);

  /** Takes one that was outstanding away. */
  void removeOutstanding(Held held);

  /** Offsets of a ready queue after one of them (-1 for its start), at most {@code limit}. */
  List<Long> ready(ReadyQueue queue, long after, int limit);

  /**
   * Ready queues that have something in them, behind one of them in their order (null for their
   * start), at most {@code limit}: read once, after a start.
   */
  List<ReadyQueue> readyQueues(@Nullable ReadyQueue after, int limit);

  /** Everything that is outstanding: read once, after a start. */
  List<Held> outstanding();

  /** Offsets whose time has come, oldest first, at most {@code limit}. */
  List<Long> due(long now, int limit);

  /** What waits behind an offset, by offset, at most {@code limit}. */
  List<Held> waiting(long after, int limit);

  /** What is parked under a lever behind an offset, by offset, at most {@code limit}. */
  List<Held> parked(String lever, long after, int limit);

  /** The levers in force. */
  List<Lever> levers();

  /** Puts a lever as it stands now. */
  void putLever(Lever lever);

  /** Takes a lever away that is over. */
  void removeLever(String id);

  /** What reactions did that is in force, or over and not taken away yet: read after a start. */
  List<Effect> effects();

  /** Puts what a reaction did, as it stands now. */
  void putEffect(Effect effect);

  /** Takes what a reaction did away, if it is there. */
  void removeEffect(String id);

  /** When the timer index has something next; {@link Long#MAX_VALUE} for never. */
  long nextDue();
}
