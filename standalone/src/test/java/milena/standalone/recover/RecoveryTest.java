package milena.standalone.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import milena.registry.RegistryConfig;
import milena.registry.RegistryService;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.kafka.TopicProvisioner;
import milena.runtime.kafka.WantedTopic;
import milena.runtime.lifecycle.Deadline;
import milena.schemas.AttemptEntry;
import milena.schemas.AttemptResult;
import milena.schemas.AvroFormat;
import milena.schemas.LogProfile;
import milena.schemas.MailEvent;
import milena.schemas.RecordFormat;
import milena.schemas.TopicSpec.Flush;
import milena.schemas.Topics;
import milena.schemas.registry.RegistryClient;
import milena.schemas.registry.RegistrySettings;
import milena.standalone.account.LogReader;
import milena.standalone.data.Synced;
import milena.standalone.kafka.EmbeddedKafka;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log as a power cut leaves it, made by hand. */
@Timeout(180)
class RecoveryTest {

  private static final LogProfile PROFILE = LogProfile.singleNode(1, Duration.ofDays(7));
  private static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS, 0);
  private static final byte[] KEY = {1};

  @TempDir Path data;

  @Test
  void shouldDropOrKeepOrFlushEveryTopic() {
    assertThat(Topics.all())
        .allSatisfy(
            topic ->
                assertThat(
                        List.of(
                            topic.flush() == Flush.BEFORE_ACK,
                            Generation.TOPICS.contains(topic.name()),
                            Generation.ACCOUNT.contains(topic.name())))
                    .as(topic.name())
                    .containsOnlyOnce(true));
  }

  @Test
  void shouldEndATransactionThatNobodyKnowsOfAnyMore() throws Exception {
    // Given: records of a transaction, and a coordinator that has lost every trace of it
    try (var broker = start()) {
      provide(clients(broker));
      leaveOpen(clients(broker));
    }
    forgetTransactions();

    try (var broker = start();
        var admin = Admin.create(clients(broker).admin())) {
      var offsets = new LogOffsets(admin);
      assertThat(visible(broker)).isZero();

      // When
      new OpenTransactions(admin).end(offsets.partitions(List.of(Topics.EVENTS)));

      // Then: it is as if it had never been, and what follows can be read
      try (var producer = new KafkaProducer<byte[], byte[]>(clients(broker).producer("after"))) {
        producer.send(new ProducerRecord<>(Topics.EVENTS, KEY, KEY)).get(30, TimeUnit.SECONDS);
      }
      assertThat(visible(broker)).isEqualTo(1);
    }
  }

  @Test
  void shouldStartANewGenerationAndRememberThePast() throws Exception {
    // Given
    try (var broker = start();
        var way = new Way(broker)) {
      way.write(Topics.EVENTS, event("m1.0", "accepted", false));
      way.write(Topics.EVENTS, event("m1.0", "delivered", true));
      way.write(Topics.EVENTS, event("m2.0", "accepted", false));
      way.write(Topics.ATTEMPTS, delivered("m2.0"));
      way.writeRaw(Topics.SUBMISSIONS);
      way.writeRaw(Topics.QUEUE);
      way.writeRaw(Topics.DISPATCH);
      way.commit("milena-shaper", new TopicPartition(Topics.QUEUE, 0), 1);
      way.commit("milena-bounce", EVENTS, 2);
      way.commit("somebody-else", EVENTS, 1_000);
      Files.createDirectories(data.resolve("state/shaper"));
      new Witness.Recovering().write(data);
      var witness = new LogWitness(data);
      witness.start();

      // When
      var recovery = way.recovery(data, witness);
      recovery.start();

      // Then
      assertThat(recovery.past().of("m1.0").ended()).isTrue();
      assertThat(recovery.past().of("m2.0").untold()).contains(delivered("m2.0").getResult());
      assertThat(way.records(Topics.QUEUE)).isZero();
      assertThat(way.records(Topics.DISPATCH)).isZero();
      assertThat(way.records(Topics.ATTEMPTS)).isZero();
      assertThat(way.records(Topics.EVENTS)).isEqualTo(3);
      assertThat(way.records(Topics.SUBMISSIONS)).isEqualTo(1);
      assertThat(way.committed("milena-shaper", Topics.QUEUE)).isEmpty();
      assertThat(way.committed("milena-bounce", Topics.EVENTS)).containsEntry(0, 2L);
      assertThat(way.committed("somebody-else", Topics.EVENTS)).containsEntry(0, 3L);
      assertThat(data.resolve("state")).doesNotExist();
      assertThat(LastEnd.of(data)).isNotEqualTo(LastEnd.POWER_CUT);

      // When: it has to begin again, with the results gone from the log
      recovery.stop(Deadline.after(Duration.ofSeconds(10), System::nanoTime));
      new Witness.Recovering().write(data);
      var after = new LogWitness(data);
      after.start();
      try (var again = new Way(broker)) {
        var second = again.recovery(data, after);
        second.start();

        // Then
        assertThat(second.past().of("m2.0").untold()).contains(delivered("m2.0").getResult());

        // When: the router has come through
        again.commit("milena-router", new TopicPartition(Topics.SUBMISSIONS, 0), 1);

        // Then
        await().atMost(Duration.ofSeconds(30)).until(() -> !Files.exists(data.resolve("past")));
        second.stop(Deadline.after(Duration.ofSeconds(10), System::nanoTime));
      }
    }
  }

  private EmbeddedKafka start() throws Exception {
    return EmbeddedKafka.start(EmbeddedKafka.Options.at(data.resolve("kafka")), fault -> {});
  }

  private static ClientSettings clients(EmbeddedKafka broker) {
    return new ClientSettings(Map.of("bootstrap.servers", broker.bootstrap()), "test");
  }

  private static void provide(ClientSettings clients) throws InterruptedException {
    try (var admin = Admin.create(clients.admin())) {
      new TopicProvisioner(admin, Duration.ofSeconds(30))
          .provide(
              Topics.all().stream()
                  .map(
                      topic ->
                          new WantedTopic(
                              topic.name(),
                              topic.partitionCount(PROFILE),
                              1,
                              topic.settings(PROFILE)))
                  .toList());
    }
  }

  private static void leaveOpen(ClientSettings clients) {
    var producer = new KafkaProducer<byte[], byte[]>(clients.transactionalProducer("lost"));
    producer.initTransactions();
    producer.beginTransaction();
    producer.send(new ProducerRecord<>(Topics.EVENTS, KEY, KEY));
    producer.flush();
    producer.close(Duration.ZERO);
  }

  private void forgetTransactions() throws Exception {
    var log = data.resolve(LastEnd.LOG);
    try (var folders = Files.newDirectoryStream(log, "__transaction_state-*")) {
      for (var folder : folders) {
        Synced.deleteTree(folder);
      }
    }
    Synced.delete(log.resolve(LastEnd.KAFKA_STOPPED));
  }

  private static int visible(EmbeddedKafka broker) {
    int[] records = {0};
    new LogReader(clients(broker)).read(EVENTS, record -> records[0]++);
    return records[0];
  }

  private static MailEvent event(String id, String type, boolean ending) {
    return MailEvent.newBuilder().setSubmissionId(id).setType(type).setFinal$(ending).build();
  }

  private static AttemptEntry delivered(String id) {
    var result =
        AttemptResult.newBuilder()
            .setSubmissionId(id)
            .setAttempt(1)
            .setIssue(1)
            .setOutcome("delivered")
            .build();
    return new AttemptEntry(result, null);
  }

  /** Topics and a registry on a broker, and what is written and read there. */
  private static final class Way implements AutoCloseable {
    private final ClientSettings clients;
    private final RegistryService registry;
    private final RegistryClient schemas;
    private final RecordFormat format;
    private final KafkaProducer<byte[], byte[]> producer;

    Way(EmbeddedKafka broker) throws Exception {
      clients = clients(broker);
      provide(clients);
      registry =
          new RegistryService(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              clients.base(),
              RegistryConfig.alone());
      registry.start();
      schemas = new RegistryClient(RegistrySettings.of(registry.url()));
      format = new AvroFormat(schemas);
      producer = new KafkaProducer<>(clients.producer("test"));
    }

    Recovery recovery(Path data, LogWitness witness) {
      var client = new RegistryClient(RegistrySettings.of(registry.url()));
      return new Recovery(
          witness, data, new Recovery.Ground(clients, client, () -> provide(clients)));
    }

    @SuppressWarnings("unchecked")
    <T extends SpecificRecord> void write(String topic, T value) throws Exception {
      var codec = format.codec(topic, (Class<T>) value.getClass());
      send(topic, codec.encode(value));
    }

    void writeRaw(String topic) throws Exception {
      send(topic, KEY);
    }

    private void send(String topic, byte[] value) throws Exception {
      producer.send(new ProducerRecord<>(topic, KEY, value)).get(30, TimeUnit.SECONDS);
    }

    void commit(String group, TopicPartition partition, long offset) throws Exception {
      try (var admin = Admin.create(clients.admin())) {
        admin
            .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset)))
            .all()
            .get(30, TimeUnit.SECONDS);
      }
    }

    Map<Integer, Long> committed(String group, String topic) throws InterruptedException {
      return new LogReader(clients).committed(group, topic);
    }

    int records(String topic) {
      int[] records = {0};
      new LogReader(clients).read(topic, 0, record -> records[0]++);
      return records[0];
    }

    @Override
    public void close() {
      producer.close();
      schemas.close();
      registry.stop(Deadline.after(Duration.ofSeconds(10), System::nanoTime));
    }
  }
}
