package milena.limits.lease;

/** Which lease a process goes by for one limit, and when it says something. Times in ms. */
final class Tenure {

  /** A lease is renewed so often, so that two messages in a row may be lost. */
  static final long RENEW_MS = 400;

  /** Nothing is measured, and nothing but a new state is told, more often than this. */
  static final long SAMPLE_MS = 100;

  /** What nobody asked for so long is given back. */
  static final long IDLE_MS = 500;

  /** Who waits for no longer than this is taken to come back, and its lease is kept. */
  static final long COMES_BACK_MS = 10_000;

  /** Where there is no share now, it is worth asking again after so long. */
  static final long SOON_MS = 50;

  private static final long LATER_MS = 500;
  private static final long UNANSWERED_MS = 3_000;
  private static final long UNANSWERED_ASK_MS = 800;

  private long serial;
  private long leasedFor = Long.MIN_VALUE;
  private long endsAt = Long.MIN_VALUE;
  private long askedAt = Long.MIN_VALUE;
  private long unansweredSince = Long.MIN_VALUE;
  private long wantedUntil = Long.MIN_VALUE;
  private boolean news = true;
  private boolean open;

  boolean holds(long now) {
    return now < endsAt;
  }

  long endsAt() {
    return endsAt;
  }

  /** Whether the lease is for a later question than the one gone by, or a later answer to it. */
  boolean isNewer(Lease lease) {
    return lease.askedAt() > leasedFor || (lease.askedAt() == leasedFor && lease.serial() > serial);
  }

  /**
   * Goes by this lease.
   *
   * @param acknowledge whether its owner waits to hear that
   */
  void goBy(Lease lease, boolean acknowledge) {
    serial = lease.serial();
    leasedFor = lease.askedAt();
    endsAt = lease.endsAt();
    unansweredSince = Long.MIN_VALUE;
    news |= acknowledge;
  }

  /** Somebody wants something, now and again after a wait. */
  void wanted(long now, long wait) {
    wantedUntil = Math.max(wantedUntil, now + (wait <= COMES_BACK_MS ? wait : 0));
  }

  boolean isIdle(long now) {
    return wantedUntil == Long.MIN_VALUE || now - wantedUntil > IDLE_MS;
  }

  /** How long until it is worth asking again, while there is nothing to take. */
  long again(long now) {
    return isUnanswered(now) ? LATER_MS : SOON_MS;
  }

  private boolean isUnanswered(long now) {
    return unansweredSince != Long.MIN_VALUE && now - unansweredSince > UNANSWERED_MS;
  }

  /** Whether it is time to say something; with {@code changed}, something that matters. */
  boolean isDue(boolean changed, long now) {
    if (askedAt == Long.MIN_VALUE) {
      return true;
    }
    long since = now - askedAt;
    long pause =
        isUnanswered(now) ? UNANSWERED_ASK_MS : holds(now) && !changed ? RENEW_MS : 2 * SAMPLE_MS;
    return since > 0 && (news || since >= pause);
  }

  /** The serial to go by in what is said now; counts what is said. */
  long ask(long now) {
    askedAt = now;
    news = false;
    open = true;
    if (unansweredSince == Long.MIN_VALUE) {
      unansweredSince = now;
    }
    return holds(now) ? serial : 0;
  }

  /** Whether something was said that its owner may still go by. */
  boolean isOpen() {
    return open;
  }

  /** Whether no lease can come any more for what was said. */
  boolean isOver(long now) {
    return !open && (askedAt == Long.MIN_VALUE || now - askedAt > Lease.LASTS_MS);
  }

  /** Whether there is something to give up, and this is later than what was said before. */
  boolean mayGiveUp(long now) {
    return open && now > askedAt;
  }

  /** Goes by nothing, and by nothing that it may still get for what it said. */
  void giveUp(long now) {
    serial = 0;
    leasedFor = now;
    endsAt = Long.MIN_VALUE;
    askedAt = now;
    unansweredSince = Long.MIN_VALUE;
    news = true;
    open = false;
  }

  /** Asks at once when somebody comes next. */
  void restart() {
    news = true;
  }
}
