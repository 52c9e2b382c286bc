package milena.router.shape;

import milena.router.shape.HoldStore.ReadyQueue;

/**
 * All that is kept of a flow while its site dozes.
 *
 * @param queue where the store has what is ready of it
 * @param cursor up to where that was read
 * @param until it is not asked before then, ms; 0 for whenever a gate opens, {@link
 *     Sleepers#SUSPENDED} until the levers change, {@link #AWAKE} when it may go
 * @param passed how far it has come among its tenant's flows
 * @param tenantPassed how far its tenant has come at the site
 * @param tenantWeight how heavy its tenant is there
 * @param tenantCome how far that of its tenant's flows had come which was taken last
 */
record Rest(
    ReadyQueue queue,
    long cursor,
    long until,
    long passed,
    long tenantPassed,
    int tenantWeight,
    long tenantCome) {
  static final long AWAKE = -1;

  /** Nothing of it has been read yet. */
  static Rest of(ReadyQueue queue) {
    return new Rest(queue, -1, AWAKE, 0, 0, 1, 0);
  }

  /** The same of an equal queue. */
  Rest with(ReadyQueue equal) {
    return new Rest(equal, cursor, until, passed, tenantPassed, tenantWeight, tenantCome);
  }

  boolean isAwake() {
    return until == AWAKE;
  }

  /** The same when what sleeps until a time is roused. */
  Rest roused(long now) {
    return until == AWAKE || until > now ? this : roused();
  }

  /** The same when the levers have changed. */
  Rest rousedIfSuspended() {
    return until == Sleepers.SUSPENDED ? roused() : this;
  }

  private Rest roused() {
    return new Rest(queue, cursor, AWAKE, passed, tenantPassed, tenantWeight, tenantCome);
  }
}
