package milena.limits;

import java.util.Map;
import milena.limits.lease.Ask;
import milena.limits.lease.Claim;
import milena.limits.lease.Lease;
import milena.limits.share.Award;
import milena.limits.share.Limit;
import milena.limits.share.Report;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.Demand;
import milena.schemas.Grant;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Reports and awards as records. */
final class LimitLog {

  /** Who owns limits. */
  static final String GROUP = "milena-limits";

  // What is later than this has been said anew.
  private static final int TIMELY_MS = 2_000;

  private final ClientSettings clients;
  private final RecordCodec<Demand> demands;
  private final RecordCodec<Grant> grants;

  LimitLog(ClientSettings clients, RecordFormat format) {
    this.clients = clients;
    this.demands = format.codec(Topics.DEMAND, Demand.class);
    this.grants = format.codec(Topics.GRANTS, Grant.class);
  }

  /** By which the owners know this process. */
  String task() {
    return clients.node();
  }

  Map<String, Object> producing(String name) {
    var settings = clients.producer(name);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMELY_MS);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMELY_MS);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * TIMELY_MS);
    return settings;
  }

  Map<String, Object> reading() {
    var settings = clients.reader("limits");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    return settings;
  }

  Map<String, Object> owning() {
    var settings = clients.groupConsumer(GROUP);
    // Nothing is kept for a member that comes back: one that goes has its partitions taken over at
    // once.
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    // Who keeps a partition goes on with it: each new owner has to wait for a lease.
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    return settings;
  }

  ProducerRecord<byte[], byte[]> record(Report report, long now) {
    var limit = report.limit();
    var demand =
        Demand.newBuilder()
            .setLimit(limit.name())
            .setTask(report.task())
            .setWanted(report.wanted())
            .setAt(now)
            .setPermits(limit.permits())
            .setPeriodMs(limit.periodMs())
            .setVersion(limit.version())
            .setHeld(report.held())
            .setSerial(report.serial())
            .build();
    return new ProducerRecord<>(Topics.DEMAND, StrictLog.key(limit.name()), demands.encode(demand));
  }

  ProducerRecord<byte[], byte[]> record(Award award) {
    var grant =
        Grant.newBuilder()
            .setLimit(award.limit())
            .setTask(award.task())
            .setGranted(award.granted())
            .setValidMs((int) award.validMs())
            .setSerial(award.serial())
            .build();
    return new ProducerRecord<>(Topics.GRANTS, StrictLog.key(award.limit()), grants.encode(grant));
  }

  ProducerRecord<byte[], byte[]> record(Ask ask) {
    return new ProducerRecord<>(
        Topics.DEMAND, StrictLog.key(ask.limit().name()), demands.encode(StrictLog.demand(ask)));
  }

  ProducerRecord<byte[], byte[]> record(Claim claim) {
    return new ProducerRecord<>(
        Topics.DEMAND,
        claim.partition(),
        StrictLog.key(GROUP),
        demands.encode(StrictLog.demand(claim)));
  }

  ProducerRecord<byte[], byte[]> record(Lease lease) {
    return new ProducerRecord<>(
        Topics.GRANTS, StrictLog.key(lease.limit()), grants.encode(StrictLog.grant(lease)));
  }

  Demand demand(byte[] value) throws UnreadableRecord {
    return demands.decode(value);
  }

  Grant grant(byte[] value) throws UnreadableRecord {
    return grants.decode(value);
  }

  static Report report(Demand demand) throws UnreadableRecord {
    try {
      var limit =
          new Limit(
              demand.getLimit(), demand.getPermits(), demand.getPeriodMs(), demand.getVersion());
      return new Report(
          limit, demand.getTask(), demand.getWanted(), demand.getHeld(), demand.getSerial());
    } catch (IllegalArgumentException nonsense) {
      throw new UnreadableRecord("no limit: " + nonsense.getMessage(), nonsense);
    }
  }

  static Award award(Grant grant) {
    return new Award(
        grant.getLimit(),
        grant.getTask(),
        grant.getGranted(),
        grant.getValidMs(),
        grant.getSerial());
  }
}
