package milena.limits.lease;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import milena.limits.lease.StrictLimit.Count;
import milena.limits.lease.StrictLimit.Rate;

/**
 * What this process may do of strict limits. Answers at once. A limit need not be made known
 * before: it comes with the first wish, a wish with a higher version changes it, and nothing is
 * remembered of one that nobody wanted for a while. Safe for use by several threads; times of one
 * monotonic clock, ms.
 */
public final class Permits {

  /**
   * The answer to a wish that is above the whole limit: as long as that is so, it stays refused.
   */
  public static final long NEVER_MS = 1_000;

  private static final long FORGOTTEN_AFTER_MS = 10_000;

  private final String task;
  private final Map<String, Account> accounts = new HashMap<>();
  private long sweptAt = Long.MIN_VALUE;
  private volatile boolean wanted;

  /**
   * Knows no limit yet.
   *
   * @param task by which owners know this process; another after every start
   */
  public Permits(String task) {
    this.task = task;
  }

  /**
   * So much of a limit.
   *
   * @param amount from 1; more than the whole of a count or the burst of a rate is never there
   */
  public record Wish(StrictLimit limit, int amount) {}

  /**
   * Takes all, or none. Of counts it is taken until it is given back.
   *
   * @return 0 when it was taken, else how long until it is worth asking again, ms
   */
  public long take(List<Wish> wishes, long now) {
    return wishes.isEmpty() ? 0 : takeAll(wishes, now);
  }

  private synchronized long takeAll(List<Wish> wishes, long now) {
    long longest = 0;
    for (int i = 0; i < wishes.size(); i++) {
      var wish = wishes.get(i);
      longest = Math.max(longest, account(wish.limit(), now).wait(wish.amount(), now));
    }
    if (longest == 0) {
      for (int i = 0; i < wishes.size(); i++) {
        var wish = wishes.get(i);
        account(wish.limit(), now).take(wish.amount(), now);
      }
    }
    return longest;
  }

  private Account account(StrictLimit limit, long now) {
    var known = accounts.get(limit.name());
    if (known != null && (known.limit() == limit || known.become(limit, now))) {
      return known;
    }
    wanted = true;
    Account fresh =
        switch (limit) {
          case Rate rate -> new RateAccount(rate, now);
          case Count count -> new CountAccount(count, now);
        };
    accounts.put(limit.name(), fresh);
    return fresh;
  }

  /** Gives back what was taken of counts; rates among the wishes are passed over. */
  public synchronized void giveBack(List<Wish> wishes) {
    for (int i = 0; i < wishes.size(); i++) {
      giveBack(wishes.get(i).limit().name(), wishes.get(i).amount());
    }
  }

  /** Gives so many permits of a count back. */
  public synchronized void giveBack(String limit, int amount) {
    if (accounts.get(limit) instanceof CountAccount account) {
      account.giveBack(amount);
    }
  }

  /**
   * No longer follows what was taken of counts, though it goes on: another process will adopt it,
   * or this one again. It counts here for as long as that of a process that is gone; rates are
   * passed over.
   */
  public synchronized void leave(List<Wish> wishes, long now) {
    for (var wish : wishes) {
      if (account(wish.limit(), now) instanceof CountAccount account) {
        account.leave(wish.amount(), now);
      }
    }
  }

  /**
   * Takes over what another process had taken of counts, whether or not it is there: it goes on
   * already. It is to be given back like what was taken here. Rates are passed over.
   */
  public synchronized void adopt(List<Wish> wishes, long now) {
    for (var wish : wishes) {
      if (account(wish.limit(), now) instanceof CountAccount account) {
        account.adopt(wish.amount());
      }
    }
  }

  /**
   * A limit is this from now on, if nobody said something later of it: also where nobody wants more
   * of it, so that its owner hears of it.
   */
  public synchronized void follow(StrictLimit limit, long now) {
    var known = accounts.get(limit.name());
    if (known != null) {
      known.become(limit, now);
    }
  }

  /** Somebody will ask soon. */
  public void prepare() {
    wanted = true;
  }

  /** Whether somebody ever asked, or will soon. */
  public boolean wanted() {
    return wanted;
  }

  /** Takes a lease up; one of somebody else is passed over. */
  public synchronized void apply(Lease lease, long now) {
    var account = lease.task().equals(task) ? accounts.get(lease.limit()) : null;
    if (account != null) {
      account.apply(lease, now);
    }
  }

  /** What is to be said now. */
  public synchronized List<Ask> asks(long now) {
    var asks = new ArrayList<Ask>();
    for (var account : accounts.values()) {
      var ask = account.rests(now) ? null : account.ask(task, now);
      if (ask != null) {
        asks.add(ask);
      }
    }
    if (sweptAt == Long.MIN_VALUE || now - sweptAt >= FORGOTTEN_AFTER_MS) {
      sweptAt = now;
      accounts.values().removeIf(it -> it.rests(now) && it.tenure().isOver(now));
    }
    return asks;
  }

  /** How many permits of a count are taken here. */
  public synchronized long used(String limit) {
    return accounts.get(limit) instanceof CountAccount account ? account.used() : 0;
  }

  /**
   * How long until it is worth asking again for so much of one limit, ms; 0 if it is there. Counts
   * as a wish, and takes nothing.
   */
  public synchronized long missing(Wish wish, long now) {
    return account(wish.limit(), now).wait(wish.amount(), now);
  }

  /** How many whole permits of a limit could be taken now. Is no wish. */
  public synchronized long room(String limit, long now) {
    var account = accounts.get(limit);
    return account == null ? 0 : account.room(now);
  }

  /**
   * How many permits of a count are taken beyond the lease, which has become smaller since, or does
   * not reach for what was adopted. While there is no lease it is not known, and 0.
   */
  public synchronized long surplus(String limit, long now) {
    return accounts.get(limit) instanceof CountAccount account ? account.surplus(now) : 0;
  }

  /** Whether there is a lease of this limit now. */
  public synchronized boolean holds(String limit, long now) {
    var account = accounts.get(limit);
    return account != null && account.tenure().holds(now);
  }

  /** How many limits this process has a use for. */
  public synchronized int limits() {
    return accounts.size();
  }

  /** Of how many limits something is wanted here, without a lease: under these nothing goes. */
  public synchronized long unleased(long now) {
    return accounts.values().stream()
        .filter(account -> !account.tenure().isIdle(now) && !account.tenure().holds(now))
        .count();
  }
}
