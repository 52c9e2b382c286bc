package milena.limits.lease;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * One user of a limit, as its owner sees it: all leases that it may be going by. Times by the
 * owner's clock, ms, unless they are said to be the user's.
 */
final class Holder {

  /** A lease as it was given. {@code endsAt} is by the owner's clock, never too early. */
  private record Given(
      long serial, long askedAt, long share, double cap, double tokens, long endsAt) {
    private Given withoutTokens() {
      return new Given(serial, askedAt, share, cap, 0, endsAt);
    }

    private Given endingAt(long end) {
      return new Given(serial, askedAt, share, cap, tokens, end);
    }
  }

  final String task;
  private final long keptMs;
  // The first may be the one gone by; whoever goes by none has nothing saved.
  private final ArrayDeque<Given> leases = new ArrayDeque<>();
  private Ask ask;
  private long heardAt;
  private long used;
  private long usedUntil;
  private boolean answered;
  private long leasedAt = Long.MIN_VALUE;
  private long lastShare;
  private double level;

  /** When its turn began; and since when it waits for one. */
  long turnSince = Long.MIN_VALUE;

  long waitsSince;

  Holder(Ask first, long keptMs, long now) {
    this.task = first.task();
    this.keptMs = keptMs;
    this.waitsSince = now;
    this.ask = first;
    take(first, now);
  }

  private void take(Ask said, long now) {
    ask = said;
    heardAt = now;
    used = said.used();
    usedUntil = now + Lease.LASTS_MS + keptMs;
    level = said.level();
    answered = said.wanted() == 0;
  }

  /** Whether this was said later than what was heard before. */
  boolean isNews(Ask said) {
    return said.askedAt() > ask.askedAt();
  }

  /** Whether it goes by a lease that it had from here. */
  boolean goesBy(Ask said) {
    return said.goesBy() != 0 && leases.stream().anyMatch(it -> it.serial == said.goesBy());
  }

  /** Takes up what it says. */
  void hear(Ask said, long now) {
    take(said, now);
    leases.removeIf(lease -> lease.askedAt + Lease.LASTS_MS <= said.askedAt());
    if (said.wanted() == 0) {
      leases.clear();
    } else if (goesBy(said)) {
      while (leases.getFirst().serial != said.goesBy()) {
        leases.removeFirst();
      }
      leases.addFirst(leases.removeFirst().withoutTokens());
    }
  }

  /** Another owner may have given it all that it wanted, for this. */
  void mayHaveGot(Ask said, long now) {
    leases.addLast(new Given(0, said.askedAt(), said.wanted(), 0, 0, now + Lease.LASTS_MS));
  }

  /** All that others gave may last until then. */
  void othersLastUntil(long end) {
    for (int i = leases.size(); i > 0; i--) {
      leases.addLast(leases.removeFirst().endingAt(end));
    }
    usedUntil = Math.max(usedUntil, end + keptMs);
    answered = true;
  }

  void expire(long now) {
    for (Iterator<Given> each = leases.iterator(); each.hasNext(); ) {
      var lease = each.next();
      if (lease.endsAt <= now) {
        // It was silent: all of it may be taken, and stays so for a while.
        used = Math.max(used, lease.share);
        usedUntil = Math.max(usedUntil, lease.endsAt + keptMs);
        each.remove();
      }
    }
    if (now >= usedUntil) {
      used = 0;
    }
  }

  boolean isGone(long now) {
    return leases.isEmpty() && !isThere(now) && now >= usedUntil;
  }

  /** Whether what it last said can still be answered. */
  boolean isThere(long now) {
    return now < heardAt + Lease.LASTS_MS;
  }

  boolean wants(long now) {
    return isThere(now) && ask.wanted() > 0;
  }

  long wanted() {
    return ask.wanted();
  }

  /** Permits of a count that it said it has taken. */
  long used() {
    return ask.used();
  }

  long atOnce() {
    return Math.max(1, ask.atOnce());
  }

  /** Parts that it may be going by. */
  long share() {
    long most = 0;
    for (var lease : leases) {
      most = Math.max(most, lease.share);
    }
    return most;
  }

  /** Permits of a count that it may have taken, or take. */
  long taken() {
    return Math.max(used, share());
  }

  /** The most that it may have saved, or have coming in a lease: in whatever order leases come. */
  double potential() {
    double coming = 0;
    double most = 0;
    for (var each = leases.descendingIterator(); each.hasNext(); ) {
      var lease = each.next();
      most = Math.max(most, lease.cap + coming);
      coming += lease.tokens;
    }
    return Math.max(most, coming);
  }

  double level() {
    return level;
  }

  long lastShare() {
    return lastShare;
  }

  boolean isAnswered() {
    return answered;
  }

  /** Whether an answer may be changed by another one that comes in time. */
  boolean mayHearAgain(long now) {
    return answered && now < heardAt + Lease.LASTS_MS / 2 && now - leasedAt >= Tenure.SAMPLE_MS / 2;
  }

  Lease lease(StrictLimit limit, Share given, long serial, long now) {
    leases.addLast(
        new Given(
            serial,
            ask.askedAt(),
            given.parts(),
            given.cap(),
            given.tokens(),
            heardAt + Lease.LASTS_MS));
    answered = true;
    leasedAt = now;
    lastShare = given.parts();
    level += given.tokens();
    long periodMs = limit instanceof StrictLimit.Rate rate ? rate.periodMs() : 0;
    return new Lease(
        limit.name(),
        task,
        ask.askedAt(),
        serial,
        given.parts(),
        periodMs,
        given.cap(),
        given.tokens());
  }

  /** What it is to have. */
  record Share(long parts, double cap, double tokens) {}
}
