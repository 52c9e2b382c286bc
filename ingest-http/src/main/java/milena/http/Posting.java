package milena.http;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import milena.http.compose.Composed;
import milena.http.compose.Composer;
import milena.http.request.Injection;
import milena.http.request.Injection.Recipient;
import milena.http.request.RecipientReader;
import milena.http.request.Refusal;
import milena.http.submit.Letter;
import milena.http.submit.Submitter;
import milena.ingest.log.LogUnavailable;
import milena.ingest.log.Submittal;
import milena.ingest.log.Wishes;
import milena.mail.address.AddressParser;
import milena.mail.address.Mailbox;
import milena.mail.address.Path;
import milena.mail.address.PathResult.Malformed;
import milena.mail.address.PathResult.Parsed;
import milena.tenants.rate.TenantRates;

/**
 * The recipients of one request on their way into the log. Those who get the same message and
 * nothing of their own go together; each other is one transaction. Belongs to one thread at a time.
 */
final class Posting {

  private static final int WINDOW = 128;

  /** One turn of making messages ends with so many, or so many bytes, or after so long. */
  private static final int MOST_OF_TURN = 64;

  private static final long BYTES_OF_TURN = 256 << 10;
  private static final long NANOS_OF_TURN = 20_000_000;

  private final InjectWay.Caller caller;
  private final Content content;
  private final Shared shared;
  private final Tally tally = new Tally();
  private final Semaphore window = new Semaphore(WINDOW);
  private final List<Tally.Member> together = new ArrayList<>();
  private final List<Mailbox> boxes = new ArrayList<>();

  /** What is sent, by whom, and the message if it is one for all. */
  record Content(
      Injection injection,
      Optional<Mailbox> sender,
      Composer composer,
      Optional<Composed> message) {}

  /** What the postings of all requests share, and when this one is. */
  record Shared(HttpConfig config, Submitter submitter, TenantRates rates, Instant at) {}

  Posting(InjectWay.Caller caller, Content content, Shared shared) {
    this.caller = caller;
    this.content = content;
    this.shared = shared;
  }

  Tally tally() {
    return tally;
  }

  /**
   * A recipient, and its message if that had to be made.
   *
   * @param recipient without its substitutions, which are in the message
   */
  record Made(Recipient recipient, Optional<Composed> message) {}

  /** Whether no message has to be made any more. */
  boolean makesNothing() {
    return content.message().isPresent() || tally.stopped();
  }

  /** Makes the messages of the next recipients; there are none after the last. */
  List<Made> next(RecipientReader recipients) throws IOException, Refusal {
    long begun = System.nanoTime();
    long bytes = 0;
    var made = new ArrayList<Made>();
    do {
      var next = recipients.next();
      if (next.isEmpty()) {
        return made;
      }
      var one = make(next.get());
      made.add(one);
      if (one.message().orElse(null) instanceof Composed.Message message) {
        bytes += message.size();
      }
    } while (made.size() < MOST_OF_TURN
        && bytes < BYTES_OF_TURN
        && System.nanoTime() - begun < NANOS_OF_TURN);
    return made;
  }

  private Made make(Recipient it) {
    var kept = new Recipient(it.index(), it.email(), it.name(), Map.of(), it.meta());
    return new Made(
        kept, makesNothing() ? Optional.empty() : Optional.of(content.composer().compose(it)));
  }

  /** Takes the next recipient. */
  void add(Made made) throws IOException {
    var recipient = made.recipient();
    if (tally.stopped()) {
      tally.untried(recipient.index(), recipient.email());
      return;
    }
    switch (AddressParser.mailbox(recipient.email())) {
      case Parsed(Path path, _) when path instanceof Path.Of(var box) -> add(made, box);
      case Parsed _ -> tally.failed(recipient.index(), recipient.email(), "Not an address.");
      case Malformed malformed ->
          tally.failed(
              recipient.index(), recipient.email(), "Not an address: " + malformed.reason() + ".");
    }
  }

  private void add(Made made, Mailbox box) throws IOException {
    var recipient = made.recipient();
    var member = new Tally.Member(recipient.index(), recipient.email());
    if (content.message().isPresent() && recipient.meta().isEmpty() && box.asciiOnly()) {
      together.add(member);
      boxes.add(box);
      if (together.size() == shared.config().transaction()) {
        flush();
      }
      return;
    }
    switch (content.message().or(made::message).orElseThrow()) {
      case Composed.Faulty faulty -> tally.failed(member.index(), member.email(), faulty.detail());
      case Composed.Message message -> {
        var refusal = refusal(message);
        if (refusal.isPresent()) {
          tally.failed(member.index(), member.email(), refusal.get());
        } else {
          submit(message, List.of(member), List.of(box), wishes(recipient.meta()));
        }
      }
    }
  }

  private Optional<String> refusal(Composed.Message message) {
    if (message.size() > shared.config().messageSize()) {
      return Optional.of("The message would be too large.");
    }
    return Senders.foreign(message.facts().fromDomains(), caller.tenant()).map(Senders::notYours);
  }

  private Wishes wishes(Map<String, String> own) {
    var common = content.injection().wishes();
    var meta = new HashMap<>(common.meta());
    meta.putAll(own);
    return new Wishes(
        common.campaign(),
        common.pool(),
        common.priority(),
        common.notBefore(),
        common.expiresAt(),
        common.requireTls(),
        caller.repeatable(),
        meta);
  }

  private void flush() throws IOException {
    if (!together.isEmpty() && content.message().orElseThrow() instanceof Composed.Message it) {
      var members = List.copyOf(together);
      var addresses = List.copyOf(boxes);
      together.clear();
      boxes.clear();
      submit(it, members, addresses, wishes(Map.of()));
    }
  }

  private void submit(
      Composed.Message message, List<Tally.Member> members, List<Mailbox> to, Wishes wishes)
      throws IOException {
    var wait = shared.rates().take(caller.tenant().name(), members.size());
    if (wait.isPresent()) {
      tally.tooFast(members, wait.get());
      return;
    }
    var facts = message.facts();
    boolean utf8 =
        facts.smtpUtf8()
            || content.sender().filter(box -> !box.asciiOnly()).isPresent()
            || to.stream().anyMatch(box -> !box.asciiOnly());
    var id = caller.ids().apply(members.getFirst().index());
    var letter =
        new Letter(
            id,
            caller.tenant().name(),
            shared.at(),
            new Submittal.Envelope(
                content.sender().map(Mailbox::toString).orElse(""),
                to.stream()
                    .map(box -> new Submittal.Recipient(box.toString(), box.canonical()))
                    .toList(),
                utf8,
                facts.eightBit()),
            message.pieces(),
            !facts.hasDate(),
            !facts.hasMessageId(),
            caller.head().peer(),
            wishes);
    window.acquireUninterruptibly();
    try {
      shared
          .submitter()
          .submit(
              letter,
              outcome -> {
                tally.logged(id, members, outcome);
                window.release();
              });
    } catch (IOException unreadable) {
      tally.logged(id, members, new LogUnavailable("IOException"));
      window.release();
      throw unreadable;
    }
  }

  /** Sends what has gathered, and waits until everything is final. */
  void finish() throws IOException {
    try {
      if (!tally.stopped()) {
        flush();
      }
      together.forEach(one -> tally.untried(one.index(), one.email()));
    } finally {
      window.acquireUninterruptibly(WINDOW);
    }
  }
}
