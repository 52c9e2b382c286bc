package milena.limits.lease;

import milena.limits.lease.StrictLimit.Rate;
import org.jspecify.annotations.Nullable;

/**
 * A share of a rate, as a bucket of permits that is filled and may be spent only during a lease.
 * When the lease ends, what was saved is gone: the owner may have given it to others.
 */
final class RateAccount implements Account {
  private static final double CLOSE_TO_ONE = 1e-9;
  private static final double AVERAGED_MS = 300;
  private static final double PERMITS_AVERAGED = 10;
  private static final double LONGEST_AVERAGED_MS = 3_000;
  private static final double LONGEST_HUNGER_MS = 1_000;
  private static final double ROOM = 1.1;
  private static final long ROOM_OF_ALL = 200;
  private static final long MATTERS = 20;
  private static final double LOST = 0.1;
  private static final long NOTABLE = 50;
  private static final double MOST_OF_CAP = 0.9;

  private final Tenure tenure = new Tenure();
  private final Hunger hunger = new Hunger();
  private Rate limit;
  private long share;
  private double perMs;
  private double cap;
  private double level;
  private double returned;
  // Given up and not yet known to be with the owner: until then its room may not be filled again.
  private double away;
  private long awaySince;
  private int atOnce = 1;
  private long countedAt;

  // Since the last sample.
  private long sampledAt;
  private double gained;
  private double lost;
  private long spent;
  private boolean refused;

  private double spentPerMs;
  private long wanted;
  private long said;

  RateAccount(Rate limit, long now) {
    this.limit = limit;
    this.countedAt = now;
    this.sampledAt = now;
  }

  @Override
  public StrictLimit limit() {
    return limit;
  }

  @Override
  public Tenure tenure() {
    return tenure;
  }

  @Override
  public boolean become(StrictLimit other, long now) {
    if (!(other instanceof Rate rate)) {
      return false;
    }
    if (rate.version() > limit.version()) {
      limit = rate;
      tenure.restart();
    }
    return true;
  }

  @Override
  public long wait(int amount, long now) {
    count(now);
    long wait = missing(amount, now);
    if (wait > 0) {
      refused = true;
      atOnce = (int) Math.clamp(amount, atOnce, Math.max(atOnce, limit.most()));
    }
    tenure.wanted(now, wait);
    return wait;
  }

  private long missing(int amount, long now) {
    if (amount > limit.most()) {
      return Permits.NEVER_MS;
    }
    double missing = amount - level;
    if (missing <= CLOSE_TO_ONE && tenure.holds(now)) {
      return 0;
    }
    boolean comes = tenure.holds(now) && perMs > 0 && cap >= amount;
    return comes ? Math.max(1, (long) Math.ceil(missing / perMs)) : tenure.again(now);
  }

  @Override
  public long room(long now) {
    count(now);
    return (long) Math.floor(level + CLOSE_TO_ONE);
  }

  @Override
  public void take(int amount, long now) {
    level = Math.max(0, level - amount);
    spent += amount;
  }

  /** What came until now, and not after the lease's end. */
  private void count(long now) {
    long until = Math.min(now, tenure.endsAt());
    if (until > countedAt) {
      double more = perMs * (until - countedAt);
      double room = Math.max(0, cap - away);
      gained += more;
      lost += Math.max(0, level + more - room);
      level = Math.min(room, level + more);
    }
    countedAt = Math.max(countedAt, now);
    if (!tenure.holds(now)) {
      drop();
    }
  }

  private void drop() {
    share = 0;
    perMs = 0;
    cap = 0;
    level = 0;
    returned = 0;
    away = 0;
  }

  @Override
  public void apply(Lease lease, long now) {
    count(now);
    if (!tenure.isNewer(lease) || now >= lease.endsAt()) {
      return;
    }
    boolean lower =
        (share - lease.share()) * NOTABLE > limit.parts() || lease.cap() < cap * MOST_OF_CAP;
    tenure.goBy(lease, lower || lease.tokens() > lease.cap() / 2);
    share = lease.share();
    perMs = Rate.perMs(share, lease.periodMs());
    cap = lease.cap();
    away = lease.askedAt() >= awaySince ? 0 : away;
    double saved = level + lease.tokens();
    level = Math.min(Math.max(0, cap - away), saved);
    returned += saved - level;
  }

  @Override
  public @Nullable Ask ask(String task, long now) {
    count(now);
    if (tenure.isIdle(now)) {
      return giveUp(task, now);
    }
    sample(now);
    boolean changed = Math.abs(wanted - said) * MATTERS > limit.parts();
    if (!tenure.isDue(changed, now)) {
      return null;
    }
    said = wanted;
    double gives = Lease.rounded(returned + spare());
    level -= Math.max(0, gives - returned);
    returned = 0;
    if (gives > 0) {
      away += gives;
      awaySince = now;
    }
    long goesBy = tenure.ask(now);
    var ask = new Ask(limit, task, now, goesBy, wanted, atOnce, 0, Lease.rounded(level), gives);
    atOnce = 1;
    return ask;
  }

  // Who has more than it needs, and is not alone, lets the others have it.
  private double spare() {
    boolean enough = hunger.isLittle() && cap < limit.burst();
    return enough ? Math.max(0, level - Math.max(atOnce, cap / 2)) : 0;
  }

  private @Nullable Ask giveUp(String task, long now) {
    if (!tenure.mayGiveUp(now)) {
      return null;
    }
    double gives = Lease.rounded(level + returned);
    tenure.giveUp(now);
    drop();
    spentPerMs = 0;
    hunger.begin();
    return new Ask(limit, task, now, 0, 0, 1, 0, 0, gives);
  }

  private void sample(long now) {
    long elapsed = now - sampledAt;
    if (elapsed < Tenure.SAMPLE_MS && wanted > 0) {
      return;
    }
    if (elapsed > 0) {
      double averaged =
          Math.clamp(PERMITS_AVERAGED / limit.perMs(), AVERAGED_MS, LONGEST_AVERAGED_MS);
      spentPerMs += Hunger.weight(elapsed, averaged) * ((double) spent / elapsed - spentPerMs);
      hunger.sample(
          refused && lost <= LOST * gained, elapsed, Math.min(averaged, LONGEST_HUNGER_MS));
    }
    double enough = limit.share(spentPerMs) * ROOM + (double) limit.parts() / ROOM_OF_ALL;
    double wish = hunger.wish(enough, (double) share, (double) limit.parts());
    wanted = Math.clamp((long) Math.ceil(wish), 1, Math.max(1, limit.parts()));
    sampledAt = now;
    gained = 0;
    lost = 0;
    spent = 0;
    refused = false;
  }

  @Override
  public boolean rests(long now) {
    return tenure.isIdle(now) && !tenure.isOpen();
  }
}
