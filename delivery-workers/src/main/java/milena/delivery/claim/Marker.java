package milena.delivery.claim;

/**
 * A claim as it stands in the log.
 *
 * @param epoch higher than those of all claims before it
 * @param worker who claims
 * @param incarnation which run of that worker
 * @param leaseMs for how long it may send, ms
 * @param released the claim is given back, and nothing of it is on the wire
 * @param claimedAt the writer's own monotonic clock before it wrote, ns; means nothing to others
 */
record Marker(
    long epoch, String worker, String incarnation, long leaseMs, boolean released, long claimedAt) {

  boolean sameClaim(Marker other) {
    return epoch == other.epoch
        && worker.equals(other.worker)
        && incarnation.equals(other.incarnation);
  }
}
