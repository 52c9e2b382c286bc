package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import milena.delivery.outcome.FailureScope;
import milena.delivery.outcome.SessionStage;
import milena.delivery.outcome.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipients of a message that wait together share a transaction, and each has its own end. */
class SharedTransactionTest {

  private static final String DOMAIN = "example.com";
  private static final MessagePlace MESSAGE = new MessagePlace("mail.submissions", 3, 17);

  private TestServer server;
  private SmtpLanes lanes;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
    start(true, new SiteLimits(1, 100, 100));
  }

  private void start(boolean pipelining, SiteLimits limits) {
    if (lanes != null) {
      lanes.close();
    }
    var config =
        SmtpLanesTest.config()
            .withLimits(limits)
            .withManners(new ConnectConfig.Manners(false, pipelining));
    var directory =
        TestDirectory.relaying(DOMAIN, server.port()).relayTo("other.example", server.port());
    lanes = SmtpLanesTest.lanes(directory, config);
  }

  @AfterEach
  void stop() {
    lanes.close();
    server.close();
  }

  private static TestConsignment to(String recipient) {
    return to(recipient, false, Notices.NONE);
  }

  private static TestConsignment to(String recipient, boolean binary, Notices notices) {
    var body = TestConsignment.letter(TestConsignment.TEXT).body();
    var letter =
        new Letter("a@example.org", recipient, "", false, false, binary, false, notices, body);
    return TestConsignment.to(DOMAIN).of(MESSAGE).carrying(letter);
  }

  private static List<TestConsignment> recipients(int count) {
    return IntStream.range(0, count).mapToObj(i -> to("b" + i + "@example.com")).toList();
  }

  private List<TestConsignment> offer(List<TestConsignment> consignments) {
    lanes.offer(consignments);
    return consignments;
  }

  private List<String> said(String verb) {
    return server.visits().stream()
        .flatMap(visit -> visit.commands().stream())
        .filter(line -> line.startsWith(verb))
        .toList();
  }

  private static void assertDelivered(List<TestConsignment> consignments) {
    assertThat(consignments)
        .allSatisfy(c -> assertThat(c.outcome().verdict()).isInstanceOf(Verdict.Delivered.class));
  }

  @ParameterizedTest
  @CsvSource({"true,false", "false,false", "true,true", "false,true"})
  void shouldSendOneMessageToAHundredRecipientsInOneTransaction(
      boolean pipelining, boolean binary) {
    // Given
    start(pipelining, new SiteLimits(1, 100, 100));
    server.offering("PIPELINING", "SIZE", "8BITMIME", "CHUNKING", "BINARYMIME");
    var consignments =
        IntStream.range(0, 100)
            .mapToObj(i -> to("b" + i + "@example.com", binary, Notices.NONE))
            .toList();

    // When
    offer(consignments);

    // Then
    assertDelivered(consignments);
    assertThat(server.messages()).hasSize(1);
    assertThat(server.onlyMessage()).isEqualTo(TestConsignment.TEXT);
    assertThat(said("MAIL")).hasSize(1);
    assertThat(said("RCPT"))
        .isEqualTo(
            IntStream.range(0, 100).mapToObj(i -> "RCPT TO:<b" + i + "@example.com>").toList());
    assertThat(lanes.waiting()).isZero();
  }

  @Test
  void shouldNotPutMoreThanAllowedIntoOne() {
    // Given
    start(true, new SiteLimits(1, 100, 10));

    // When
    var offered = offer(recipients(25));

    // Then
    assertDelivered(offered);
    assertThat(server.messages()).hasSize(3);
  }

  @Test
  void shouldKeepMessagesApartAndInTheirOrder() {
    // Given
    var all = new ArrayList<TestConsignment>();
    for (var i = 0; i < 6; i++) {
      var place = new MessagePlace("mail.submissions", 0, i % 2);
      all.add(
          TestConsignment.to(DOMAIN)
              .of(place)
              .carrying(TestConsignment.letter("Subject: " + i % 2 + "\r\n\r\n")));
    }

    // When
    offer(all);

    // Then
    assertDelivered(all);
    assertThat(server.messages())
        .extracting(String::new)
        .containsExactly("Subject: 0\r\n\r\n", "Subject: 1\r\n\r\n");
    assertThat(said("RCPT")).hasSize(6);
  }

  @Test
  void shouldShareWhereConnectionsHaveNothingToDo() {
    // Given
    start(true, new SiteLimits(8, 100, 100));
    for (var i = 0; i < 3; i++) {
      offer(IntStream.range(0, 40).mapToObj(_ -> TestConsignment.to(DOMAIN)).toList())
          .forEach(TestConsignment::outcome);
    }
    var before = server.messages().size();

    // When
    var offered = offer(recipients(50));

    // Then
    assertDelivered(offered);
    assertThat(server.messages()).hasSize(before + 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldEndEachByItsOwnReply(boolean pipelining) {
    // Given
    start(pipelining, new SiteLimits(1, 100, 100));
    server.answering(
        (_, line) ->
            line.startsWith("RCPT TO:<b1@")
                ? Optional.of("550 5.1.1 no such user")
                : line.startsWith("RCPT TO:<b2@")
                    ? Optional.of("450 4.2.1 greylisted")
                    : Optional.empty());

    // When
    var offered = offer(recipients(4));

    // Then
    assertDelivered(List.of(offered.get(0), offered.get(3)));
    var gone = offered.get(1).outcome();
    assertThat(gone.verdict()).isInstanceOf(Verdict.Bounced.class);
    assertThat(gone.verdict().stage()).isEqualTo(SessionStage.RCPT);
    assertThat(gone.scope()).isEqualTo(FailureScope.RECIPIENT);
    assertThat(gone.mailboxGone()).isTrue();
    assertThat(gone.times().bytes()).isZero();
    var later = offered.get(2).outcome();
    assertThat(later.verdict()).isInstanceOf(Verdict.Deferred.class);
    assertThat(later.scope()).isEqualTo(FailureScope.RECIPIENT);
    assertThat(server.messages()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldSendNothingWhenAllAreRefusedAndGoOn(boolean pipelining) {
    // Given
    start(pipelining, new SiteLimits(1, 100, 100));
    server.answering(
        (visit, line) ->
            line.startsWith("RCPT TO:<b")
                ? Optional.of("550 5.1.1 no such user")
                : line.equals("DATA") && !visit.commands().contains("RSET")
                    ? Optional.of("503 5.5.1 for whom?")
                    : Optional.empty());

    // When
    var refused = offer(recipients(3));
    refused.forEach(TestConsignment::outcome);
    var taken = offer(List.of(to("c@example.com")));

    // Then
    assertDelivered(taken);
    assertThat(refused)
        .allSatisfy(c -> assertThat(c.outcome().verdict()).isInstanceOf(Verdict.Bounced.class));
    assertThat(server.messages()).hasSize(1);
    assertThat(server.visits()).hasSize(1);
    assertThat(said("RSET")).hasSize(1);
    assertThat(said("DATA")).hasSize(pipelining ? 2 : 1);
  }

  @ParameterizedTest
  @CsvSource({"DATA,451 4.2.0 later,DATA", ".,550 5.1.1 no such user,FINAL_DOT"})
  void shouldEndAllThatWereAcceptedByWhatIsSaidOfTheMessage(
      String command, String answer, SessionStage stage) {
    // Given
    server.answering(
        (_, line) ->
            line.startsWith("RCPT TO:<b0@")
                ? Optional.of("550 5.7.1 not you")
                : line.equals(command) ? Optional.of(answer) : Optional.empty());

    // When
    var offered = offer(recipients(3));

    // Then
    assertThat(offered.get(0).outcome().verdict().stage()).isEqualTo(SessionStage.RCPT);
    assertThat(offered.subList(1, 3))
        .allSatisfy(
            c -> {
              assertThat(c.outcome().verdict().stage()).isEqualTo(stage);
              assertThat(c.outcome().scope()).isEqualTo(FailureScope.MESSAGE);
              // It was said of two, so of neither.
              assertThat(c.outcome().mailboxGone()).isFalse();
            });
  }

  @Test
  void shouldTellAllThatTheConnectionWasLostAfterTheDot() {
    // Given
    server.answering(".", TestServer.HANG_UP);

    // When
    var offered = offer(recipients(5));

    // Then
    assertThat(offered)
        .allSatisfy(
            c -> {
              assertThat(c.outcome().verdict()).isInstanceOf(Verdict.Deferred.class);
              assertThat(c.outcome().scope()).isEqualTo(FailureScope.CONNECTION);
              assertThat(c.outcome().verdict().said().text()).contains("ambiguous");
            });
  }

  @Test
  void shouldNameNoMoreRecipientsThanTheServerSaysItTakes() {
    // Given
    server.offering("PIPELINING", "LIMITS RCPTMAX=10 MAILMAX=2");

    // When
    var offered = offer(recipients(25));

    // Then
    assertDelivered(offered);
    assertThat(server.messages()).hasSize(3);
    assertThat(server.visits()).hasSize(2);
    assertThat(said("RCPT")).hasSize(25);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldSendTheRestInTheNextTransactionWhenTheServerHasEnough(boolean pipelining) {
    // Given
    start(pipelining, new SiteLimits(1, 100, 100));
    var named = new AtomicInteger();
    server.answering(
        (_, line) -> {
          if (line.startsWith("MAIL")) {
            named.set(0);
          }
          return line.startsWith("RCPT") && named.incrementAndGet() > 5
              ? Optional.of("452 4.5.3 Too many recipients")
              : Optional.empty();
        });

    // When
    var offered = offer(recipients(20));

    // Then
    assertDelivered(offered);
    assertThat(server.messages()).hasSize(4);
    // It was asked for more only once.
    assertThat(said("RCPT")).hasSize(35);
    assertThat(offered.subList(0, 5)).allMatch(c -> c.returns() == 0);
    assertThat(offered.subList(5, 20)).allMatch(c -> c.returns() == 1);
    assertThat(lanes.waiting()).isZero();
  }

  @Test
  void shouldSendToOneDomainAtATimeWhereTheServerWantsIt() {
    // Given
    var domain = new StringBuilder();
    server.answering(
        (_, line) -> {
          if (line.startsWith("MAIL")) {
            domain.setLength(0);
          }
          if (!line.startsWith("RCPT")) {
            return Optional.empty();
          }
          var named = line.substring(line.indexOf('@'));
          if (domain.isEmpty()) {
            domain.append(named);
          }
          return named.contentEquals(domain)
              ? Optional.empty()
              : Optional.of("451 4.3.0 Multiple destination domains per transaction");
        });
    var all = new ArrayList<TestConsignment>();
    for (var i = 0; i < 12; i++) {
      var at = i % 2 == 0 ? DOMAIN : "other.example";
      var body = TestConsignment.letter(TestConsignment.TEXT).body();
      all.add(
          new TestConsignment("site", at)
              .of(MESSAGE)
              .carrying(
                  new Letter("a@x.org", "b" + i + "@" + at, "", false, false, false, false, body)));
    }

    // When
    offer(all.subList(0, 6));
    all.subList(0, 6).forEach(TestConsignment::outcome);
    offer(all.subList(6, 12));

    // Then
    assertDelivered(all);
    assertThat(server.messages()).hasSize(4);
    // Three were named in vain, and no more after that.
    assertThat(said("RCPT")).hasSize(15);
  }

  @Test
  void shouldSayOfEachRecipientWhatItsSenderWantsToHear() {
    // Given
    server.offering("PIPELINING", "DSN");
    var first = new Notices("HDRS", "id1", "NEVER", "rfc822;x@y.example", 0, "");
    var second = new Notices("HDRS", "id1", "FAILURE", "", 0, "");

    // When
    var offered =
        offer(List.of(to("b0@example.com", false, first), to("b1@example.com", false, second)));

    // Then
    assertDelivered(offered);
    assertThat(server.visits().getFirst().commands())
        .containsSubsequence(
            "MAIL FROM:<a@example.org> RET=HDRS ENVID=id1",
            "RCPT TO:<b0@example.com> NOTIFY=NEVER ORCPT=rfc822;x@y.example",
            "RCPT TO:<b1@example.com> NOTIFY=FAILURE",
            "DATA");
  }

  @Test
  void shouldKeepApartWhatAsksDifferentThingsOfTheServer() {
    // When
    var offered = offer(List.of(to("b0@example.com"), to("bö@example.com"), to("b1@example.com")));

    // Then
    assertDelivered(offered);
    assertThat(server.messages()).hasSize(2);
    assertThat(said("MAIL")).filteredOn(line -> line.contains("SMTPUTF8")).hasSize(1);
  }

  @Test
  void shouldBounceAloneWhatNoServerCanHave() {
    // When
    var offered = offer(List.of(to("b\u0000@example.com"), to("b1@example.com")));

    // Then
    assertDelivered(offered.subList(1, 2));
    assertThat(offered.getFirst().outcome().verdict().said().enhanced()).isEqualTo("5.1.3");
  }

  @Test
  void shouldLeaveOutWhatIsExpiredOrNoLongerValid() {
    // Given
    var consignments = recipients(4);
    consignments.get(0).expiringAt(1);
    consignments.get(2).validUntil(System.currentTimeMillis() + 60_000).expiringAt(2);

    // When
    offer(consignments);

    // Then
    assertDelivered(List.of(consignments.get(1), consignments.get(3)));
    assertThat(List.of(consignments.get(0), consignments.get(2)))
        .allSatisfy(
            c -> {
              assertThat(c.outcome().verdict()).isInstanceOf(Verdict.NotTried.class);
              assertThat(c.outcome().verdict().stage()).isEqualTo(SessionStage.MAIL);
            });
    assertThat(said("RCPT"))
        .containsExactly("RCPT TO:<b1@example.com>", "RCPT TO:<b3@example.com>");
  }

  @Test
  void shouldNotLetOneWhoseTimeIsNearlyOverCutTheOthersShort() {
    // Given
    var consignments = recipients(4);
    consignments.get(2).expiringAt(System.currentTimeMillis() + 50_000);

    // When
    offer(consignments);

    // Then
    assertDelivered(consignments);
    assertThat(said("MAIL")).hasSize(2);
    assertThat(said("RCPT"))
        .extracting(line -> line.substring("RCPT TO:<".length(), line.indexOf('@')))
        .containsExactly("b2", "b0", "b1", "b3");
    assertThat(lanes.waiting()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAIL", "RCPT TO:<b1", "DATA"})
  void shouldTellTheOthersThatItWasNotTheirTimeThatWasOver(String silentAt) {
    // Given
    start(false, new SiteLimits(1, 100, 100));
    server.answering(
        (_, line) ->
            line.startsWith("RCPT TO:<b0")
                ? Optional.of("550 5.1.1 no such user")
                : line.startsWith(silentAt) ? Optional.of(TestServer.SILENCE) : Optional.empty());
    var consignments = recipients(3);
    var now = System.currentTimeMillis();
    consignments.get(0).expiringAt(now + 30_000);
    consignments.get(1).expiringAt(now + 500);
    consignments.get(2).expiringAt(now + 30_000);

    // When
    offer(consignments);

    // Then
    var late = consignments.get(1).outcome();
    assertThat(late.verdict()).isInstanceOf(Verdict.Deferred.class);
    assertThat(late.verdict().said().text()).isEqualTo("no answer in time");
    var other = consignments.get(2).outcome();
    assertThat(other.verdict()).isInstanceOf(Verdict.NotTried.class);
    assertThat(other.scope()).isNull();
    assertThat(consignments.getFirst().outcome().verdict())
        .isInstanceOf(silentAt.equals("MAIL") ? Verdict.NotTried.class : Verdict.Bounced.class);
  }

  @Test
  void shouldSendNoDotWhenTheLeaseOfOneRunsOut() {
    // Given
    var leased = new AtomicBoolean(true);
    var consignments = recipients(3);
    consignments.get(1).leased(leased::get);
    server.answering(
        (_, line) -> {
          if (line.equals("DATA")) {
            leased.set(false);
          }
          return Optional.empty();
        });

    // When
    offer(consignments);

    // Then
    assertThat(consignments)
        .allSatisfy(c -> assertThat(c.outcome().verdict()).isInstanceOf(Verdict.NotTried.class));
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void shouldNotAskForTheLeaseOfWhoWasRefused() {
    // Given
    var leased = new AtomicBoolean(true);
    var consignments = recipients(3);
    consignments.get(1).leased(leased::get);
    server.answering(
        (_, line) -> {
          if (line.startsWith("RCPT TO:<b1@")) {
            leased.set(false);
            return Optional.of("550 5.1.1 no such user");
          }
          return Optional.empty();
        });

    // When
    offer(consignments);

    // Then
    assertDelivered(List.of(consignments.get(0), consignments.get(2)));
    assertThat(consignments.get(1).outcome().verdict()).isInstanceOf(Verdict.Bounced.class);
  }

  @Test
  void shouldBounceAloneWhoseEnvelopeIsGone() {
    // Given
    var consignments = recipients(3);
    consignments.get(0).opening(() -> CompletableFuture.failedFuture(new BodyGone("gone")));

    // When
    offer(consignments);

    // Then
    assertDelivered(consignments.subList(1, 3));
    assertThat(consignments.getFirst().outcome().verdict()).isInstanceOf(Verdict.Bounced.class);
  }

  @Test
  void shouldForgetOneOfManyThatIsWithdrawnWhileTheyWaitTogether() {
    // Given
    var dot = server.holdingDots();
    var onWire = offer(List.of(TestConsignment.to(DOMAIN)));
    // These have been taken up by the connection, to go next.
    var together = offer(recipients(4));
    dot.arrived().join();

    // When
    lanes.withdraw(together.get(2)::equals);
    SmtpLanesTest.until(() -> lanes.waiting() == 3);
    dot.answer().complete("250 ok");

    // Then
    assertDelivered(onWire);
    assertDelivered(List.of(together.get(0), together.get(1), together.get(3)));
    assertThat(together.get(2).isFinished()).isFalse();
    assertThat(said("RCPT")).hasSize(4);
    assertThat(lanes.waiting()).isZero();
  }

  @Test
  void shouldTryAllAgainOnANewConnectionWhenAUsedOneWasClosedBehindOurBack() {
    // Given
    server.answering(
        (visit, line) ->
            line.startsWith("MAIL") && visit.number() == 0 && visit.commands().size() > 3
                ? Optional.of(TestServer.HANG_UP)
                : Optional.empty());
    offer(List.of(TestConsignment.to(DOMAIN))).getFirst().outcome();

    // When
    var offered = offer(recipients(5));

    // Then
    assertDelivered(offered);
    assertThat(server.visits()).hasSize(2);
    assertThat(server.messages()).hasSize(2);
  }

  @Test
  void shouldEndWhatItHadNoRoomForWhenItStops() throws Exception {
    // Given
    var arrived = new CompletableFuture<Void>();
    var release = new CompletableFuture<String>();
    server.answering(
        (_, line) -> {
          if (line.equals(".")) {
            arrived.complete(null);
            return Optional.of(release.join());
          }
          return line.startsWith("RCPT TO:<b1@")
              ? Optional.of("452 4.5.3 Too many recipients")
              : Optional.empty();
        });
    var offered = offer(recipients(2));
    offer(List.of(TestConsignment.to(DOMAIN)));
    arrived.join();

    // When
    var drained = lanes.drain(Duration.ofSeconds(20)).toCompletableFuture();
    SmtpLanesTest.until(() -> lanes.waiting() == 0);
    release.complete("250 ok");
    drained.get();

    // Then
    assertDelivered(offered.subList(0, 1));
    assertThat(offered.getLast().outcome().verdict()).isInstanceOf(Verdict.NotTried.class);
    assertThat(lanes.waiting()).isZero();
  }
}
