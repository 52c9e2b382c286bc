package milena.ingest.converse;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import milena.ingest.accept.Acceptance;
import milena.ingest.accept.AcceptanceRules;
import milena.ingest.accept.ListenerRole;
import milena.ingest.accept.Peer;
import milena.ingest.accept.Recipient;
import milena.ingest.accept.Sender;
import milena.ingest.accept.TlsSession;
import milena.ingest.converse.Session.BetweenChunks;
import milena.ingest.converse.Session.Closing;
import milena.ingest.converse.Session.Greeted;
import milena.ingest.converse.Session.Hello;
import milena.ingest.converse.Session.Identified;
import milena.ingest.converse.Session.InTransaction;
import milena.ingest.converse.Session.Listening;
import milena.ingest.converse.Session.ReceivingChunk;
import milena.ingest.converse.Session.ReceivingData;
import milena.ingest.converse.Session.Securing;
import milena.ingest.converse.Session.SkippingChunk;
import milena.ingest.converse.Session.Submitting;
import milena.ingest.converse.StartTls.Offer;
import milena.ingest.log.SystemStorage;
import milena.ingest.login.LoginDesk;
import milena.mail.reply.SmtpReply;
import milena.tenants.verify.ChannelBindings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every verb in every state, and what each of them changes. */
class DialogueTest {

  private static final Hello HELLO = new Hello("client.example", true);
  private static final Sender SENDER = new Sender("s@example.org", false, true);
  private static final Recipient RECIPIENT = new Recipient("a@b.example", "a@b.example", true);
  private static final Map<String, Listening> STATES =
      Map.of(
          "greeted", new Greeted(0),
          "identified", new Identified(HELLO, 0),
          "sender", new InTransaction(HELLO, new Transaction(SENDER, List.of()), 0),
          "recipient", new InTransaction(HELLO, new Transaction(SENDER, List.of(RECIPIENT)), 0),
          "chunks", new BetweenChunks(HELLO, new Transaction(SENDER, List.of(RECIPIENT)), 0));

  private static final Peer PEER = new Peer(InetAddress.ofLiteral("127.0.0.1"), ListenerRole.RELAY);
  private static final TlsSession TLS =
      new TlsSession("TLSv1.3", "a suite", "", null, ChannelBindings.NONE);

  private Dialogue dialogue = dialogue(PEER, Offer.READY);

  private static Dialogue dialogue(Peer peer, Offer offer) {
    return dialogue(peer, offer, false);
  }

  private static Dialogue dialogue(Peer peer, Offer offer, boolean introduces) {
    return new Dialogue(
        new Acceptance(AcceptanceRules.defaults("mx.example.net"), SystemStorage.AMPLE),
        peer,
        new Dialogue.Terms(
            LoginDesk.closed(), offer, introduces, Instant.parse("2026-01-01T00:00:00Z")));
  }

  private Turn say(Listening session, String line) {
    int blank = line.indexOf(' ');
    var verb = Verb.valueOf(blank < 0 ? line : line.substring(0, blank));
    return dialogue.on(
        session, new Command.Known(verb, blank < 0 ? "" : line.substring(blank + 1)));
  }

  @ParameterizedTest
  @CsvSource({
    "EHLO x.example,      250, 250, 250, 250, 250",
    "HELO x.example,      250, 250, 250, 250, 250",
    "EHLO,                501, 501, 501, 501, 501",
    "HELO,                501, 501, 501, 501, 501",
    "MAIL FROM:<a@b.c>,   503, 250, 503, 503, 503",
    "MAIL FROM:<>,        503, 250, 503, 503, 503",
    "MAIL FROM:a@b.c,     503, 501, 503, 503, 503",
    "MAIL TO:<a@b.c>,     503, 501, 503, 503, 503",
    "MAIL,                503, 501, 503, 503, 503",
    "RCPT TO:<a@b.c>,     503, 503, 250, 250, 503",
    "RCPT TO:<postmaster>,503, 503, 250, 250, 503",
    "RCPT TO:<>,          503, 503, 501, 501, 503",
    "RCPT,                503, 503, 501, 501, 503",
    "DATA,                503, 503, 554, 354, 503",
    "DATA now,            503, 503, 554, 501, 503",
    "BDAT 0,              503, 503, 554, 250, 250",
    "BDAT 0 LAST,         503, 503, 554, 000, 000",
    "BDAT 5,              000, 000, 000, 000, 000",
    "BDAT,                501, 501, 501, 501, 501",
    "BDAT five,           501, 501, 501, 501, 501",
    "BDAT -1 LAST,        501, 501, 501, 501, 501",
    "BDAT 900000000000,   552, 552, 552, 552, 552",
    "RSET,                250, 250, 250, 250, 250",
    "RSET now,            250, 250, 250, 250, 250",
    "NOOP,                250, 250, 250, 250, 250",
    "NOOP anything,       250, 250, 250, 250, 250",
    "VRFY someone,        252, 252, 252, 252, 252",
    "VRFY,                252, 252, 252, 252, 252",
    "HELP,                214, 214, 214, 214, 214",
    "HELP MAIL,           214, 214, 214, 214, 214",
    "STARTTLS,            220, 220, 220, 220, 220",
    "STARTTLS now,        501, 501, 501, 501, 501",
    "AUTH PLAIN,          503, 502, 503, 503, 503",
    "AUTH,                503, 502, 503, 503, 503",
    "XCLIENT ADDR=192.0.2.1, 000, 000, 503, 503, 503",
    "XCLIENT NAME=[UNAVAILABLE], 000, 000, 503, 503, 503",
    "XCLIENT ADDR=x,      501, 501, 503, 503, 503",
    "XCLIENT,             501, 501, 503, 503, 503",
    "QUIT,                221, 221, 221, 221, 221",
    "QUIT now,            221, 221, 221, 221, 221",
    "ETRN example.org,    500, 500, 500, 500, 500",
    "EXPN list,           500, 500, 500, 500, 500",
    "TURN,                500, 500, 500, 500, 500",
    "SEND FROM:<a@b.c>,   500, 500, 500, 500, 500",
    "LHLO x.example,      500, 500, 500, 500, 500",
    "XFORWARD ADDR=x,     500, 500, 500, 500, 500",
    "GET / HTTP/1.1,      421, 421, 421, 421, 421",
    "'',                  500, 500, 500, 500, 500",
  })
  void shouldAnswerEveryVerbInEveryState(
      String line, int greeted, int identified, int sender, int recipient, int chunks) {
    // Given
    dialogue = dialogue(PEER, Offer.READY, true);
    // When
    var codes =
        List.of("greeted", "identified", "sender", "recipient", "chunks").stream()
            .map(state -> settled(answer(state(state), line)))
            .toList();
    // Then
    assertThat(codes).containsExactly(greeted, identified, sender, recipient, chunks);
  }

  private static Listening state(String name) {
    return STATES.getOrDefault(name, new Greeted(0));
  }

  private Turn answer(Listening session, String line) {
    var bytes = (line + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    var command = new CommandDecoder().decode(Unpooled.wrappedBuffer(bytes));
    return dialogue.on(session, command.orElseThrow());
  }

  /** The code that is said before more comes from the client or the log; 0 for none. */
  private int settled(Turn turn) {
    var next =
        switch (turn.next()) {
          case SkippingChunk chunk when chunk.left() == 0 -> dialogue.afterChunk(chunk);
          case ReceivingChunk chunk when chunk.left() == 0 && !chunk.last() ->
              dialogue.afterChunk(chunk, Optional.empty());
          default -> turn;
        };
    return next.said().map(SmtpReply::code).orElse(0);
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void shouldHaveEveryVerbInTheTable(Verb verb) throws Exception {
    // Given
    var table =
        DialogueTest.class
            .getDeclaredMethod(
                "shouldAnswerEveryVerbInEveryState",
                String.class,
                int.class,
                int.class,
                int.class,
                int.class,
                int.class)
            .getAnnotation(CsvSource.class);
    // Then
    assertThat(table.value()).anyMatch(row -> row.matches(verb + "[ ,].*"));
  }

  @Test
  void shouldBelieveOnlyWhomItIsTold() {
    // When
    var reply = say(new Greeted(0), "XCLIENT ADDR=192.0.2.1").reply();
    // Then
    assertThat(reply.code()).isEqualTo(550);
    assertThat(say(new Greeted(0), "EHLO x").reply().lines()).noneMatch(s -> s.contains("XCLIENT"));
    dialogue = dialogue(PEER, Offer.READY, true);
    assertThat(say(new Greeted(0), "EHLO x").reply().lines())
        .contains("XCLIENT NAME ADDR PORT PROTO HELO DESTADDR DESTPORT");
  }

  @Test
  void shouldGiveAnEnhancedCodeThatAgreesWhereOneIsAllowed() {
    // Given
    var lines =
        List.of("MAIL FROM:<>", "RCPT TO:<a@b.c>", "RSET", "NOOP", "VRFY x", "HELP", "QUIT");
    // When
    var replies =
        STATES.values().stream()
            .flatMap(state -> lines.stream().map(line -> say(state, line).reply()));
    // Then
    assertThat(replies).allMatch(reply -> reply.enhancedCode().isPresent());
  }

  @Test
  void shouldOfferTheExtensionsItHonours() {
    // When
    var reply = say(new Greeted(0), "EHLO client").reply();
    // Then
    assertThat(reply.lines())
        .containsExactly(
            "mx.example.net",
            "PIPELINING",
            "SIZE 67108864",
            "8BITMIME",
            "SMTPUTF8",
            "ENHANCEDSTATUSCODES",
            "CHUNKING",
            "BINARYMIME",
            "MT-PRIORITY",
            "LIMITS RCPTMAX=1000",
            "FUTURERELEASE 2592000 2026-01-31T00:00:00Z",
            "STARTTLS");
  }

  @Test
  void shouldOfferStarttlsOnlyWhereItCanBeHad() {
    for (var without :
        List.of(
            dialogue(PEER, Offer.NEVER),
            dialogue(PEER, Offer.NO_CERTIFICATE),
            dialogue(PEER.secured(TLS), Offer.READY))) {
      // When
      dialogue = without;
      // Then
      assertThat(say(new Greeted(0), "EHLO client").reply().lines()).doesNotContain("STARTTLS");
    }
  }

  @Test
  void shouldTakeRequireTlsOnlyUnderTls() {
    // Given
    var line = "MAIL FROM:<> REQUIRETLS";
    var identified = new Identified(new Hello("client", true), 0);
    // Then
    assertThat(say(identified, line).reply().toString()).startsWith("530 5.7.0");
    dialogue = dialogue(PEER, Offer.NEVER);
    assertThat(say(identified, line).reply().toString()).startsWith("555 5.5.4");
    dialogue = dialogue(PEER.secured(TLS), Offer.READY);
    assertThat(say(identified, line).reply().code()).isEqualTo(250);
    assertThat(say(new Greeted(0), "EHLO client").reply().lines()).contains("REQUIRETLS");
  }

  @Test
  void shouldSayWhyThereIsNoStarttls() {
    // When
    dialogue = dialogue(PEER, Offer.NEVER);
    var never = say(new Greeted(0), "STARTTLS");
    dialogue = dialogue(PEER, Offer.NO_CERTIFICATE);
    var notNow = say(new Greeted(0), "STARTTLS");
    dialogue = dialogue(PEER.secured(TLS), Offer.READY);
    var again = say(new Greeted(0), "STARTTLS");
    // Then
    assertThat(never.reply().toString()).startsWith("502 5.5.1");
    assertThat(notNow.reply().toString()).startsWith("454 4.7.0");
    assertThat(again.reply().toString()).startsWith("503 5.5.1");
    assertThat(notNow.next()).isEqualTo(new Greeted(0));
  }

  @Test
  void shouldForgetEverythingButErrorsAtStarttls() {
    // Given
    var inside = new InTransaction(HELLO, new Transaction(SENDER, List.of(RECIPIENT)), 3);
    // Then
    assertThat(say(inside, "STARTTLS").next()).isEqualTo(new Securing(3));
  }

  @Test
  void shouldTakeNoMailOverASubmissionListenerWithoutALogin() {
    // Given
    var user = new Peer(PEER.address(), ListenerRole.SUBMISSION);
    // When
    dialogue = dialogue(user, Offer.READY);
    var plain = say(new Identified(HELLO, 0), "MAIL FROM:<a@b.c>").reply();
    dialogue = dialogue(user.secured(TLS), Offer.READY);
    var secured = say(new Identified(HELLO, 0), "MAIL FROM:<a@b.c>").reply();
    // Then
    assertThat(plain.toString()).startsWith("530 5.7.0 STARTTLS");
    assertThat(secured.toString()).startsWith("530 5.7.0 Authentication");
  }

  @Test
  void shouldForgetTheTransactionAtRsetAndAtEhlo() {
    // Given
    var inside = new InTransaction(HELLO, new Transaction(SENDER, List.of(RECIPIENT)), 3);
    // When
    var reset = say(inside, "RSET").next();
    var renamed = say(inside, "HELO other").next();
    // Then
    assertThat(reset).isEqualTo(new Identified(HELLO, 3));
    assertThat(renamed).isEqualTo(new Identified(new Hello("other", false), 3));
  }

  @Test
  void shouldKeepTheRestWhenThereAreTooManyRecipients() {
    // Given
    Session session = new InTransaction(HELLO, new Transaction(SENDER, List.of()), 0);
    SmtpReply reply = Replies.OK;
    // When
    for (int i = 0; i <= 1000; i++) {
      var turn = say((Listening) session, "RCPT TO:<u" + i + "@example.com>");
      session = turn.next();
      reply = turn.reply();
    }
    // Then
    assertThat(reply.toString()).startsWith("452 4.5.3");
    assertThat(((InTransaction) session).transaction().recipients()).hasSize(1000);
    assertThat(say((Listening) session, "DATA").next()).isInstanceOf(ReceivingData.class);
  }

  @Test
  void shouldMakeTheNameSafeForAHeader() {
    // When
    var session = say(new Greeted(0), "EHLO a(b)\u00e9\";c");
    // Then
    assertThat(((Identified) session.next()).hello().name()).isEqualTo("a?b????c");
  }

  @Test
  void shouldEndTheConversationAfterTooManyErrors() {
    // Given
    Session session = new Greeted(0);
    int answered = 0;
    // When
    while (session instanceof Listening listening) {
      session = dialogue.on(listening, new Command.Unknown()).next();
      answered++;
    }
    // Then
    assertThat(answered).isEqualTo(Turn.MAX_ERRORS + 1);
    assertThat(session).isInstanceOf(Closing.class);
  }

  @Test
  void shouldCountWhatCouldNotBeReadAsErrors() {
    // Given
    List<Command> commands =
        List.of(new Command.Unknown(), new Command.TooLong(), new Command.Unclean());
    for (var command : commands) {
      // When
      var turn = dialogue.on(new Greeted(0), command);
      // Then
      assertThat(turn.reply().code()).isEqualTo(500);
      assertThat(turn.next()).isEqualTo(new Greeted(1));
    }
    for (var last : List.of(new Command.Endless(), new Command.Http())) {
      var turn = dialogue.on(new Greeted(0), last);
      assertThat(turn.reply().code()).isEqualTo(421);
      assertThat(turn.next()).isEqualTo(new Closing(1));
    }
  }

  @Test
  void shouldBeReadyForTheNextTransactionAfterData() {
    // Given
    var submitting = new Submitting(HELLO, 1);
    // When
    var accepted = dialogue.afterData(submitting, SmtpReply.of(250, "2.0.0 Ok"), true);
    var refused = dialogue.afterData(submitting, SmtpReply.of(554, "5.6.0 No"), true);
    // Then
    assertThat(accepted.next()).isEqualTo(new Identified(HELLO, 1));
    assertThat(refused.next()).isEqualTo(new Identified(HELLO, 2));
    assertThat(dialogue.afterData(submitting, SmtpReply.of(554, "5.6.0 No"), false).next())
        .isInstanceOf(Closing.class);
  }
}
