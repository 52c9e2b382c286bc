package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import milena.delivery.outcome.FailureScope;
import milena.delivery.outcome.SessionStage;
import milena.delivery.outcome.Verdict;
import milena.delivery.path.Leases;
import milena.delivery.send.SmtpTimeouts;
import milena.delivery.sign.SigningKeys;
import milena.policy.Policy;
import milena.runtime.observe.Meters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmtpLanesTest {

  private static final Duration LONG = Duration.ofSeconds(15);
  private static final Duration IDLE = Duration.ofMillis(400);
  private static final String DOMAIN = "example.com";

  private TestServer server;
  private SmtpLanes lanes;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
    lanes = lanes(TestDirectory.relaying(DOMAIN, server.port()), config());
  }

  @AfterEach
  void stop() {
    lanes.close();
    server.close();
  }

  static ConnectConfig config() {
    return ConnectConfig.defaults("milena.example").withTimeouts(timeouts(LONG));
  }

  /**
   * Connections stay open for as long as a test takes: a slow machine must not have more of them.
   */
  static SmtpTimeouts timeouts(Duration each) {
    return timeouts(each, LONG);
  }

  private static SmtpTimeouts timeouts(Duration each, Duration idle) {
    return new SmtpTimeouts(
        new SmtpTimeouts.Opening(each, each, each, each),
        new SmtpTimeouts.Transaction(each, each, each, each, each.multipliedBy(2), each),
        idle,
        each);
  }

  static SmtpLanes lanes(TestDirectory directory, ConnectConfig config) {
    return lanes(directory, config, SigningKeys.none());
  }

  static SmtpLanes lanes(TestDirectory directory, ConnectConfig config, SigningKeys keys) {
    return lanes(directory, config, keys, Clocks.system());
  }

  private static SmtpLanes lanes(
      TestDirectory directory, ConnectConfig config, SigningKeys keys, Clocks clocks) {
    return lanes(directory, config, keys, () -> Policy.NONE, clocks);
  }

  static SmtpLanes lanes(
      TestDirectory directory, ConnectConfig config, SigningKeys keys, Supplier<Policy> policy) {
    return lanes(directory, config, keys, policy, Clocks.system());
  }

  private static SmtpLanes lanes(
      TestDirectory directory,
      ConnectConfig config,
      SigningKeys keys,
      Supplier<Policy> policy,
      Clocks clocks) {
    var meters = new LaneMeters(new Meters());
    return SmtpLanes.open(
        new SmtpLanes.Parts(config, directory, keys, policy, Leases.NONE, clocks, meters));
  }

  private void restart(ConnectConfig config) {
    lanes.close();
    lanes = lanes(TestDirectory.relaying(DOMAIN, server.port()), config);
  }

  static void until(BooleanSupplier met) {
    await().pollInterval(Duration.ofMillis(5)).atMost(LONG).until(met::getAsBoolean);
  }

  private TestConsignment offer() {
    return offer(TestConsignment.to(DOMAIN));
  }

  private TestConsignment offer(TestConsignment consignment) {
    lanes.offer(consignment);
    return consignment;
  }

  private List<TestConsignment> offer(int count) {
    return IntStream.range(0, count).mapToObj(_ -> offer()).toList();
  }

  @Test
  void shouldDeliverDotStuffedAndTellHow() {
    // When
    var outcome = offer().outcome();

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(outcome.verdict().said().enhanced()).isEqualTo("2.0.0");
    assertThat(outcome.hop().remoteAddress()).isEqualTo("127.0.0.1:" + server.port());
    assertThat(outcome.hop().source()).isEqualTo("127.0.0.1");
    assertThat(outcome.times().bytes()).isEqualTo(TestConsignment.TEXT.length());
    assertThat(server.onlyMessage()).isEqualTo(TestConsignment.TEXT);
    assertThat(server.visits().getFirst().commands())
        .containsExactly(
            "EHLO milena.example",
            "MAIL FROM:<a@example.org> SIZE=" + TestConsignment.TEXT.length(),
            "RCPT TO:<b@example.com>",
            "DATA");
  }

  @Test
  void shouldUseOneConnectionForManyAndCloseItAtItsLimit() {
    // Given
    restart(config().withLimits(new SiteLimits(1, 10, 100)));

    // When
    var offered = offer(25);

    // Then
    assertThat(offered)
        .allSatisfy(c -> assertThat(c.outcome().verdict()).isInstanceOf(Verdict.Delivered.class));
    assertThat(server.visits()).hasSize(3);
    assertThat(server.mostOpen()).isEqualTo(1);
    assertThat(lanes.waiting()).isZero();
  }

  @Test
  void shouldOpenNoMoreConnectionsThanTheSiteAllows() {
    // Given
    restart(config().withLimits(new SiteLimits(4, 100, 100)));
    var second = new CompletableFuture<Void>();
    server.answering(
        (_, line) -> {
          if (line.equals("DATA")) {
            // Else one connection could be done with all of them before a second is worth it.
            second.join();
          }
          return Optional.empty();
        });

    // When
    var offered = offer(2000);
    until(() -> server.mostOpen() > 1);
    second.complete(null);

    // Then
    assertThat(offered)
        .allSatisfy(c -> assertThat(c.outcome().verdict()).isInstanceOf(Verdict.Delivered.class));
    assertThat(server.mostOpen()).isBetween(2, 4);
    assertThat(server.messages()).hasSize(2000);
  }

  @Test
  void shouldNotOpenAConnectionForEachOfAFewMessages() {
    // Given: no time passes, so that none of them waits for long, however slow the machine is
    lanes.close();
    lanes =
        lanes(
            TestDirectory.relaying(DOMAIN, server.port()),
            config(),
            SigningKeys.none(),
            new Clocks(InstantSource.system(), () -> 0));

    // When
    var offered = offer(20);

    // Then
    offered.forEach(TestConsignment::outcome);
    assertThat(server.visits().size()).isLessThanOrEqualTo(3);
  }

  @Test
  void shouldCloseAnIdleConnectionWithQuit() {
    // Given
    restart(config().withTimeouts(timeouts(LONG, IDLE)));
    offer().outcome();

    // When
    until(() -> server.open() == 0);

    // Then
    assertThat(server.visits().getFirst().commands()).endsWith("QUIT");
  }

  @Test
  void shouldReuseTheConnectionAfterARefusedRecipient() {
    // Given
    var rcpts = new AtomicInteger();
    server.answering(
        (_, line) ->
            TestServer.matches(line, "RCPT") && rcpts.incrementAndGet() == 1
                ? Optional.of("550 5.1.1 no such user")
                : TestServer.matches(line, "DATA") && rcpts.get() == 1
                    ? Optional.of("503 5.5.1 no valid recipients")
                    : Optional.empty());

    // When
    var refused = offer().outcome();
    var taken = offer().outcome();

    // Then
    assertThat(refused.verdict()).isInstanceOf(Verdict.Bounced.class);
    assertThat(refused.scope()).isEqualTo(FailureScope.RECIPIENT);
    assertThat(refused.mailboxGone()).isTrue();
    assertThat(taken.verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(server.visits()).hasSize(1);
    assertThat(server.visits().getFirst().commands()).contains("RSET");
  }

  @Test
  void shouldEndTheTransactionWithALoneDotWhenDataIsAcceptedWithoutRecipient() {
    // Given
    server.answering("RCPT", "550 5.1.1 no such user");

    // When
    var outcome = offer().outcome();
    server.answering((_, _) -> Optional.empty());
    var next = offer().outcome();

    // Then
    assertThat(outcome.verdict().stage()).isEqualTo(SessionStage.RCPT);
    assertThat(next.verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(server.messages()).hasSize(2).first().isEqualTo(new byte[0]);
  }

  @Test
  void shouldNotSendTheFinalDotWhenTheLeaseRunsOutMeanwhile() {
    // Given
    var asked = new AtomicInteger();

    // When
    var outcome =
        offer(TestConsignment.to(DOMAIN).leased(() -> asked.incrementAndGet() == 1)).outcome();

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.NotTried.class);
    assertThat(server.messages()).isEmpty();
    assertThat(server.visits().getFirst().commands()).contains("DATA");
  }

  @Test
  void shouldNotSendTheFinalDotOfALargeMessageThatExpiresOnTheWay() {
    // Given
    var large = "x".repeat(70).concat("\r\n").repeat(20_000);
    var consignment = TestConsignment.to(DOMAIN).carrying(TestConsignment.letter(large));
    server.offering("PIPELINING", "SIZE 100000000");
    server.answering(
        (_, line) -> {
          if (TestServer.matches(line, "DATA")) {
            consignment.expiringAt(1);
          }
          return Optional.empty();
        });

    // When
    var outcome = offer(consignment).outcome();

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.NotTried.class);
    assertThat(server.messages()).isEmpty();
    assertThat(server.visits().getFirst().commands()).contains("DATA");
  }

  @Test
  void shouldBeginNoTransactionAfterTheMessageExpired() {
    // When
    var outcome = offer(TestConsignment.to(DOMAIN).expiringAt(1)).outcome();

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.NotTried.class);
    assertThat(server.visits().getFirst().commands()).doesNotContain("DATA");
  }

  @Test
  void shouldBeginNoTransactionAfterTheDispatchIsInvalid() {
    // When
    var outcome = offer(TestConsignment.to(DOMAIN).validUntil(1)).outcome();

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.NotTried.class);
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void shouldSendALargeBodyChunkByChunk() {
    // Given
    server.offering("PIPELINING", "SIZE 100000000");
    var chunk = ".x".repeat(300_000).getBytes(StandardCharsets.ISO_8859_1);
    chunk[chunk.length - 2] = '\r';
    chunk[chunk.length - 1] = '\n';
    var body =
        new LetterBody.Chunked(
            5L * chunk.length,
            5,
            index ->
                CompletableFuture.supplyAsync(
                    () -> chunk, CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS)));

    // When
    var outcome =
        offer(TestConsignment.to(DOMAIN).carrying(TestConsignment.letter(body, false))).outcome();

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(outcome.times().bytes()).isEqualTo(5L * chunk.length);
    assertThat(server.messages().getFirst()).hasSize(5 * chunk.length);
  }

  @Test
  void shouldDropTheConnectionWhenAChunkCannotBeRead() {
    // Given
    var body =
        new LetterBody.Chunked(
            100, 1, _ -> CompletableFuture.failedFuture(new BodyGone("chunk 0 is gone")));

    // When
    var outcome =
        offer(TestConsignment.to(DOMAIN).carrying(TestConsignment.letter(body, false))).outcome();

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Bounced.class);
    assertThat(outcome.verdict().said().enhanced()).isEqualTo("5.6.0");
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void shouldNotTryWhenTheBodyIsAway() {
    // When
    var outcome =
        offer(
                TestConsignment.to(DOMAIN)
                    .opening(() -> CompletableFuture.failedFuture(new BodyUnavailable("log away"))))
            .outcome();

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.NotTried.class);
    assertThat(outcome.verdict().stage()).isEqualTo(SessionStage.BODY);
  }

  @Test
  void shouldTryAgainOnANewConnectionWhenAUsedOneWasClosedBehindOurBack() {
    // Given
    restart(config().withLimits(new SiteLimits(1, 100, 100)));
    server.answering(
        (visit, line) ->
            TestServer.matches(line, "MAIL") && visit.number() == 0 && visit.commands().size() > 3
                ? Optional.of(TestServer.HANG_UP)
                : Optional.empty());

    // When
    offer().outcome();
    var second = offer();

    // Then
    assertThat(second.outcome().verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(second.returns()).isEqualTo(1);
    assertThat(server.visits()).hasSize(2);
  }

  @Test
  void shouldNotLetASlowSiteDelayAnother() throws IOException {
    try (var slow = new TestServer().answering("MAIL", TestServer.SILENCE)) {
      // Given
      lanes.close();
      var directory =
          TestDirectory.relaying(DOMAIN, server.port()).relayTo("slow.example", slow.port());
      lanes = lanes(directory, config().withThreads(1));
      IntStream.range(0, 100).forEach(_ -> offer(TestConsignment.to("slow.example")));

      // When
      var offered = offer(50);

      // Then
      assertThat(offered)
          .allSatisfy(c -> assertThat(c.outcome().verdict()).isInstanceOf(Verdict.Delivered.class));
    }
  }

  @Test
  void shouldForgetWhatIsWithdrawnAndFinishTheRest() {
    // Given
    restart(config().withLimits(new SiteLimits(1, 100, 100)));
    var gate = new CompletableFuture<Letter>();
    var first = offer(TestConsignment.to(DOMAIN).opening(() -> gate));
    var withdrawn = offer(5);
    var kept = offer();

    // When
    lanes.withdraw(withdrawn::contains);
    gate.complete(TestConsignment.letter(TestConsignment.TEXT));

    // Then
    assertThat(first.outcome().verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(kept.outcome().verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(withdrawn).noneMatch(TestConsignment::isFinished);
    assertThat(lanes.waiting()).isZero();
  }

  @Test
  void shouldLetWhatIsOnTheWireEndWhenDraining() throws Exception {
    // Given
    restart(config().withLimits(new SiteLimits(1, 100, 100)));
    var dot = server.holdingDots();
    var onWire = offer();
    var behind = offer();
    dot.arrived().get();

    // When
    var drained = lanes.drain(Duration.ofSeconds(20)).toCompletableFuture();
    until(() -> lanes.waiting() == 0);
    var early = drained.isDone();
    dot.answer().complete("250 ok");
    drained.get();

    // Then
    assertThat(early).isFalse();
    assertThat(onWire.outcome().verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(behind.isFinished()).isFalse();
    assertThat(lanes.waiting()).isZero();
  }
}
