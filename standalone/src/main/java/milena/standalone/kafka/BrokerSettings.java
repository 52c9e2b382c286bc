package milena.standalone.kafka;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import milena.runtime.config.HostPort;
import milena.schemas.Topics;

/** Kafka's own settings for one node on one machine. */
final class BrokerSettings {

  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private BrokerSettings() {}

  static Map<String, Object> of(Path log, HostPort address, int controllerPort) {
    var settings = new HashMap<String, Object>();
    var controller = address.withPort(controllerPort);
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE_ID));
    settings.put("listeners", "PLAINTEXT://" + address + ",CONTROLLER://" + controller);
    settings.put("advertised.listeners", "PLAINTEXT://" + address);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("controller.listener.names", CONTROLLER_LISTENER);
    settings.put("inter.broker.listener.name", "PLAINTEXT");
    // A static quorum: the controller's port may change between starts.
    settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
    settings.put("log.dirs", log.toString());
    settings.putAll(ONE_REPLICA);
    settings.putAll(SMALL);
    settings.putAll(PROMPT);
    settings.putAll(DURABLE);
    return settings;
  }

  /** Everything of which a cluster has three. */
  private static final Map<String, String> ONE_REPLICA =
      Map.of(
          "default.replication.factor", "1",
          "min.insync.replicas", "1",
          "offsets.topic.replication.factor", "1",
          "transaction.state.log.replication.factor", "1",
          "transaction.state.log.min.isr", "1",
          "share.coordinator.state.topic.replication.factor", "1",
          "share.coordinator.state.topic.min.isr", "1");

  /**
   * Memory, files and threads for one machine; 50 internal partitions each would be for a fleet.
   */
  private static final Map<String, String> SMALL =
      Map.ofEntries(
          Map.entry("offsets.topic.num.partitions", "2"),
          Map.entry("transaction.state.log.num.partitions", "4"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          Map.entry("offsets.topic.segment.bytes", "16777216"),
          Map.entry("transaction.state.log.segment.bytes", "16777216"),
          Map.entry("log.cleaner.dedupe.buffer.size", "16777216"),
          Map.entry("log.cleaner.io.buffer.size", "131072"),
          Map.entry("num.network.threads", "2"),
          // A thread waits while the disk flushes; the others must still serve those who read.
          Map.entry("num.io.threads", "8"),
          Map.entry("background.threads", "2"),
          Map.entry("num.recovery.threads.per.data.dir", "2"),
          // Nobody reads its numbers over JMX here, and registering them takes time at start.
          Map.entry("metric.reporters", ""));

  /** Short waits where a cluster is patient. */
  private static final Map<String, String> PROMPT =
      Map.of(
          "group.initial.rebalance.delay.ms", "0",
          // A transaction that follows another at once waits for its end in steps of this.
          "add.partitions.to.txn.retry.backoff.ms", "1",
          "controller.quorum.election.timeout.ms", "200",
          "controller.quorum.append.linger.ms", "5",
          // The only broker is never taken for dead while its own controller lives: after a pause
          // of
          // the whole process every partition would be without a leader for a moment.
          "broker.session.timeout.ms", "86400000",
          // A transaction that its owner left open is looked for every second, not every ten.
          "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");

  /** What is written, when, and under whose time. */
  private static final Map<String, String> DURABLE =
      Map.of(
          "auto.create.topics.enable", "false",
          "log.message.timestamp.type", "LogAppendTime",
          "message.max.bytes", Integer.toString(Topics.MAX_RECORD_BYTES),
          // How far the log was taken up. Forgotten, a node that comes back would begin anew and
          // send
          // everything that is still kept once more; so it is kept longer than any record (10
          // years).
          "offsets.retention.minutes", "5256000",
          // Without a scheduler interval the flush.ms of a topic does nothing.
          "log.flush.scheduler.interval.ms", "100",
          // Else nothing at all is flushed by time in the first 30 seconds.
          "log.initial.task.delay.ms", "100",
          // After an unclean stop only what is behind this checkpoint is read again.
          "log.flush.offset.checkpoint.interval.ms", "10000");
}
