package milena.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import milena.schemas.ContentChunk;
import milena.schemas.RecordFormat;
import milena.schemas.Submission;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Everything that stands in the log, read from the beginning. */
public final class TestLog {

  private final String bootstrap;
  private final RecordFormat format;

  /** Reads there. */
  public TestLog(String bootstrap, RecordFormat format) {
    this.bootstrap = bootstrap;
    this.format = format;
  }

  /** All of {@code mail.submissions}. */
  public List<Submission> submissions() throws UnreadableRecord {
    var codec = format.codec(Topics.SUBMISSIONS, Submission.class);
    var all = new ArrayList<Submission>();
    for (var record : records(Topics.SUBMISSIONS)) {
      all.add(codec.decode(record.value()));
    }
    return all;
  }

  /** The submission with this id, which must be there. */
  public Submission submission(String id) throws UnreadableRecord {
    return submissions().stream()
        .filter(submission -> submission.getId().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no submission " + id + " in the log"));
  }

  /** The whole message of a submission, from wherever its bytes are. */
  public String message(Submission submission) throws UnreadableRecord {
    return new String(bytes(submission), StandardCharsets.UTF_8);
  }

  /** The same as bytes. */
  public byte[] bytes(Submission submission) throws UnreadableRecord {
    var body = submission.getBody();
    if (body.getInline() != null) {
      return array(body.getInline());
    }
    var whole = new ByteArrayOutputStream();
    var codec = format.codec(Topics.CONTENT, ContentChunk.class);
    for (var record : records(Topics.CONTENT)) {
      if (record.partition() == body.getContentPartition()
          && body.getContentOffsets().contains(record.offset())) {
        whole.writeBytes(array(codec.decode(record.value()).getData()));
      }
    }
    return whole.toByteArray();
  }

  private static byte[] array(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** All of a topic, each partition in its order. */
  public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap);
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      var all = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      while (partitions.stream()
          .anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
        consumer.poll(Duration.ofMillis(100)).forEach(all::add);
      }
      return all;
    }
  }
}
