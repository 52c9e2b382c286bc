package milena.limits.lease;

import milena.limits.lease.StrictLimit.Count;
import org.jspecify.annotations.Nullable;

/**
 * A share of a count. What was taken stays taken after the lease has ended, until it is given back;
 * but nothing more is taken then.
 */
final class CountAccount implements Account {
  private static final double AVERAGED_MS = 500;
  private static final double HUNGER_AVERAGED_MS = 300;
  private static final double ROOM = 1.05;
  private static final long MATTERS = 20;

  private final Tenure tenure = new Tenure();
  private final Hunger hunger = new Hunger();
  private Count limit;
  private long share;
  private long used;
  // Of what is used: what goes on elsewhere, and counts until somebody has adopted it or it is
  // over.
  private long left;
  private long leftUntil;
  private int atOnce = 1;

  // Since the last sample.
  private long sampledAt;
  private long most;
  private boolean refused;

  private double usual;
  private long wanted;
  private long said;

  CountAccount(Count limit, long now) {
    this.limit = limit;
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

  long used() {
    return used;
  }

  @Override
  public boolean become(StrictLimit other, long now) {
    if (!(other instanceof Count count)) {
      return false;
    }
    if (count.version() > limit.version()) {
      limit = count;
      tenure.restart();
    }
    return true;
  }

  @Override
  public long wait(int amount, long now) {
    long wait = missing(amount, now);
    if (wait > 0) {
      refused = true;
      atOnce = (int) Math.clamp(amount, atOnce, Math.max(atOnce, limit.most()));
    }
    tenure.wanted(now, wait);
    return wait;
  }

  private long missing(int amount, long now) {
    forgetLeft(now);
    if (amount > limit.most()) {
      return Permits.NEVER_MS;
    }
    return tenure.holds(now) && used + amount <= share ? 0 : tenure.again(now);
  }

  @Override
  public void take(int amount, long now) {
    used += amount;
    most = Math.max(most, used);
  }

  /** Counts what is out already, there or not. What was left behind here is counted. */
  void adopt(int amount) {
    long again = Math.min(left, amount);
    left -= again;
    used += amount - again;
    most = Math.max(most, used);
    tenure.restart();
  }

  void giveBack(int amount) {
    used = Math.max(left, used - amount);
  }

  /** So much of what is taken is no longer followed here, and goes on. */
  void leave(int amount, long now) {
    left = Math.min(used, left + amount);
    leftUntil = now + limit.keptMs();
  }

  private void forgetLeft(long now) {
    if (left > 0 && now >= leftUntil) {
      used -= left;
      left = 0;
    }
  }

  @Override
  public void apply(Lease lease, long now) {
    if (tenure.isNewer(lease) && now < lease.endsAt()) {
      tenure.goBy(lease, lease.share() < share);
      share = lease.share();
    }
  }

  @Override
  public @Nullable Ask ask(String task, long now) {
    forgetLeft(now);
    if (!tenure.holds(now)) {
      share = 0;
    }
    if (used == 0 && tenure.isIdle(now)) {
      return giveUp(task, now);
    }
    sample(now);
    boolean changed = Math.abs(wanted - said) * MATTERS > limit.parts();
    if (!tenure.isDue(changed, now)) {
      return null;
    }
    said = wanted;
    long goesBy = tenure.ask(now);
    var ask = new Ask(limit, task, now, goesBy, wanted, atOnce, used, 0, 0);
    atOnce = 1;
    return ask;
  }

  private @Nullable Ask giveUp(String task, long now) {
    if (!tenure.mayGiveUp(now)) {
      return null;
    }
    tenure.giveUp(now);
    share = 0;
    usual = 0;
    hunger.begin();
    return new Ask(limit, task, now, 0, 0, 1, 0, 0, 0);
  }

  private void sample(long now) {
    long elapsed = now - sampledAt;
    if (elapsed < Tenure.SAMPLE_MS && wanted > 0) {
      return;
    }
    hunger.sample(refused, elapsed, HUNGER_AVERAGED_MS);
    usual = Math.max((double) most, usual + Hunger.weight(elapsed, AVERAGED_MS) * (most - usual));
    double wish = hunger.wish(usual * ROOM, (double) share, (double) limit.parts());
    wanted = Math.max(used, Math.clamp((long) Math.ceil(wish), 1, Math.max(1, limit.parts())));
    sampledAt = now;
    most = used;
    refused = false;
  }

  @Override
  public boolean rests(long now) {
    return used == 0 && tenure.isIdle(now) && !tenure.isOpen();
  }
}
