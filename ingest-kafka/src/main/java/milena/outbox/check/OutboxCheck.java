package milena.outbox.check;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import milena.ingest.header.HeaderChecks;
import milena.ingest.header.HeaderFacts;
import milena.ingest.header.HeaderScan;
import milena.ingest.header.MissingFields;
import milena.ingest.log.Submittal;
import milena.ingest.log.Wishes;
import milena.mail.address.AddressParser;
import milena.mail.address.FromDomains;
import milena.mail.address.Mailbox;
import milena.mail.address.Path;
import milena.mail.address.PathResult;
import milena.mail.mime.DataFault;
import milena.mail.mime.HeaderBlock;
import milena.mail.mime.MailDate;
import milena.outbox.check.Checked.Refused;
import milena.schemas.OutboundMail;
import milena.tenants.book.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a record is mail. What is wrong with the message, the sender or the wishes
 * refuses all of it. A recipient that is no address goes on with the others as it is: the router
 * ends it as rejected, once, whatever is read again here.
 */
public final class OutboxCheck {
  private static final String PROTOCOL = "KAFKA";
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] NOTHING = {};

  private final OutboxRules rules;

  /** Decides by these rules. */
  public OutboxCheck(OutboxRules rules) {
    this.rules = rules;
  }

  /** What was found out about the parts, before they are put together. */
  private record Parts(
      String sender, boolean asciiSender, List<Submittal.Recipient> recipients, boolean ascii) {

    Submittal.Envelope envelope(boolean asciiHeader, boolean eightBit) {
      boolean utf8 = !asciiSender || !ascii || !asciiHeader;
      return new Submittal.Envelope(sender, recipients, utf8, eightBit);
    }
  }

  /**
   * Decides.
   *
   * @param tenant whose topic it is; null where there is no such tenant
   * @param id under which it would be mail
   * @param now ms since the epoch
   */
  public Checked check(OutboundMail mail, @Nullable Tenant tenant, String id, Place at, long now) {
    var refused = refusal(mail, tenant, now);
    if (refused != null) {
      return refused;
    }
    var sender = mail.getSender();
    var box = sender.isEmpty() ? null : mailbox(sender);
    refused = wrongSender(sender, box, tenant);
    if (refused != null) {
      return refused;
    }
    var message = bytes(mail.getContent());
    var scan = MessageScan.of(message);
    var fault = refusal(scan, message, tenant);
    if (fault != null) {
      return fault;
    }
    var header = new HeaderScan();
    var found = header.scan(message, Math.min(message.length, OutboxRules.MAX_HEADER_BYTES));
    if (found == null && message.length > OutboxRules.MAX_HEADER_BYTES) {
      return new Refused("content", "5.3.4", "the header block is too large");
    }
    var facts = found == null ? header.atEnd(message, message.length) : found;
    fault = refusal(facts, HeaderBlock.of(message, 0, header.end()), tenant);
    if (fault != null) {
      return fault;
    }
    var parts = parts(mail, box);
    int broken = facts.endsProperly() ? 0 : header.end();
    return new Checked.Mail(
        id,
        at.tenant(),
        now,
        parts.envelope(header.bits() >= 0, scan.eightBit()),
        new Submittal.Origin(PROTOCOL, at.toString(), ""),
        wishes(mail),
        joined(head(id, now, parts.recipients, facts), message, broken, facts),
        from(message, broken),
        scan.endsLine() ? NOTHING : CRLF);
  }

  private @Nullable Refused refusal(OutboundMail mail, @Nullable Tenant tenant, long now) {
    if (tenant == null) {
      return new Refused("tenant", "5.7.1", "there is no such tenant");
    }
    if (!tenant.active()) {
      return new Refused("tenant", "5.7.1", "the tenant is suspended");
    }
    if (mail.getRecipients().isEmpty()) {
      return new Refused("recipients", "5.5.1", "there are no recipients");
    }
    if (mail.getRecipients().size() > rules.maxRecipients()) {
      return new Refused(
          "recipients", "5.5.3", "there are more than " + rules.maxRecipients() + " recipients");
    }
    if (octets(mail.getRecipients().stream()) > OutboxRules.MAX_RECIPIENTS_BYTES) {
      return new Refused("recipients", "5.5.3", "the recipients are too long");
    }
    if (octets(words(mail)) > OutboxRules.MAX_WORDS_BYTES) {
      return new Refused(
          "wishes", "5.5.4", "sender, key, campaign, pool and meta are more than 16 KiB");
    }
    return wrongWishes(mail, now);
  }

  private static @Nullable Refused wrongSender(
      String sender, @Nullable Mailbox box, @Nullable Tenant tenant) {
    if (box == null) {
      return sender.isEmpty()
          ? null
          : new Refused("sender", "5.1.7", "the sender is no mail address");
    }
    var domain = box.domain().ascii();
    return tenant == null || tenant.mayUse(domain)
        ? null
        : new Refused("sender", "5.7.1", "the tenant may not send as " + domain);
  }

  private static @Nullable Refused wrongWishes(OutboundMail mail, long now) {
    int priority = mail.getPriority();
    if (priority < Wishes.LOWEST_PRIORITY || priority > -Wishes.LOWEST_PRIORITY) {
      return new Refused("wishes", "5.5.4", "the priority is not in -9 to 9");
    }
    if (mail.getNotBefore() < 0 || mail.getExpiresAt() < 0) {
      return new Refused("wishes", "5.5.4", "a time is before 1970");
    }
    if (mail.getNotBefore() > now + OutboxRules.LONGEST_HOLD.toMillis()) {
      return new Refused(
          "wishes",
          "5.5.4",
          "it is to be held for more than " + OutboxRules.LONGEST_HOLD.toDays() + " days");
    }
    return null;
  }

  private @Nullable Refused refusal(MessageScan scan, byte[] message, @Nullable Tenant tenant) {
    if (message.length == 0) {
      return new Refused("content", "5.6.0", "the message is empty");
    }
    if (message.length > rules.maxSize()) {
      return new Refused("content", "5.3.4", DataFault.TOO_BIG.text());
    }
    var fault = scan.fault();
    if (fault != null) {
      return new Refused("content", "5.6.0", fault.text());
    }
    return checks(tenant).isLoop(scan.hops())
        ? new Refused("content", "5.4.6", "too many hops, the message runs in a circle")
        : null;
  }

  private HeaderChecks checks(@Nullable Tenant tenant) {
    return tenant == null ? rules.checks() : tenant.checks().over(rules.checks());
  }

  private @Nullable Refused refusal(
      HeaderFacts facts, HeaderBlock header, @Nullable Tenant tenant) {
    // Who may write to the topic has proven to be the tenant.
    var objection = checks(tenant).objection(facts, true);
    if (objection.isPresent()) {
      return new Refused("content", "5.6.0", objection.get());
    }
    if (tenant == null || tenant.senderDomains().isEmpty()) {
      return null;
    }
    var authors = FromDomains.ofAll(header.values("From"));
    return authors.isPresent() && authors.get().stream().allMatch(tenant::mayUse)
        ? null
        : new Refused("content", "5.7.1", "the domain of From is not one that the tenant may use");
  }

  private static Parts parts(OutboundMail mail, @Nullable Mailbox sender) {
    var recipients = new ArrayList<Submittal.Recipient>();
    boolean ascii = true;
    for (var address : mail.getRecipients()) {
      var box = mailbox(address);
      if (box == null) {
        recipients.add(new Submittal.Recipient(address, ""));
      } else {
        recipients.add(new Submittal.Recipient(box.toString(), box.canonical()));
        ascii &= box.asciiOnly();
      }
    }
    return new Parts(
        sender == null ? "" : sender.toString(),
        sender == null || sender.asciiOnly(),
        recipients,
        ascii);
  }

  private byte[] head(
      String id, long now, List<Submittal.Recipient> recipients, HeaderFacts facts) {
    var date = MailDate.format(Instant.ofEpochMilli(now));
    var text = new StringBuilder("Received: by ").append(rules.hostname());
    text.append(" with ").append(PROTOCOL).append(" id ").append(id);
    // Named only when it is the only one: the others are not for it to know.
    if (recipients.size() == 1 && !recipients.getFirst().canonical().isEmpty()) {
      text.append("\r\n\tfor <").append(recipients.getFirst().address()).append('>');
    }
    text.append(";\r\n\t").append(date).append("\r\n");
    text.append(MissingFields.of(facts, id, rules.hostname(), date));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What goes before the message, and its own header up to where that breaks off. */
  private static byte[] joined(byte[] head, byte[] message, int broken, HeaderFacts facts) {
    var joined = new ByteArrayOutputStream();
    joined.writeBytes(head);
    joined.write(message, 0, broken);
    joined.writeBytes(MissingFields.end(facts));
    return joined.toByteArray();
  }

  private static byte[] from(byte[] message, int start) {
    return start == 0 ? message : Arrays.copyOfRange(message, start, message.length);
  }

  private static Wishes wishes(OutboundMail mail) {
    return new Wishes(
        mail.getCampaign(),
        mail.getPool(),
        mail.getPriority(),
        mail.getNotBefore(),
        mail.getExpiresAt(),
        false,
        true,
        mail.getMeta());
  }

  private static @Nullable Mailbox mailbox(String address) {
    return AddressParser.mailbox(address) instanceof PathResult.Parsed parsed
            && parsed.path() instanceof Path.Of of
        ? of.mailbox()
        : null;
  }

  private static Stream<String> words(OutboundMail mail) {
    return Stream.concat(
        Stream.of(mail.getSender(), mail.getIdempotencyKey(), mail.getCampaign(), mail.getPool()),
        mail.getMeta().entrySet().stream()
            .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue())));
  }

  /** Of UTF-8, at most: three for each char. */
  private static long octets(Stream<String> texts) {
    return texts.mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length).sum();
  }

  /** Avro makes an array for each field, which nobody else has. */
  private static byte[] bytes(ByteBuffer field) {
    if (field.hasArray() && field.arrayOffset() == 0 && field.array().length == field.remaining()) {
      return field.array();
    }
    var bytes = new byte[field.remaining()];
    field.duplicate().get(bytes);
    return bytes;
  }
}
