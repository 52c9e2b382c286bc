package milena.limits;

import java.nio.charset.StandardCharsets;
import milena.limits.lease.Ask;
import milena.limits.lease.Claim;
import milena.limits.lease.Lease;
import milena.limits.lease.StrictLimit;
import milena.limits.lease.StrictLimit.Count;
import milena.limits.lease.StrictLimit.Rate;
import milena.schemas.Demand;
import milena.schemas.Grant;
import milena.schemas.UnreadableRecord;

/** What is said of strict limits, as records. */
final class StrictLog {
  private static final String RATE = "rate";
  private static final String COUNT = "count";
  private static final String CLAIM = "claim";
  private static final String LEASE = "lease";
  private static final double THOUSAND = 1_000;

  private StrictLog() {}

  static boolean isClaim(Demand demand) {
    return demand.getSort().equals(CLAIM);
  }

  static boolean isAsk(Demand demand) {
    return demand.getSort().equals(RATE) || demand.getSort().equals(COUNT);
  }

  static boolean isLease(Grant grant) {
    return grant.getSort().equals(LEASE);
  }

  static Demand demand(Ask ask) {
    var limit = ask.limit();
    var demand =
        Demand.newBuilder()
            .setLimit(limit.name())
            .setVersion(limit.version())
            .setTask(ask.task())
            .setAt(ask.askedAt())
            .setSerial(ask.goesBy())
            .setWanted(ask.wanted())
            .setAtOnce(ask.atOnce())
            .setHeld(ask.used())
            .setLevel(thousandths(ask.level()))
            .setReturned(thousandths(ask.returned()));
    switch (limit) {
      case Rate rate ->
          demand
              .setSort(RATE)
              .setPermits(rate.permits())
              .setPeriodMs(rate.periodMs())
              .setBurst(rate.burst());
      case Count count ->
          demand.setSort(COUNT).setPermits(count.permits()).setKeptMs(count.keptMs());
    }
    return demand.build();
  }

  static Ask ask(Demand demand) throws UnreadableRecord {
    return new Ask(
        limit(demand),
        demand.getTask(),
        demand.getAt(),
        demand.getSerial(),
        demand.getWanted(),
        demand.getAtOnce(),
        demand.getHeld(),
        permits(demand.getLevel()),
        permits(demand.getReturned()));
  }

  private static StrictLimit limit(Demand demand) throws UnreadableRecord {
    try {
      return demand.getSort().equals(RATE)
          ? new Rate(
              demand.getLimit(),
              demand.getPermits(),
              demand.getPeriodMs(),
              demand.getBurst(),
              demand.getVersion())
          : new Count(
              demand.getLimit(), demand.getPermits(), demand.getKeptMs(), demand.getVersion());
    } catch (IllegalArgumentException nonsense) {
      throw new UnreadableRecord("no limit: " + nonsense.getMessage(), nonsense);
    }
  }

  static Demand demand(Claim claim) {
    return Demand.newBuilder()
        .setSort(CLAIM)
        .setTask(claim.claimant())
        .setSerial(claim.number())
        .build();
  }

  static Claim claim(Demand demand, int partition) {
    return new Claim(demand.getTask(), partition, demand.getSerial());
  }

  static Grant grant(Lease lease) {
    return Grant.newBuilder()
        .setSort(LEASE)
        .setLimit(lease.limit())
        .setTask(lease.task())
        .setAskedAt(lease.askedAt())
        .setSerial(lease.serial())
        .setValidMs((int) Lease.LASTS_MS)
        .setGranted(lease.share())
        .setPeriodMs(lease.periodMs())
        .setCap(thousandths(lease.cap()))
        .setTokens(thousandths(lease.tokens()))
        .build();
  }

  static Lease lease(Grant grant) {
    return new Lease(
        grant.getLimit(),
        grant.getTask(),
        grant.getAskedAt(),
        grant.getSerial(),
        grant.getGranted(),
        grant.getPeriodMs(),
        permits(grant.getCap()),
        permits(grant.getTokens()));
  }

  /** By the limit: all that is said of one is in one partition. */
  static byte[] key(String limit) {
    return limit.getBytes(StandardCharsets.UTF_8);
  }

  private static long thousandths(double permits) {
    return Math.round(permits * THOUSAND);
  }

  private static double permits(long thousandths) {
    return thousandths / THOUSAND;
  }
}
