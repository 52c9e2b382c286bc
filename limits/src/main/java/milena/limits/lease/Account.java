package milena.limits.lease;

import org.jspecify.annotations.Nullable;

/** What one process has of one limit. Of one thread at a time; times of one monotonic clock, ms. */
sealed interface Account permits RateAccount, CountAccount {

  StrictLimit limit();

  /** Goes by another version; whether it can. */
  boolean become(StrictLimit other, long now);

  /**
   * How long until it is worth asking for so much again, ms; 0 if it is there now. Counts as a
   * wish.
   */
  long wait(int amount, long now);

  /** How many whole permits could be taken now. Is no wish. */
  long room(long now);

  /** Takes what {@link #wait} said is there. */
  void take(int amount, long now);

  /** What is to be said now; null for nothing. */
  @Nullable Ask ask(String task, long now);

  /** Takes up a lease, unless it goes by a newer one or by none. */
  void apply(Lease lease, long now);

  /** Whether nobody has a use for it and nothing is taken, so that it need not be looked at. */
  boolean rests(long now);

  Tenure tenure();
}
