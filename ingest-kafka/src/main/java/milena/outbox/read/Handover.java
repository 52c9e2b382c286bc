package milena.outbox.read;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Executor;
import milena.ingest.log.Content;
import milena.ingest.log.ContentWriter;
import milena.ingest.log.LogReceipt;
import milena.ingest.log.LogUnavailable;
import milena.outbox.check.Checked;
import milena.schemas.SchemaRegistryException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record until it is in the log or refused. Decided once, and tried as often as it takes: what
 * was appended by an attempt that seemed to fail has the same id. Of the reader's thread.
 */
final class Handover {

  /** Is told how an attempt ended, on the reader's thread. */
  interface Listener {
    void finished(Handover handover, boolean taken);

    void failed(Handover handover);
  }

  private final Lane lane;
  private final long offset;
  private final long bytes;
  private final Reception reception;
  private final Executor loop;
  private final Listener listener;

  /** Until it is decided on; what is taken is held decoded, and once. */
  private @Nullable ConsumerRecord<byte[], byte[]> record;

  private Reception.@Nullable Decision decision;

  Handover(
      Lane lane,
      ConsumerRecord<byte[], byte[]> record,
      Reception reception,
      Executor loop,
      Listener listener) {
    this.lane = lane;
    this.record = record;
    this.offset = record.offset();
    this.bytes = Math.max(0, record.serializedValueSize());
    this.reception = reception;
    this.loop = loop;
    this.listener = listener;
  }

  Lane lane() {
    return lane;
  }

  long offset() {
    return offset;
  }

  /** What it holds, about. */
  long bytes() {
    return bytes;
  }

  /**
   * Tries; the listener hears of it later.
   *
   * @throws SchemaRegistryException when it has to wait for the registry
   */
  void attempt() {
    switch (decided()) {
      case Reception.Decision.Take(var mail) -> write(mail);
      case Reception.Decision.Refuse(var refusal) ->
          reception.refusals().tell(refusal, told -> loop.execute(() -> ended(told, false)));
    }
  }

  private Reception.Decision decided() {
    var before = decision;
    if (before != null) {
      return before;
    }
    var decided = reception.decide(requireNonNull(record), lane.codec());
    decision = decided;
    record = null;
    return decided;
  }

  private void write(Checked.Mail mail) {
    var writer = new ContentWriter(mail.id(), reception.content(), loop, () -> {});
    for (var part : new byte[][] {mail.head(), mail.message(), mail.tail()}) {
      writer.write(part, 0, part.length);
    }
    writer.finish(
        outcome -> {
          switch (outcome) {
            case LogUnavailable _ -> ended(writer, false);
            case Content content -> submit(mail, content, writer);
          }
        });
  }

  private void submit(Checked.Mail mail, Content content, ContentWriter writer) {
    writer.submit(
        mail.with(content),
        outcome -> {
          switch (outcome) {
            case LogUnavailable _ -> ended(writer, false);
            case LogReceipt _ -> ended(writer, true);
          }
        });
  }

  private void ended(ContentWriter writer, boolean logged) {
    writer.close();
    ended(logged, true);
  }

  private void ended(boolean done, boolean taken) {
    if (lane.isGone()) {
      return;
    }
    if (done) {
      listener.finished(this, taken);
    } else {
      listener.failed(this);
    }
  }
}
