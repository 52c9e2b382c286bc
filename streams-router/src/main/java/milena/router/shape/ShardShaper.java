package milena.router.shape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import milena.policy.Traffic;
import milena.router.gate.Admissions;
import milena.router.lever.Lever;
import milena.router.shape.Held.Standing;
import milena.router.shape.ShaperDecision.Deferred;
import milena.router.shape.ShaperDecision.Ended;
import milena.router.shape.ShaperDecision.Ending;
import milena.router.shape.ShaperDecision.Late;
import milena.router.shape.ShaperDecision.Released;
import milena.schemas.AttemptResult;

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
final class ShardShaper implements Sweep.Hands, Release.Hands {
  private static final int DUE_AT_ONCE = 2_000;
  private static final int RELEASES_AT_ONCE = 2_000;

  private static final long LONGEST_SLEEP_MS = 1_000;

  private final int partition;
  private final ShaperConfig config;
  private final HoldStore store;
  private final Advice advice;
  private final Admissions admissions;
  private final Retries retries;
  private final Consumer<ShaperDecision> decided;

  private final Restraint restraint;
  private final Consequences consequences;
  private final Sweep sweep;
  private final Release release;
  private Expiry expiry = Expiry.STRICT;
  private int generation;
  private final SiteLine line;

  /** By offset, oldest dispatch first. */
  private final LinkedHashMap<Long, Held> outstanding = new LinkedHashMap<>();

  private final Unwritten unwritten = new Unwritten();

  ShardShaper(
      ShaperConfig config, HoldStore store, Surroundings around, Consumer<ShaperDecision> decided) {
    this.partition = around.partition();
    this.config = config;
    this.store = store;
    this.line = new SiteLine(store, around.room(), config.window());
    this.advice = around.advice();
    this.admissions = around.admissions();
    this.retries = new Retries(config.retry(), around.admissions(), around.random());
    this.decided = decided;
    this.restraint = new Restraint(store, decided);
    this.consequences = new Consequences(store, around.reactions(), decided);
    this.sweep = new Sweep(store, restraint, this, outstanding::values);
    this.release = new Release(around, line, restraint, this, decided);
  }

  /** Another process has the partition from now on. */
  void drop(long now) {
    outstanding.values().forEach(held -> admissions.leave(held.passed, now));
    line.drop();
  }

  /**
   * Builds memory from the store: what is outstanding at once, and which queues have something
   * ready a little in each turn, so that how much waits does not delay what may go.
   */
  void start(long now) {
    expiry = new Expiry(now);
    consequences.start(now);
    var held = new ArrayList<>(store.outstanding());
    held.sort((a, b) -> Long.compare(a.dueAt, b.dueAt));
    for (var each : held) {
      outstanding.put(each.offset, each);
      line.site(each.site).window.dispatched(each.tenant);
      each.passed = admissions.count(release.terms(each, now), each.source, now);
    }
    line.begin();
    leversChanged();
  }

  /** The store has other levers in force than before. */
  void leversChanged() {
    restraint.reload();
  }

  /** What a reaction did is lifted, and the store has it no more. */
  void lifted(String effect) {
    consequences.lifted(effect);
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
      if (outcome.wasTried()) {
        decided.accept(new Late(result));
      }
      return;
    }
    if (outcome == Outcome.STILL_TRYING) {
      outstanding.remove(held.offset);
      keepOutstanding(held, now + config.reclaimAfterMs());
      return;
    }
    var site = line.site(held.site);
    site.window.noted(held.tenant, outcome, result.getScope(), held.issuedAt, now);
    noLongerOutstanding(held, now);
    held.lastReply(result.getCode(), result.getText());
    boolean bounces =
        outcome.isFailure()
            && Outcome.isOfServer(result)
            && consequences.follow(held, traffic(held, now), result, now);
    switch (outcome) {
      case DELIVERED -> decided.accept(new Ended(held, Ending.DELIVERED, result));
      case BOUNCED -> decided.accept(new Ended(held, Ending.BOUNCED, result));
      case DEFERRED -> {
        if (bounces) {
          decided.accept(new Ended(held, Ending.BOUNCED, result));
        } else {
          defer(held, result, now);
        }
      }
      case NOT_TRIED -> {
        if (Outcome.isOfSource(result.getScope())) {
          admissions.sick(held.source, partition, now);
        }
        again(held, now);
      }
      case STILL_TRYING -> throw new AssertionError("handled above");
    }
    line.add(site);
  }

  private Traffic traffic(Held held, long now) {
    return held.traffic(release.terms(held, now).traffic());
  }

  private void defer(Held held, AttemptResult result, long now) {
    var next = retries.next(held, traffic(held, now), result, now);
    held.expiresAt = next.expiresAt();
    held.dueAt = next.at();
    decided.accept(new Deferred(held, result, held.dueAt));
    wait(held, held.dueAt, WaitReason.RETRY, now);
  }

  /**
   * Does what is due, and releases what may go.
   *
   * @return milliseconds until something can be due next
   */
  long timePassed(long now) {
    if (admissions.generation() != generation) {
      generation = admissions.generation();
      line.rouseAll();
    }
    for (long offset : store.due(now, DUE_AT_ONCE)) {
      var held = store.load(offset);
      if (held != null && held.standing != Standing.OUTSTANDING) {
        due(held, now);
      }
    }
    consequences.timePassed(now);
    reclaimLost(now);
    boolean more = sweep.step(now);
    restraint.rouse();
    line.timePassed(now);
    release(now);
    more |= !line.takeUp();
    line.doze();
    return more ? 0 : sleep(now);
  }

  @Override
  public void takeOut(Held held, long now) {
    var site = held.standing == Standing.READY ? line.awake(held.site) : null;
    if (site != null) {
      site.remove(held);
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
      line.ended(held.site);
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
      var site = line.site(oldest.site);
      site.window.returned(oldest.tenant);
      noLongerOutstanding(oldest, now);
      again(oldest, now);
      line.add(site);
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
    release.begin();
    while (left > 0 && release.mayAsk() && outstanding.size() < config.mostOutstanding()) {
      var site = line.poll();
      if (site == null) {
        return;
      }
      if (release.one(site, now)) {
        left--;
        line.add(site);
      }
    }
  }

  @Override
  public void takeFrom(Flow flow, Held held) {
    flow.remove(held);
    if (held.stored) {
      store.removeWaiting(held);
    }
    unwritten.remove(held);
    held.stored = false;
  }

  @Override
  public boolean isOver(Held held, long now) {
    boolean mayGo =
        held.standing != Standing.PARKED
            && !advice.closed(held.site)
            && !restraint.holdsAll(held.queue(), now);
    return expiry.isOver(held, now, mayGo);
  }

  @Override
  public void dispatch(Held held, Site site, long now) {
    held.standing = Standing.OUTSTANDING;
    held.waited = true;
    held.reason = WaitReason.OUTSTANDING;
    held.attempt++;
    held.issue++;
    held.issuedAt = now;
    held.policyVersion = admissions.policy().version();
    held.validUntil = expiry.orEarlier(held, now + config.validity().toMillis(), now);
    held.endsBy = expiry.endsBy(held, config.longestAttempt().toMillis());
    site.window.dispatched(held.tenant);
    keepOutstanding(held, now + config.reclaimAfterMs());
    decided.accept(new Released(held));
  }

  private void keepOutstanding(Held held, long reclaimAt) {
    held.dueAt = reclaimAt;
    outstanding.put(held.offset, held);
    store.putOutstanding(held);
  }

  private void noLongerOutstanding(Held held, long now) {
    outstanding.remove(held.offset);
    store.removeOutstanding(held);
    held.stored = false;
    admissions.giveBack(held.passed, now);
    held.passed = List.of();
  }

  private void ready(Held held, long now) {
    if (isOver(held, now)) {
      decided.accept(new Ended(held, Ending.EXPIRED, null));
      return;
    }
    boolean asWhole = restraint.holdsAll(held.queue(), now);
    long askAgainAt = askAgainAt(held, now);
    if (asWhole
        ? restraint.cancels(held, 0, askAgainAt, now)
        : restraint.holdsBack(held, askAgainAt, now)) {
      return;
    }
    var site = line.site(held.site);
    held.standing = Standing.READY;
    held.dueAt = askAgainAt;
    var waits = advice.closed(held.site) ? WaitReason.MX_NOT_ALLOWED : site.place.waits;
    held.reason = asWhole ? WaitReason.SUSPENDED : waits;
    if (site.add(held)) {
      unwritten.add(held);
    } else {
      Unwritten.write(held, store);
    }
    line.add(site);
  }

  @Override
  public void wait(Held held, long until, WaitReason reason, long now) {
    if (restraint.cancels(held, until, askAgainAt(held, now), now)) {
      return;
    }
    held.standing = Standing.DEFERRED;
    held.reason = reason;
    held.dueAt = until;
    Unwritten.write(held, store);
  }

  /** Writes to the store what only memory has: called before each commit. */
  @Override
  public void beforeCommit() {
    unwritten.write(store, line);
  }

  private long sleep(long now) {
    if (!line.isEmpty() && outstanding.size() < config.mostOutstanding()) {
      return 0;
    }
    long next = Math.min(Math.min(store.nextDue(), line.nextAt()), restraint.nextAt());
    if (!outstanding.isEmpty()) {
      next = Math.min(next, outstanding.firstEntry().getValue().dueAt);
    }
    return Math.clamp(next - now, 0, LONGEST_SLEEP_MS);
  }

  /** Has one that was read to be shown tell why it waits now: what is written is why it did. */
  void show(Held held) {
    if (held.standing == Standing.READY) {
      var waits = line.waits(held.site);
      boolean suspended = restraint.holdsAll(held.queue(), Long.MIN_VALUE);
      held.reason = suspended ? WaitReason.SUSPENDED : waits == null ? held.reason : waits;
    }
  }

  /** What is in force. */
  List<Lever> levers() {
    return restraint.known();
  }

  /** How many dispatches are outstanding. */
  int outstandingCount() {
    return outstanding.size();
  }

  /** How many sites cost memory now. */
  int activeSites() {
    return line.size();
  }
}
