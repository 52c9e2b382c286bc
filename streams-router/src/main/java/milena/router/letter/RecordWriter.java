package milena.router.letter;

import java.nio.charset.StandardCharsets;
import java.util.List;
import milena.runtime.stage.StageOutput;
import milena.schemas.ControlEntry;
import milena.schemas.Dispatch;
import milena.schemas.MailEvent;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.RoutedSubmission;
import milena.schemas.SiteRecord;
import milena.schemas.Topics;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Writes the records of the way, each under its key and with its headers. */
public final class RecordWriter {
  private final RecordCodec<RoutedSubmission> queueCodec;
  private final RecordCodec<RoutedSubmission> recipientCodec;
  private final RecordCodec<Dispatch> dispatchCodec;
  private final RecordCodec<MailEvent> eventCodec;
  private final RecordCodec<ControlEntry> controlCodec;
  private final RecordCodec<SiteRecord> siteCodec;

  /** Writes in this format. */
  public RecordWriter(RecordFormat format) {
    queueCodec = format.codec(Topics.QUEUE, RoutedSubmission.class);
    recipientCodec = format.codec(Topics.RECIPIENTS, RoutedSubmission.class);
    dispatchCodec = format.codec(Topics.DISPATCH, Dispatch.class);
    eventCodec = format.codec(Topics.EVENTS, MailEvent.class);
    controlCodec = format.codec(Topics.CONTROL, ControlEntry.class);
    siteCodec = format.codec(Topics.SITES_TABLE, SiteRecord.class);
  }

  /** Puts a submission into its site shard's queue. */
  public void queue(StageOutput output, int partition, RoutedSubmission routed) {
    var id = utf8(routed.getSubmissionId());
    output.send(
        new ProducerRecord<>(
            Topics.QUEUE,
            partition,
            id,
            queueCodec.encode(routed),
            headers(id, routed.getTenant())));
  }

  /** Hands one recipient of several to the partition where its suppressions are. */
  public void recipient(StageOutput output, int partition, byte[] hash, RoutedSubmission routed) {
    output.send(
        new ProducerRecord<>(
            Topics.RECIPIENTS,
            partition,
            hash,
            recipientCodec.encode(routed),
            headers(utf8(routed.getSubmissionId()), routed.getTenant())));
  }

  /** Permits an attempt. */
  public void dispatch(StageOutput output, int partition, Dispatch dispatch) {
    var id = utf8(dispatch.getSubmissionId());
    output.send(
        new ProducerRecord<>(
            Topics.DISPATCH,
            partition,
            id,
            dispatchCodec.encode(dispatch),
            headers(id, dispatch.getTenant())));
  }

  /** Tells everyone: {@code mail.events}. */
  public void event(StageOutput output, MailEvent event) {
    output.send(
        new ProducerRecord<>(
            Topics.EVENTS,
            null,
            utf8(event.getMessageId()),
            eventCodec.encode(event),
            headers(utf8(event.getSubmissionId()), event.getTenant())));
  }

  /** Notes what was found out about a domain. */
  public void site(StageOutput output, SiteRecord record) {
    output.send(
        new ProducerRecord<>(
            Topics.SITES_TABLE, 0, utf8(record.getDomain()), siteCodec.encode(record)));
  }

  /** Tells one shaper partition. */
  public void control(StageOutput output, int partition, byte[] key, ControlEntry entry) {
    output.send(new ProducerRecord<>(Topics.CONTROL, partition, key, controlCodec.encode(entry)));
  }

  private static List<Header> headers(byte[] id, String tenant) {
    return List.of(
        new RecordHeader(Topics.HEADER_ID, id),
        new RecordHeader(Topics.HEADER_TENANT, utf8(tenant)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
