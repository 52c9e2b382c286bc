package milena.ingest.log;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import milena.schemas.InboundReport;
import milena.schemas.RecipientHash;
import milena.schemas.RecordCodec;
import milena.schemas.Topics;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * What comes back, in {@code mail.inbound}: a record for each recipient, under its hash, with the
 * whole message. They are written one after another, so that a message takes the room of one record
 * whatever the number of its recipients. When it ends between two of them the sender hears 451 and
 * comes again, and the first recipient's report is there twice, under two ids.
 */
final class ReportLog implements SubmissionLog {

  private final RecordCodec<InboundReport> codec;
  private final Supplier<RecipientHash> hash;
  private final int partitions;
  private final BiConsumer<ProducerRecord<byte[], byte[]>, Consumer<LogOutcome>> send;

  /**
   * Fetches what the format needs to know.
   *
   * @param hash the one of the calling thread
   * @param partitions of the topic
   * @param send never blocks
   */
  ReportLog(
      RecordCodec<InboundReport> codec,
      Supplier<RecipientHash> hash,
      int partitions,
      BiConsumer<ProducerRecord<byte[], byte[]>, Consumer<LogOutcome>> send) {
    this.codec = codec;
    this.hash = hash;
    this.partitions = partitions;
    this.send = send;
    codec.encode(ReportRecord.of(SubmissionRecord.SAMPLE, 0, ReportFacts.NONE));
  }

  /** A report is never cut, except for want of room: then it is not taken. */
  @Override
  public void append(ContentSlice slice, Consumer<LogOutcome> whenDone) {
    whenDone.accept(new LogUnavailable("NoRoom"));
  }

  @Override
  public void append(Submittal submittal, Consumer<LogOutcome> whenDone) {
    // Once and here: the records after the first are made on the thread of the log's client.
    append(submittal, 0, ReportFacts.of(ReportRecord.raw(submittal)), whenDone);
  }

  /** On the thread of the log's client, which would keep a failure to itself. */
  private void next(Submittal report, int index, ReportFacts facts, Consumer<LogOutcome> whenDone) {
    try {
      append(report, index, facts, whenDone);
    } catch (RuntimeException failed) {
      whenDone.accept(new LogUnavailable(failed.getClass().getSimpleName()));
    }
  }

  private void append(
      Submittal report, int index, ReportFacts facts, Consumer<LogOutcome> whenDone) {
    var recipients = report.envelope().recipients();
    var key = hash.get().of(recipients.get(index).canonical());
    int partition = RecipientHash.partition(key, partitions);
    var record = ReportRecord.of(report, index, facts);
    List<Header> headers =
        List.of(
            new RecordHeader(Topics.HEADER_ID, record.getId().getBytes(StandardCharsets.UTF_8)));
    var value = codec.encode(record);
    send.accept(
        new ProducerRecord<>(Topics.INBOUND, partition, null, key, value, headers),
        outcome -> {
          if (outcome instanceof LogReceipt && index + 1 < recipients.size()) {
            next(report, index + 1, facts, whenDone);
          } else {
            whenDone.accept(outcome);
          }
        });
  }
}
