package milena.outbox.read;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import milena.ingest.log.ContentWriter;
import milena.ingest.log.LogSettings;
import milena.ingest.log.MemoryBudget;
import milena.ingest.log.SubmissionLog;
import milena.ingest.log.SystemStorage;
import milena.outbox.check.Checked;
import milena.outbox.check.DerivedIds;
import milena.outbox.check.OutboxCheck;
import milena.outbox.check.Place;
import milena.outbox.refuse.Refusal;
import milena.outbox.refuse.Refusals;
import milena.schemas.OutboundMail;
import milena.schemas.RecordCodec;
import milena.schemas.SchemaRegistryException;
import milena.schemas.UnreadableRecord;
import milena.tenants.book.Roster;
import milena.tenants.rate.TenantRates;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the records of all partitions need on their way.
 *
 * @param check decides
 * @param ids makes their ids
 * @param tenants who there is; empty as long as that is not known
 * @param rates how much may come of whom
 * @param storage whether there is room for mail
 * @param content how bodies are written; what is under way is bounded here, so it has no budget
 * @param refusals where it is told what was not taken
 * @param clock the time of day
 */
public record Reception(
    OutboxCheck check,
    DerivedIds ids,
    Supplier<Optional<Roster>> tenants,
    TenantRates rates,
    SystemStorage storage,
    ContentWriter.Shared content,
    Refusals refusals,
    InstantSource clock) {

  private static final byte[] NO_VALUE = {};
  private static final int SAID_AT_MOST = 16 * 1024;

  /** How bodies are written to a log. */
  public static ContentWriter.Shared content(SubmissionLog log, LogSettings settings) {
    return new ContentWriter.Shared(log, settings, new MemoryBudget(Long.MAX_VALUE));
  }

  /** Whether records may be taken up at all. */
  boolean isOpen() {
    return tenants.get().isPresent() && storage.isSufficient();
  }

  /** What is to be done with a record. */
  sealed interface Decision {
    record Take(Checked.Mail mail) implements Decision {}

    record Refuse(Refusal refusal) implements Decision {}
  }

  /**
   * Decides on a record.
   *
   * @throws SchemaRegistryException when it cannot be read now, through no fault of its own
   */
  Decision decide(ConsumerRecord<byte[], byte[]> record, RecordCodec<OutboundMail> codec) {
    var place = new Place(record.topic(), record.partition(), record.offset(), record.timestamp());
    try {
      var mail = codec.decode(record.value());
      var tenant = tenants.get().flatMap(roster -> roster.tenant(place.tenant())).orElse(null);
      var key = mail.getIdempotencyKey();
      var id = key.isEmpty() ? ids.ofPlace(place, record.value()) : ids.ofKey(place.tenant(), key);
      return switch (check.check(mail, tenant, id, place, clock.millis())) {
        case Checked.Mail taken -> {
          // One was asked for before it was known how many there are.
          rates.charge(taken.tenant(), taken.envelope().recipients().size() - 1);
          yield new Decision.Take(taken);
        }
        case Checked.Refused(var reason, var enhanced, var text) ->
            refuse(record, place, new Refusal.Why(reason, enhanced, text), said(mail));
      };
    } catch (UnreadableRecord e) {
      return unreadable(record, place, e);
    } catch (SchemaRegistryException e) {
      throw e;
    } catch (RuntimeException e) {
      // Whatever a record does to us, the next one is somebody else's mail.
      return unreadable(record, place, e);
    }
  }

  private Decision unreadable(ConsumerRecord<byte[], byte[]> record, Place place, Exception e) {
    var why = new Refusal.Why("unreadable", "5.6.0", "the record cannot be read: " + e);
    return refuse(record, place, why, Refusal.Said.NOTHING);
  }

  private Decision refuse(
      ConsumerRecord<byte[], byte[]> record, Place place, Refusal.Why why, Refusal.Said said) {
    var value = record.value() == null ? NO_VALUE : record.value();
    boolean bad = !why.reason().equals("tenant");
    return new Decision.Refuse(
        new Refusal(ids.ofRefused(place, value), place.tenant(), why, said, record, bad));
  }

  /** What it is known by, unless that is so much that the event would be refused too. */
  private static Refusal.Said said(OutboundMail mail) {
    long chars = (long) mail.getSender().length() + mail.getCampaign().length();
    for (var entry : mail.getMeta().entrySet()) {
      chars += entry.getKey().length() + entry.getValue().length();
    }
    var recipient = mail.getRecipients().size() == 1 ? mail.getRecipients().getFirst() : "";
    return chars + recipient.length() > SAID_AT_MOST
        ? Refusal.Said.NOTHING
        : new Refusal.Said(mail.getSender(), recipient, mail.getCampaign(), mail.getMeta());
  }
}
