package milena.acceptance.way;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import milena.runtime.kafka.ClientSettings;
import milena.standalone.account.LogReader;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Takes things out of a log, as no part of the system ever does. */
final class LogSurgery implements AutoCloseable {

  private final ClientSettings clients;
  private final Admin admin;

  LogSurgery(String bootstrap) {
    clients = new ClientSettings(Map.of("bootstrap.servers", bootstrap), "surgery");
    admin = Admin.create(clients.admin());
  }

  /** Removes all records of a topic. */
  void empty(String topic) throws ExecutionException, InterruptedException {
    admin
        .deleteRecords(offsets(topic, RecordsToDelete::beforeOffset, OffsetSpec.latest()))
        .all()
        .get();
  }

  /** Has a group that nobody is in read a topic from its beginning. */
  void rewind(String group, String topic) throws ExecutionException, InterruptedException {
    admin
        .alterConsumerGroupOffsets(
            group, offsets(topic, OffsetAndMetadata::new, OffsetSpec.earliest()))
        .all()
        .get();
  }

  /** Says of every key of a compacted topic that it is gone. */
  void forget(String topic) {
    try (var producer = new KafkaProducer<byte[], byte[]>(clients.producer("surgery"))) {
      new LogReader(clients)
          .read(
              topic,
              0,
              found ->
                  producer.send(new ProducerRecord<>(topic, found.partition(), found.key(), null)));
    }
  }

  private <T> Map<TopicPartition, T> offsets(String topic, Function<Long, T> form, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    var asked = new HashMap<TopicPartition, OffsetSpec>();
    for (var described : admin.describeTopics(List.of(topic)).allTopicNames().get().values()) {
      described
          .partitions()
          .forEach(found -> asked.put(new TopicPartition(topic, found.partition()), which));
    }
    var offsets = new HashMap<TopicPartition, T>();
    admin
        .listOffsets(asked)
        .all()
        .get()
        .forEach((partition, found) -> offsets.put(partition, form.apply(found.offset())));
    return offsets;
  }

  @Override
  public void close() {
    admin.close();
  }
}
