package milena.delivery.claim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import milena.schemas.AttemptEntry;
import milena.schemas.AttemptResult;
import milena.schemas.Claim;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;

/** Writes results and claim markers to {@code mail.attempts}, and reads them. Any thread may. */
final class AttemptLog {

  /** The writer's monotonic clock before it wrote a marker; means nothing to others. */
  private static final String HEADER_CLAIMED_AT = "milena-claimed-at";

  /** Told when an append is acknowledged, or has failed for good. */
  interface Appended {
    void done(boolean acknowledged);
  }

  private final Producer<byte[], byte[]> producer;
  private final RecordCodec<AttemptEntry> codec;

  AttemptLog(Producer<byte[], byte[]> producer, RecordFormat format) {
    this.producer = producer;
    this.codec = format.codec(Topics.ATTEMPTS, AttemptEntry.class);
  }

  void append(int partition, AttemptResult result, Appended appended) {
    var entry = AttemptEntry.newBuilder().setResult(result).build();
    var id = result.getSubmissionId().getBytes(StandardCharsets.UTF_8);
    var record = new ProducerRecord<>(Topics.ATTEMPTS, partition, id, codec.encode(entry));
    record
        .headers()
        .add(Topics.HEADER_ID, id)
        .add(Topics.HEADER_TENANT, result.getTenant().getBytes(StandardCharsets.UTF_8));
    send(record, appended);
  }

  void append(int partition, Marker marker, Appended appended) {
    var claim =
        Claim.newBuilder()
            .setEpoch(marker.epoch())
            .setWorker(marker.worker())
            .setIncarnation(marker.incarnation())
            .setLeaseMs((int) marker.leaseMs())
            .setReleased(marker.released())
            .build();
    var entry = AttemptEntry.newBuilder().setClaim(claim).build();
    var key = marker.worker().getBytes(StandardCharsets.UTF_8);
    var record = new ProducerRecord<>(Topics.ATTEMPTS, partition, key, codec.encode(entry));
    var claimedAt = ByteBuffer.allocate(Long.BYTES).putLong(marker.claimedAt()).array();
    record.headers().add(HEADER_CLAIMED_AT, claimedAt);
    send(record, appended);
  }

  private void send(ProducerRecord<byte[], byte[]> record, Appended appended) {
    try {
      producer.send(record, (_, failure) -> appended.done(failure == null));
    } catch (KafkaException | IllegalStateException e) {
      appended.done(false);
    }
  }

  /** Whether an entry can be a marker: results have the header with the submission's id. */
  static boolean mayBeMarker(Headers headers) {
    return headers.lastHeader(Topics.HEADER_ID) == null;
  }

  AttemptEntry read(byte[] value) throws UnreadableRecord {
    return codec.decode(value);
  }

  static Marker marker(Claim claim, Headers headers) {
    var at = headers.lastHeader(HEADER_CLAIMED_AT);
    long claimedAt =
        at == null || at.value().length != Long.BYTES ? 0 : ByteBuffer.wrap(at.value()).getLong();
    return new Marker(
        claim.getEpoch(),
        claim.getWorker(),
        claim.getIncarnation(),
        claim.getLeaseMs(),
        claim.getReleased(),
        claimedAt);
  }
}
