package milena.limits.lease;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The limits whose partitions are ours, and those that would be if nobody else had claimed them
 * since. Of one thread; times of one monotonic clock, ms.
 */
public final class Lessor {

  /** Who lost a partition to a claim, and still has it by the group, claims it after so long. */
  static final long CLAIM_AGAIN_MS = 3_000;

  private static final long SWEEP_MS = 1_000;

  private final String claimant;
  private final Map<Integer, Reign> reigns = new HashMap<>();
  private long serial;
  private long claims;
  private long sweptAt;

  /**
   * Owns nothing yet.
   *
   * @param claimant a name that nobody has or had
   * @param serial the first of its leases has the next; far from that of any other claimant
   */
  public Lessor(String claimant, long serial) {
    this.claimant = claimant;
    this.serial = serial;
  }

  private static final class Reign {
    private final Map<String, Ledger> ledgers = new HashMap<>();
    private final Set<Ledger> heard = new HashSet<>();
    private Claim claim;
    private long claimedAt;
    private boolean ours;
    private long leasesFrom = Long.MAX_VALUE;

    private Reign(Claim claim, long now) {
      this.claim = claim;
      this.claimedAt = now;
    }
  }

  /** A partition has become ours; nothing of it is, before this claim was read in it. */
  public Claim assigned(int partition, long now) {
    var claim = new Claim(claimant, partition, ++claims);
    reigns.put(partition, new Reign(claim, now));
    return claim;
  }

  /** It is ours no more. */
  public void revoked(int partition) {
    reigns.remove(partition);
  }

  /** Whether what is asked in it now is ours to answer. */
  public boolean owns(int partition) {
    var reign = reigns.get(partition);
    return reign != null && reign.ours;
  }

  /** How many limits are leased here. */
  public int limits() {
    return reigns.values().stream().filter(it -> it.ours).mapToInt(it -> it.ledgers.size()).sum();
  }

  /** Claims that are to be written now, because the last one was lost, or another's came later. */
  public List<Claim> claims(long now) {
    var again = new ArrayList<Claim>();
    reigns.forEach(
        (partition, reign) -> {
          if (!reign.ours && now - reign.claimedAt >= CLAIM_AGAIN_MS) {
            reign.claim = new Claim(claimant, partition, ++claims);
            reign.claimedAt = now;
            again.add(reign.claim);
          }
        });
    return again;
  }

  /** Takes up a claim, in the order in which the partition has it. */
  public void hear(Claim claim, long now) {
    var reign = reigns.get(claim.partition());
    if (reign == null) {
      return;
    }
    if (claim.claimant().equals(claimant)) {
      if (claim.equals(reign.claim) && !reign.ours) {
        begin(reign, now);
      }
    } else {
      reign.ours = false;
      reign.claimedAt = now;
      reign.leasesFrom = Long.MAX_VALUE;
      reign.heard.clear();
      reign.ledgers.values().removeIf(ledger -> !ledger.isCount());
      reign.ledgers.values().forEach(Ledger::ceded);
    }
  }

  private static void begin(Reign reign, long now) {
    reign.ours = true;
    // What was asked before the claim was asked before now.
    reign.leasesFrom = now + Lease.LASTS_MS;
    reign.ledgers.values().forEach(ledger -> ledger.begin(reign.leasesFrom));
  }

  /** Takes up what somebody asks, in the order in which the partition has it. */
  public void hear(int partition, Ask ask, long now) {
    var reign = reigns.get(partition);
    if (reign != null && (reign.ours || ask.limit() instanceof StrictLimit.Count)) {
      var ledger =
          reign.ledgers.computeIfAbsent(
              ask.limit().name(), _ -> new Ledger(ask.limit(), reign.leasesFrom, now));
      ledger.hear(ask, reign.ours, now);
      reign.heard.add(ledger);
    }
  }

  /** What is to be said now. */
  public List<Lease> leases(long now) {
    var leases = new ArrayList<Lease>();
    for (var reign : reigns.values()) {
      for (var ledger : reign.heard) {
        leases.addAll(ledger.answer(() -> ++serial, now));
      }
      reign.heard.removeIf(ledger -> !ledger.isPending(now));
    }
    if (now - sweptAt >= SWEEP_MS) {
      sweptAt = now;
      reigns.values().forEach(reign -> sweep(reign, now));
    }
    return leases;
  }

  private static void sweep(Reign reign, long now) {
    reign.ledgers.values().removeIf(ledger -> ledger.isIdle(now));
  }
}
