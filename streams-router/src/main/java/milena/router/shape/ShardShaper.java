package milena.router.shape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import milena.router.shape.Held.Standing;
import milena.router.shape.ShaperDecision.Deferred;
import milena.router.shape.ShaperDecision.Ended;
import milena.router.shape.ShaperDecision.Ending;
import milena.router.shape.ShaperDecision.Late;
import milena.router.shape.ShaperDecision.Moved;
import milena.router.shape.ShaperDecision.Released;
import milena.router.shape.ShaperDecision.Suppressed;
import milena.schemas.AttemptResult;
import org.jspecify.annotations.Nullable;

/**
 * The shaper of one partition: {@code (what it holds, what happened, now) → decisions}. It knows
 * neither Kafka nor a clock, so that a simulation can run it in virtual time.
 *
 * <p>A site costs nothing while it cannot release: it stands in the line only when something
 * happened that may let it (an arrival, a result, its own next time). Every dispatch holds a slot
 * of its site's window until its result comes, or until it must be lost: past its validity, the
 * longest attempt and the lease. Then it goes out again under a higher issue number, and a result
 * of the old one no longer counts.
 */
final class ShardShaper implements Sweep.Hands {
  private static final int DUE_AT_ONCE = 2_000;
  private static final int RELEASES_AT_ONCE = 2_000;
  private static final long LONGEST_SLEEP_MS = 1_000;
  private static final long LOOK_AGAIN_MS = 500;

  private final ShaperConfig config;
  private final HoldStore store;
  private final Advice advice;
  private final RandomGenerator random;
  private final Consumer<ShaperDecision> decided;

  private final Restraint restraint;
  private final Sweep sweep;
  private Expiry expiry = Expiry.STRICT;
  private final Map<String, Site> sites = new HashMap<>();
  private final Line line = new Line();

  /** By offset, oldest dispatch first. */
  private final LinkedHashMap<Long, Held> outstanding = new LinkedHashMap<>();

  /** What memory holds and the store does not yet. */
  private final Set<Held> unstored = new LinkedHashSet<>();

  ShardShaper(
      ShaperConfig config,
      HoldStore store,
      Advice advice,
      RandomGenerator random,
      Consumer<ShaperDecision> decided) {
    this.config = config;
    this.store = store;
    this.advice = advice;
    this.random = random;
    this.decided = decided;
    this.restraint = new Restraint(store, decided);
    this.sweep = new Sweep(store, restraint, this, outstanding::values);
  }

  /** Builds memory from the store: what is outstanding, and which queues have something ready. */
  void start(long now) {
    expiry = new Expiry(now);
    var held = new ArrayList<>(store.outstanding());
    held.sort((a, b) -> Long.compare(a.dueAt, b.dueAt));
    for (var each : held) {
      outstanding.put(each.offset, each);
      site(each.site, now).window.dispatched();
    }
    for (var queue : store.readyQueues()) {
      var site = site(queue.site(), now);
      site.hasStored(queue.tenant());
      line.add(site);
    }
    leversChanged();
  }

  /** The store has other levers in force than before. */
  void leversChanged() {
    restraint.reload();
  }

  /** A submission came into the queue; it may go from {@code notBefore} on (0 for at once). */
  @Override
  public void arrived(Held held, long notBefore, long now) {
    if (notBefore > now) {
      var reason = held.attempt == 0 ? WaitReason.SCHEDULED : WaitReason.RETRY;
      wait(held, Math.min(notBefore, held.expiresAt), reason, now);
    } else {
      ready(held, now);
    }
  }

  /** A worker said what became of a dispatch. */
  void attempted(AttemptResult result, long now) {
    var held = outstanding.get(result.getQueueOffset());
    var outcome = Outcome.of(result.getOutcome());
    if (held == null || !held.isAnsweredBy(result)) {
      if (outcome.seenOutside()) {
        decided.accept(new Late(result));
      }
      return;
    }
    if (outcome == Outcome.STILL_TRYING) {
      outstanding.remove(held.offset);
      keepOutstanding(held, now + config.reclaimAfterMs());
      return;
    }
    var site = site(held.site, now);
    site.window.noted(outcome, result.getScope(), now - held.issuedAt);
    noLongerOutstanding(held);
    held.lastReply(result.getCode(), result.getText());
    switch (outcome) {
      case DELIVERED -> decided.accept(new Ended(held, Ending.DELIVERED, result));
      case BOUNCED -> decided.accept(new Ended(held, Ending.BOUNCED, result));
      case DEFERRED -> defer(held, result, now);
      case NOT_TRIED -> again(held, now);
      case STILL_TRYING -> throw new AssertionError("handled above");
    }
    line.add(site);
  }

  private void defer(Held held, AttemptResult result, long now) {
    long next = now + config.retry().delayMs(held.attempt, random);
    // A repeat that would come too late is not made: the submission ends on time instead.
    held.dueAt = Math.min(next, held.expiresAt);
    decided.accept(new Deferred(held, result, held.dueAt));
    wait(held, held.dueAt, WaitReason.RETRY, now);
  }

  /**
   * Does what is due, and releases what may go.
   *
   * @return milliseconds until something can be due next
   */
  long timePassed(long now) {
    for (long offset : store.due(now, DUE_AT_ONCE)) {
      var held = store.load(offset);
      if (held != null && held.standing != Standing.OUTSTANDING) {
        due(held, now);
      }
    }
    reclaimLost(now);
    boolean more = sweep.step(now);
    line.wake(now);
    release(now);
    return more ? 0 : sleep(now);
  }

  @Override
  public void takeOut(Held held, long now) {
    if (held.standing == Standing.READY) {
      site(held.site, now).remove(held);
    }
    store.removeWaiting(held);
    held.stored = false;
  }

  @Override
  public long askAgainAt(Held held, long now) {
    return expiry.next(held, now);
  }

  private void due(Held held, long now) {
    takeOut(held, now);
    if (isOver(held, now)) {
      decided.accept(new Ended(held, Ending.EXPIRED, null));
    } else {
      ready(held, now);
    }
  }

  private void reclaimLost(long now) {
    while (!outstanding.isEmpty()) {
      var oldest = outstanding.firstEntry().getValue();
      if (oldest.dueAt > now) {
        return;
      }
      var site = site(oldest.site, now);
      site.window.returned();
      noLongerOutstanding(oldest);
      again(oldest, now);
    }
  }

  /** There was no attempt, or nobody knows of one. */
  private void again(Held held, long now) {
    held.attempt--;
    held.validUntil = 0;
    ready(held, now);
  }

  private void release(long now) {
    int left = RELEASES_AT_ONCE;
    while (left > 0 && outstanding.size() < config.mostOutstanding()) {
      var site = line.poll();
      if (site == null) {
        return;
      }
      if (releaseOne(site, now)) {
        left--;
        line.add(site);
      }
    }
  }

  /** Whether the site let something go and may have more. */
  private boolean releaseOne(Site site, long now) {
    site.waits = mayRelease(site, now);
    if (site.waits != WaitReason.READY) {
      return false;
    }
    var held = site.take();
    if (held == null) {
      forget(site);
      return false;
    }
    if (held.stored) {
      store.removeWaiting(held);
    }
    unstored.remove(held);
    held.stored = false;
    if (!isOver(held, now) && restraint.holdsBack(held, askAgainAt(held, now), now)) {
      site.tookNothing();
    } else {
      leave(held, site, now);
    }
    return true;
  }

  private void leave(Held held, Site site, long now) {
    var suppression = held.waited ? advice.suppression(held.recipientHash, held.tenant) : null;
    var elsewhere = held.waited ? movedTo(held) : null;
    if (isOver(held, now)) {
      decided.accept(new Ended(held, Ending.EXPIRED, null));
    } else if (suppression != null) {
      decided.accept(new Suppressed(held, suppression));
    } else if (elsewhere != null) {
      decided.accept(new Moved(held, elsewhere));
    } else if (held.waited && held.hasStandIn() && advice.findingOut(held.domain)) {
      wait(held, expiry.orEarlier(held, now + LOOK_AGAIN_MS, now), WaitReason.SITE, now);
    } else {
      dispatch(held, site, now);
    }
  }

  private boolean isOver(Held held, long now) {
    boolean mayGo = held.standing != Standing.PARKED && !advice.closed(held.site);
    return expiry.isOver(held, now, mayGo);
  }

  private @Nullable String movedTo(Held held) {
    var site = advice.known(held.domain);
    return site == null || site.equals(held.site) ? null : site;
  }

  private WaitReason mayRelease(Site site, long now) {
    if (!site.hasReady()) {
      return WaitReason.READY;
    }
    if (advice.closed(site.name)) {
      return WaitReason.MX_NOT_ALLOWED;
    }
    if (!site.window.open()) {
      return WaitReason.WINDOW;
    }
    if (site.rate != null && !site.rate.take(now)) {
      line.addAt(site.rate.nextAt(now), site);
      return WaitReason.RATE;
    }
    return WaitReason.READY;
  }

  private void dispatch(Held held, Site site, long now) {
    held.standing = Standing.OUTSTANDING;
    held.waited = true;
    held.reason = WaitReason.OUTSTANDING;
    held.attempt++;
    held.issue++;
    held.issuedAt = now;
    held.validUntil = expiry.orEarlier(held, now + config.validity().toMillis(), now);
    held.endsBy = expiry.endsBy(held, config.longestAttempt().toMillis());
    site.window.dispatched();
    keepOutstanding(held, now + config.reclaimAfterMs());
    decided.accept(new Released(held));
  }

  private void keepOutstanding(Held held, long reclaimAt) {
    held.dueAt = reclaimAt;
    outstanding.put(held.offset, held);
    store.putOutstanding(held);
  }

  private void noLongerOutstanding(Held held) {
    outstanding.remove(held.offset);
    store.removeOutstanding(held);
    held.stored = false;
  }

  private void ready(Held held, long now) {
    if (isOver(held, now)) {
      decided.accept(new Ended(held, Ending.EXPIRED, null));
      return;
    }
    if (restraint.holdsBack(held, askAgainAt(held, now), now)) {
      return;
    }
    var site = site(held.site, now);
    held.standing = Standing.READY;
    held.dueAt = askAgainAt(held, now);
    held.reason = advice.closed(site.name) ? WaitReason.MX_NOT_ALLOWED : site.waits;
    if (site.add(held)) {
      unstored.add(held);
    } else {
      keepWaiting(held);
    }
    line.add(site);
  }

  private void wait(Held held, long until, WaitReason reason, long now) {
    if (restraint.cancels(held, until, askAgainAt(held, now), now)) {
      return;
    }
    held.standing = Standing.DEFERRED;
    held.reason = reason;
    held.dueAt = until;
    keepWaiting(held);
  }

  private void keepWaiting(Held held) {
    store.putWaiting(held);
    held.stored = true;
    held.waited = true;
  }

  /** Writes to the store what only memory has: called before each commit. */
  @Override
  public void beforeCommit() {
    for (var held : unstored) {
      held.reason = siteReason(held);
      keepWaiting(held);
    }
    unstored.clear();
  }

  private WaitReason siteReason(Held held) {
    var site = sites.get(held.site);
    return site == null ? held.reason : site.waits;
  }

  private Site site(String name, long now) {
    return sites.computeIfAbsent(
        name,
        key ->
            new Site(
                key,
                new Window(config.window()),
                TokenBucket.of(config.messageRate(), now),
                store));
  }

  /** Sites that have nothing left cost no memory; one with a rate keeps its bucket. */
  private void forget(Site site) {
    if (site.window.outstanding() == 0 && site.rate == null) {
      sites.remove(site.name);
    }
  }

  private long sleep(long now) {
    if (!line.isEmpty() && outstanding.size() < config.mostOutstanding()) {
      return 0;
    }
    long next = Math.min(Math.min(store.nextDue(), line.nextWake()), restraint.nextEnd());
    if (!outstanding.isEmpty()) {
      next = Math.min(next, outstanding.firstEntry().getValue().dueAt);
    }
    return Math.clamp(next - now, 0, LONGEST_SLEEP_MS);
  }

  /** How many dispatches are outstanding. */
  int outstandingCount() {
    return outstanding.size();
  }

  /** How many sites cost memory now. */
  int activeSites() {
    return sites.size();
  }
}
