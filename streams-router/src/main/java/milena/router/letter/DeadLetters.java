package milena.router.letter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import milena.runtime.stage.StageOutput;
import milena.schemas.DeadLetter;
import milena.schemas.Excerpt;
import milena.schemas.MailEvent;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Keeps what could not be read, and ends its submission where the headers say which it was. */
public final class DeadLetters {
  private final RecordWriter writer;
  private final RecordCodec<DeadLetter> codec;
  private final String stage;
  private final InstantSource clock;

  /** Writes in this format; {@code stage} is who could not read. */
  public DeadLetters(RecordFormat format, String stage, InstantSource clock) {
    this.writer = new RecordWriter(format);
    this.codec = format.codec(Topics.DEAD_LETTERS, DeadLetter.class);
    this.stage = stage;
    this.clock = clock;
  }

  /** Keeps a copy of the record, shortened if it is very large, with what was wrong with it. */
  public void put(ConsumerRecord<byte[], byte[]> record, Exception problem, StageOutput output) {
    var where = record.topic() + "/" + record.partition() + "/" + record.offset();
    var letter =
        new DeadLetter(
            record.topic(),
            record.partition(),
            record.offset(),
            String.valueOf(problem.getMessage()),
            Excerpt.of(record.key()),
            Excerpt.of(record.value()),
            stage,
            clock.millis());
    output.send(
        new ProducerRecord<>(
            Topics.DEAD_LETTERS,
            null,
            where.getBytes(StandardCharsets.UTF_8),
            codec.encode(letter)));
  }

  /** Writes the ending of the submission that the record's headers name, if they name one. */
  public void reject(ConsumerRecord<byte[], byte[]> record, Exception problem, StageOutput output) {
    var id = header(record.headers(), Topics.HEADER_ID);
    if (id == null) {
      return;
    }
    var tenant = header(record.headers(), Topics.HEADER_TENANT);
    var event = MailEvent.newBuilder();
    event.setType("rejected");
    event.setFinal$(true);
    event.setSubmissionId(id);
    event.setMessageId(id.contains(".") ? id.substring(0, id.lastIndexOf('.')) : id);
    event.setTenant(tenant == null ? "" : tenant);
    event.setTime(Instant.ofEpochMilli(clock.millis()));
    event.setStage(stage);
    event.setEnhanced("5.3.0");
    event.setText("the record of this submission cannot be read: " + problem.getMessage());
    event.setScope("message");
    event.setReason("unreadable");
    writer.event(output, event.build());
  }

  private static @Nullable String header(Headers headers, String name) {
    var header = headers.lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }
}
