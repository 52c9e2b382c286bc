package milena.router.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.AvroFormat;
import milena.schemas.LogProfile;
import milena.schemas.SchemaIds;
import milena.schemas.SchemaRegistryException;
import milena.schemas.Topics;
import milena.testing.FixedIds;
import milena.testing.TestBroker;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands reach every partition, whatever fails on their way. */
@Timeout(120)
class CommandCopiesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PARTITIONS = 3;

  @TempDir Path folder;
  private final FixedIds ids = new FixedIds();
  private final AtomicInteger failures = new AtomicInteger();

  /** The registry of all, which for this reader is away a few times. */
  private final class Registry implements SchemaIds {
    @Override
    public int idOf(String subject, Schema schema) {
      failSometimes(4);
      return ids.idOf(subject, schema);
    }

    @Override
    public Schema schemaOf(int id) {
      failSometimes(2);
      return ids.schemaOf(id);
    }

    private void failSometimes(int times) {
      if (failures.get() < times) {
        failures.incrementAndGet();
        throw new SchemaRegistryException("the registry is away", new IOException("refused"));
      }
    }
  }

  @Test
  void shouldGoOnCopyingWhenTheRegistryWasAway() throws Exception {
    try (var broker = new TestBroker(folder)) {
      // Given
      broker.start();
      broker.createTopics(
          LogProfile.singleNode(PARTITIONS, Duration.ofDays(7)),
          Stream.of(Topics.COMMANDS, Topics.CONTROL).map(Topics::spec).toList());
      var clients = new ClientSettings(Map.of("bootstrap.servers", broker.bootstrap()), "one");
      var copies = new CommandCopies(clients, new AvroFormat(new Registry()), PARTITIONS);
      copies.start();
      // When
      var answer =
          new CommandLog(clients, new AvroFormat(ids), InstantSource.system())
              .give(new Wish("suspend", Map.of("tenant", "acme"), "admin", ""));
      // Then
      assertThat(answer).isInstanceOf(CommandLog.Answer.Given.class);
      await().atMost(PATIENCE).until(() -> partitionsWithACopy(clients).size() == PARTITIONS);
      assertThat(failures).hasValue(4);
      assertThat(copies.stop(PATIENCE)).isTrue();
    }
  }

  private static Set<Integer> partitionsWithACopy(ClientSettings clients) {
    var found = new HashSet<Integer>();
    try (var consumer = new KafkaConsumer<byte[], byte[]>(clients.reader("test"))) {
      List<TopicPartition> all =
          IntStream.range(0, PARTITIONS)
              .mapToObj(partition -> new TopicPartition(Topics.CONTROL, partition))
              .toList();
      for (var end : consumer.endOffsets(all).entrySet()) {
        if (end.getValue() > 0) {
          found.add(end.getKey().partition());
        }
      }
    }
    return found;
  }
}
