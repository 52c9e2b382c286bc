package milena.delivery.claim;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import milena.schemas.DeadLetter;
import milena.schemas.Excerpt;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Keeps records that cannot be read, for a person to look at. */
final class DeadLetters {
  private static final String STAGE = "delivery";

  private final Producer<byte[], byte[]> producer;
  private final RecordCodec<DeadLetter> codec;
  private final InstantSource clock;

  DeadLetters(Producer<byte[], byte[]> producer, RecordFormat format, InstantSource clock) {
    this.producer = producer;
    this.codec = format.codec(Topics.DEAD_LETTERS, DeadLetter.class);
    this.clock = clock;
  }

  void append(ConsumerRecord<byte[], byte[]> record, String error, AttemptLog.Appended appended) {
    var letter =
        DeadLetter.newBuilder()
            .setTopic(record.topic())
            .setPartition(record.partition())
            .setOffset(record.offset())
            .setError(error)
            .setKey(Excerpt.of(record.key()))
            .setValue(Excerpt.of(record.value()))
            .setStage(STAGE)
            .setAt(clock.millis())
            .build();
    var place = record.topic() + '-' + record.partition() + '-' + record.offset();
    var key = place.getBytes(StandardCharsets.UTF_8);
    try {
      producer.send(
          new ProducerRecord<>(Topics.DEAD_LETTERS, key, codec.encode(letter)),
          (_, failure) -> appended.done(failure == null));
    } catch (KafkaException | IllegalStateException e) {
      appended.done(false);
    }
  }
}
