package milena.limits;

import java.nio.charset.StandardCharsets;
import java.util.Map;
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
    return settings;
  }

  ProducerRecord<byte[], byte[]> record(Report report, long now) {
    var limit = report.limit();
    var demand =
        new Demand(
            limit.name(),
            report.task(),
            report.wanted(),
            now,
            limit.permits(),
            limit.periodMs(),
            limit.version(),
            report.held(),
            report.serial());
    return new ProducerRecord<>(Topics.DEMAND, key(limit.name()), demands.encode(demand));
  }

  ProducerRecord<byte[], byte[]> record(Award award) {
    var grant =
        new Grant(
            award.limit(), award.task(), award.granted(), (int) award.validMs(), award.serial());
    return new ProducerRecord<>(Topics.GRANTS, key(award.limit()), grants.encode(grant));
  }

  private static byte[] key(String limit) {
    return limit.getBytes(StandardCharsets.UTF_8);
  }

  Report report(byte[] value) throws UnreadableRecord {
    var demand = demands.decode(value);
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

  Award award(byte[] value) throws UnreadableRecord {
    var grant = grants.decode(value);
    return new Award(
        grant.getLimit(),
        grant.getTask(),
        grant.getGranted(),
        grant.getValidMs(),
        grant.getSerial());
  }
}
