package milena.standalone.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import milena.runtime.config.HostPort;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

  private static final TopicPartition TOPIC = new TopicPartition("kept", 0);

  @TempDir Path folder;

  private final List<BrokerFault> faults = new CopyOnWriteArrayList<>();

  @Test
  void shouldKeepDataAndAddressOverARestart() throws Exception {
    // Given
    String before;
    try (var broker = start(EmbeddedKafka.Options.at(folder))) {
      before = broker.bootstrap();
      createTopic(before);
      produce(before, "one");
    }

    // When
    try (var broker = start(EmbeddedKafka.Options.at(folder))) {
      produce(broker.bootstrap(), "two");

      // Then
      assertThat(broker.bootstrap()).isEqualTo(before);
      assertThat(consume(broker.bootstrap(), 2)).containsExactly("one", "two");
      assertThat(faults).isEmpty();
    }
  }

  @Test
  void shouldRefuseAFolderInUseAndNameTheHolder() throws Exception {
    // Given
    try (var _ = start(EmbeddedKafka.Options.at(folder))) {

      // Then
      assertThatThrownBy(() -> start(EmbeddedKafka.Options.at(folder)))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "the folder %s is in use by process %d", folder, ProcessHandle.current().pid());
    }
  }

  @Test
  void shouldNameAWantedPortThatIsTakenAndGiveTheFolderFree() throws Exception {
    // Given
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var wanted = new HostPort("127.0.0.1", taken.getLocalPort());

      // Then
      assertThatThrownBy(() -> start(new EmbeddedKafka.Options(folder, wanted, Map.of())))
          .hasMessage("cannot listen on " + wanted + ": the port is taken");
      assertThatThrownBy(() -> start(new EmbeddedKafka.Options(folder, wanted, Map.of())))
          .hasMessageStartingWith("cannot listen on");
    }
  }

  @Test
  void shouldTakeAnotherFreePortWhenTheRememberedOneIsTaken() throws Exception {
    // Given
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(
          folder.resolve("ports.properties"),
          "broker=%d%ncontroller=%d%n".formatted(taken.getLocalPort(), taken.getLocalPort()));

      // When
      try (var broker = start(EmbeddedKafka.Options.at(folder))) {

        // Then
        assertThat(broker.address().port()).isNotEqualTo(taken.getLocalPort());
        createTopic(broker.bootstrap());
      }
    }
  }

  @Test
  void shouldTellWhenTheBrokerWantsToEndTheProcess() throws Exception {
    // Given
    try (var _ = start(EmbeddedKafka.Options.at(folder))) {

      // When
      assertThatThrownBy(() -> Exit.halt(1, "log dir failed"))
          .isInstanceOf(IllegalStateException.class);

      // Then
      assertThat(faults).containsExactly(new BrokerFault(1, "log dir failed"));
    }
  }

  @Test
  void shouldStampRecordsWithTheTimeOfTheLog() throws Exception {
    // Given
    try (var broker = start(EmbeddedKafka.Options.at(folder));
        var producer = producer(broker.bootstrap())) {
      createTopic(broker.bootstrap());

      // When
      var sent = producer.send(new ProducerRecord<>("kept", 0, 1_000L, "key", "old")).get();

      // Then
      assertThat(sent.timestamp()).isGreaterThan(1_000_000_000_000L);
    }
  }

  @Test
  void shouldBeBackAtOnceAfterAKillAndAbortWhatItLeftOpen() throws Exception {
    // Given
    var killed = folder.resolve("killed");
    try (var broker = start(EmbeddedKafka.Options.at(folder.resolve("running")));
        var producer = transactional(broker.bootstrap())) {
      createTopic(broker.bootstrap());
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("kept", "key", "never committed")).get();
      copy(folder.resolve("running"), killed);
    }

    // When
    long began = System.nanoTime();
    try (var broker = start(EmbeddedKafka.Options.at(killed));
        var producer = transactional(broker.bootstrap())) {
      var took = Duration.ofNanos(System.nanoTime() - began);
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("kept", "key", "committed"));
      producer.commitTransaction();

      // Then
      assertThat(consume(broker.bootstrap(), 1)).containsExactly("committed");
      // Kafka's own session would be waited for nine seconds.
      assertThat(took).isLessThan(Duration.ofSeconds(8));
    }
  }

  /** What is there when a process is killed at that moment. */
  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private EmbeddedKafka start(EmbeddedKafka.Options options) throws IOException {
    return EmbeddedKafka.start(options, faults::add);
  }

  private static void createTopic(String bootstrap) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
    }
  }

  private static KafkaProducer<String, String> producer(String bootstrap) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrap, "acks", "all"),
        new StringSerializer(),
        new StringSerializer());
  }

  private static KafkaProducer<String, String> transactional(String bootstrap) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            bootstrap,
            "transactional.id",
            "stage",
            "transaction.timeout.ms",
            1_000),
        new StringSerializer(),
        new StringSerializer());
  }

  private static void produce(String bootstrap, String value) throws Exception {
    try (var producer = producer(bootstrap)) {
      producer.send(new ProducerRecord<>("kept", "key", value)).get();
    }
  }

  private static List<String> consume(String bootstrap, int count) {
    var values = new ArrayList<String>();
    var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(TOPIC));
      consumer.seekToBeginning(List.of(TOPIC));
      while (values.size() < count && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}
