package milena.http;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import milena.http.answer.Reply;
import milena.http.compose.Composed;
import milena.http.compose.Composer;
import milena.http.compose.Lanes;
import milena.http.listen.Head;
import milena.http.request.Bounds;
import milena.http.request.Injection;
import milena.http.request.Payload;
import milena.http.request.RecipientReader;
import milena.http.request.Refusal;
import milena.http.request.RequestReader;
import milena.http.request.Spool;
import milena.http.request.Survey;
import milena.http.submit.Submitter;
import milena.ingest.log.MessageIds;
import milena.ingest.log.SystemStorage;
import milena.mail.address.Mailbox;
import milena.tenants.book.Tenant;
import milena.tenants.rate.TenantRates;

/** The way of one request: read → compose → submit, and what of it its client hears. */
final class InjectWay {

  private static final Duration ROOM = Duration.ofSeconds(20);
  // Long enough that every other request of its tenant has had a turn before.
  private static final Duration NEXT_TURN = Duration.ofMinutes(10);
  // A text is there as a string of JSON, as itself, filled in, and as bytes, with two bytes for a
  // character; a recipient with its id, and in the answer.
  private static final int MEMORY_FOR_BODY = 12;

  private final HttpConfig config;
  private final Submitter submitter;
  private final SystemStorage storage;
  private final TenantRates rates;
  private final InstantSource clock;
  private final MessageIds ids;
  private final WorkingRoom texts;
  private final Lanes lanes;

  InjectWay(
      HttpConfig config,
      Submitter submitter,
      SystemStorage storage,
      TenantRates rates,
      InstantSource clock,
      Lanes lanes) {
    this.lanes = lanes;
    this.config = config;
    this.submitter = submitter;
    this.storage = storage;
    this.rates = rates;
    this.clock = clock;
    this.ids = new MessageIds(clock);
    this.texts = new WorkingRoom(config.working());
  }

  /** Answers a request that is none of those to be recognised again. */
  Reply inject(Head head, Tenant tenant, Payload body) throws IOException, InterruptedException {
    return inject(new Caller(head, tenant, _ -> ids.next(), false), body);
  }

  /**
   * Who asks, and how its messages are named.
   *
   * @param ids by the index of a message's first recipient
   * @param repeatable whether those are the same when the request is repeated
   */
  record Caller(Head head, Tenant tenant, IntFunction<String> ids, boolean repeatable) {}

  Reply inject(Caller caller, Payload body) throws IOException, InterruptedException {
    long held = Survey.bytesToHold(body, config.bounds());
    long room = held * MEMORY_FOR_BODY;
    var tenant = caller.tenant().name();
    if (!texts.take(tenant, room, ROOM)) {
      return Reply.problem(503, "Too much is worked on.").retryAfter(Duration.ofSeconds(2));
    }
    var listen = config.listen();
    try (var attachments = new Spool(listen.held(), listen.folder())) {
      var injection = RequestReader.read(body, attachments, config.bounds(), clock.millis());
      return inject(caller, body, injection, new Making(attachments, config.bounds().ofMade(held)));
    } catch (Refusal refusal) {
      return refusal.reply();
    } finally {
      texts.giveBack(tenant, room);
    }
  }

  /** What messages are made with, beside the request. */
  private record Making(Spool attachments, Bounds bounds) {}

  private Reply inject(Caller caller, Payload body, Injection injection, Making making)
      throws IOException, Refusal, InterruptedException {
    var sender = Senders.envelope(injection.sender(), caller.tenant());
    var tenant = caller.tenant();
    var content =
        lanes
            .run(tenant.name(), ROOM, () -> content(injection, sender, making, tenant))
            .orElseThrow(() -> new Refusal(crowded()));
    if (!storage.isSufficient()) {
      return Reply.problem(503, "There is no room for more mail now.")
          .retryAfter(Duration.ofMinutes(1));
    }
    return send(caller, body, content);
  }

  private static Reply crowded() {
    return Reply.problem(429, "Too many of your requests are composed at a time.")
        .retryAfter(Duration.ofSeconds(10));
  }

  private Posting.Content content(
      Injection injection, Optional<Mailbox> sender, Making making, Tenant tenant) throws Refusal {
    var checks = tenant.checks().over(config.checks());
    var opened =
        Composer.open(injection, making.attachments(), making.bounds(), checks, System::nanoTime);
    var composer =
        switch (opened) {
          case Composer.Opened.Ready(var ready) -> ready;
          case Composer.Opened.Unfit(var faulty) -> throw refusal(faulty);
        };
    checkFrom(composer.fixedFrom(), tenant, "/content/from/email");
    var shared = composer.shared();
    if (shared.isPresent()) {
      checkShared(shared.get(), tenant);
    }
    return new Posting.Content(injection, sender, composer, shared);
  }

  private void checkShared(Composed shared, Tenant tenant) throws Refusal {
    switch (shared) {
      case Composed.Faulty faulty -> throw refusal(faulty);
      case Composed.Message message -> {
        if (message.size() > config.messageSize()) {
          throw Refusal.of(
              413, "A message may have at most " + config.messageSize() + " bytes.", "/content");
        }
        checkFrom(message.facts().fromDomains(), tenant, "/content");
      }
    }
  }

  private static void checkFrom(List<String> domains, Tenant tenant, String pointer)
      throws Refusal {
    var foreign = Senders.foreign(domains, tenant);
    if (foreign.isPresent()) {
      throw Refusal.of(403, Senders.notYours(foreign.get()), pointer);
    }
  }

  private static Refusal refusal(Composed.Faulty faulty) {
    return Refusal.of(faulty.status(), faulty.detail(), faulty.pointer());
  }

  private Reply send(Caller caller, Payload body, Posting.Content content)
      throws IOException, Refusal, InterruptedException {
    var posting =
        new Posting(caller, content, new Posting.Shared(config, submitter, rates, clock.instant()));
    try (var recipients = RecipientReader.open(body, config.bounds())) {
      for (var some = next(posting, recipients, caller);
          !some.isEmpty();
          some = next(posting, recipients, caller)) {
        for (var one : some) {
          posting.add(one);
        }
      }
    } finally {
      posting.finish();
    }
    return posting.tally().reply();
  }

  private List<Posting.Made> next(Posting posting, RecipientReader recipients, Caller caller)
      throws IOException, Refusal, InterruptedException {
    return posting.makesNothing()
        ? posting.next(recipients)
        : lanes
            .run(caller.tenant().name(), NEXT_TURN, () -> posting.next(recipients))
            .orElseThrow(() -> new IOException("no turn to compose within " + NEXT_TURN));
  }
}
