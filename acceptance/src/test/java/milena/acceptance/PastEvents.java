package milena.acceptance;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import milena.ingest.log.MessageIds;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.MailEvent;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Events of a time that has passed, as if the log had got them then: two of each message, that it
 * was accepted and that it was delivered.
 */
final class PastEvents {

  private final ClientSettings clients;
  private final RecordCodec<MailEvent> codec;
  private final MessageIds ids;
  private Instant now = Instant.EPOCH;

  PastEvents(ClientSettings clients, RecordFormat format) {
    this.clients = clients;
    this.codec = format.codec(Topics.EVENTS, MailEvent.class);
    this.ids = new MessageIds(() -> now);
  }

  /**
   * Writes those of so many messages, which came evenly through a stretch that ends now.
   *
   * @return the messages' ids in order
   */
  List<String> write(int messages, Duration stretch) throws Exception {
    keepTheirTimes();
    var end = Instant.now();
    var written = new ArrayList<String>(messages);
    try (var producer = new KafkaProducer<byte[], byte[]>(clients.producer("past"))) {
      for (long number = 1; number <= messages; number++) {
        now = end.minus(stretch).plus(stretch.multipliedBy(number).dividedBy(messages));
        var id = ids.next();
        written.add(id);
        producer.send(record(event(id, number).setType("accepted").build()));
        producer.send(
            record(
                event(id, number)
                    .setType("delivered")
                    .setFinal$(true)
                    .setAttempt(1)
                    .setCode(250)
                    .setEnhanced("2.0.0")
                    .setText("250 2.0.0 Ok: queued as 4Zk1Tq0xyz")
                    .setRemoteHost("mx.accept.test")
                    .setRemoteAddress("192.0.2.10:25")
                    .build()));
      }
    }
    return written;
  }

  /** An id of that time which no message has. */
  String invented(Instant time) {
    now = time;
    return new MessageIds(() -> now).next();
  }

  /** The broker would give them its own time. */
  private void keepTheirTimes() throws ExecutionException, InterruptedException {
    var topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.EVENTS);
    var times = new ConfigEntry("message.timestamp.type", "CreateTime");
    try (var admin = Admin.create(clients.admin())) {
      admin
          .incrementalAlterConfigs(
              Map.of(topic, List.of(new AlterConfigOp(times, AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  private MailEvent.Builder event(String id, long number) {
    return MailEvent.newBuilder()
        .setSubmissionId(id + ".0")
        .setMessageId(id)
        .setTenant("default")
        .setSender("news@sender.test")
        .setRecipient("user" + number + "@accept.test")
        .setDomain("accept.test")
        .setSite("accept.test")
        .setAcceptedAt(now)
        .setTime(now)
        .setSize(4096);
  }

  private ProducerRecord<byte[], byte[]> record(MailEvent event) {
    var key = event.getMessageId().getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(Topics.EVENTS, null, now.toEpochMilli(), key, codec.encode(event));
  }
}
