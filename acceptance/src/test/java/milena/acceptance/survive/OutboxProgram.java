package milena.acceptance.survive;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.AvroFormat;
import milena.schemas.OutboundMail;
import milena.schemas.RecordCodec;
import milena.schemas.Topics;
import milena.schemas.registry.RegistryClient;
import milena.schemas.registry.RegistrySettings;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A program that produces to the outbox of the tenant {@code default}, a record at a time. */
final class OutboxProgram implements AutoCloseable {

  private static final String TOPIC = Topics.OUTBOX_PREFIX + "default";

  private final RecordCodec<OutboundMail> codec;
  private final KafkaProducer<byte[], byte[]> producer;

  OutboxProgram(String bootstrap, String registry) {
    var format =
        new AvroFormat(
            new RegistryClient(RegistrySettings.of(List.of(URI.create("http://" + registry)))));
    var clients = new ClientSettings(Map.of("bootstrap.servers", bootstrap), "program");
    this.codec = format.codec(TOPIC, OutboundMail.class);
    this.producer = new KafkaProducer<>(clients.producer("program"));
  }

  /** Returns when the log has acknowledged it. */
  void write(String recipient, String text) throws ExecutionException, InterruptedException {
    write(null, recipient, text);
  }

  /** The same for one partition, or any with null. */
  void write(@Nullable Integer partition, String recipient, String text)
      throws ExecutionException, InterruptedException {
    var record =
        OutboundMail.newBuilder()
            .setSender("a@shop.test")
            .setRecipients(List.of(recipient))
            .setContent(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)))
            .build();
    producer.send(new ProducerRecord<>(TOPIC, partition, null, codec.encode(record))).get();
  }

  @Override
  public void close() {
    producer.close();
  }
}
