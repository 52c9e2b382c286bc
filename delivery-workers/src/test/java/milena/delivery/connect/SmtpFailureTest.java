package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import milena.delivery.outcome.AttemptOutcome;
import milena.delivery.outcome.FailureScope;
import milena.delivery.outcome.SessionStage;
import milena.delivery.outcome.Verdict;
import milena.delivery.send.SmtpTimeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every wrong answer, silence and hang-up becomes, with and without pipelining. */
class SmtpFailureTest {

  private static final String DOMAIN = "example.com";

  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private AttemptOutcome attempt(boolean pipelining, SmtpTimeouts timeouts) {
    var config =
        ConnectConfig.defaults("milena.example")
            .withManners(new ConnectConfig.Manners(false, pipelining))
            .withTimeouts(timeouts);
    try (var lanes = SmtpLanesTest.lanes(TestDirectory.relaying(DOMAIN, server.port()), config)) {
      var consignment = TestConsignment.to(DOMAIN);
      lanes.offer(consignment);
      return consignment.outcome();
    }
  }

  private static SmtpTimeouts patient() {
    return SmtpLanesTest.timeouts(Duration.ofSeconds(15));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAIL", "RCPT", "DATA"})
  void shouldNotWaitForAnAnswerThatWouldComeTooLate(String command) {
    // Given
    server.answering(command, TestServer.SILENCE);
    var config =
        ConnectConfig.defaults("milena.example")
            .withManners(new ConnectConfig.Manners(false, false))
            .withTimeouts(SmtpLanesTest.timeouts(Duration.ofMinutes(5)));

    // When
    AttemptOutcome outcome;
    try (var lanes = SmtpLanesTest.lanes(TestDirectory.relaying(DOMAIN, server.port()), config)) {
      var consignment = TestConsignment.to(DOMAIN).expiringAt(System.currentTimeMillis() + 1_500);
      lanes.offer(consignment);
      outcome = consignment.outcome();
    }

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Deferred.class);
    assertThat(outcome.verdict().stage()).isEqualTo(SessionStage.valueOf(command));
    assertThat(outcome.verdict().said().enhanced()).isEqualTo("4.4.2");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '',    421 4.3.2 too busy,       deferred, SITE,       BANNER,    4.3.2
          '',    554 5.7.1 go away,        deferred, SITE,       BANNER,    5.7.1
          EHLO,  421 4.7.0 not now,        deferred, SITE,       EHLO,      4.7.0
          EHLO,  451 4.3.0 not now,        deferred, SITE,       EHLO,      4.3.0
          MAIL,  451 4.3.0 try later,      deferred, SITE,       MAIL,      4.3.0
          MAIL,  451 4.7.1 too many,       deferred, PATH,       MAIL,      4.7.1
          MAIL,  452 4.5.3 later,          deferred, MESSAGE,    MAIL,      4.5.3
          MAIL,  550 5.1.8 bad sender,     bounced,  MESSAGE,    MAIL,      5.1.8
          MAIL,  421 4.7.0 slow down,      deferred, PATH,       MAIL,      4.7.0
          MAIL,  354 what,                 deferred, CONNECTION, MAIL,      4.5.0
          MAIL,  hello there,              deferred, CONNECTION, MAIL,      4.5.0
          RCPT,  450 4.2.1 greylisted,     deferred, RECIPIENT,  RCPT,      4.2.1
          RCPT,  550 5.1.1 no such user,   bounced,  RECIPIENT,  RCPT,      5.1.1
          RCPT,  550 nobody,               bounced,  RECIPIENT,  RCPT,      ''
          RCPT,  421 closing,              deferred, CONNECTION, RCPT,      ''
          DATA,  451 4.2.0 later,          deferred, MESSAGE,    DATA,      4.2.0
          DATA,  554 5.6.0 no,             bounced,  MESSAGE,    DATA,      5.6.0
          DATA,  250 what,                 deferred, CONNECTION, DATA,      4.5.0
          .,     451 4.2.0 later,          deferred, MESSAGE,    FINAL_DOT, 4.2.0
          .,     552 5.2.3 too big,        bounced,  MESSAGE,    FINAL_DOT, 5.2.3
          .,     421 4.4.1 closing,        deferred, CONNECTION, FINAL_DOT, 4.4.1
          .,     354 what,                 deferred, CONNECTION, FINAL_DOT, 4.5.0
          """)
  void shouldJudgeAnswers(
      String command,
      String answer,
      String word,
      FailureScope scope,
      SessionStage stage,
      String enhanced) {
    for (var pipelining : new boolean[] {true, false}) {
      // Given
      server.answering(command, answer);

      // When
      var outcome = attempt(pipelining, patient());

      // Then
      assertThat(outcome.verdict().word()).isEqualTo(word);
      assertThat(outcome.scope()).isEqualTo(scope);
      assertThat(outcome.verdict().stage()).isEqualTo(stage);
      assertThat(outcome.verdict().said().enhanced()).isEqualTo(enhanced);
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '',   BANNER,    SITE
          EHLO, EHLO,      SITE
          MAIL, MAIL,      CONNECTION
          RCPT, RCPT,      CONNECTION
          DATA, DATA,      CONNECTION
          .,    FINAL_DOT, CONNECTION
          """)
  void shouldDeferWhenTheServerHangsUpOrHangs(
      String command, SessionStage stage, FailureScope scope) {
    for (var what : new String[] {TestServer.HANG_UP, TestServer.SILENCE}) {
      // Given
      server.answering(command, what);
      var timeouts =
          what.equals(TestServer.HANG_UP)
              ? patient()
              : SmtpLanesTest.timeouts(Duration.ofMillis(700));

      // When
      var outcome = attempt(false, timeouts);

      // Then
      assertThat(outcome.verdict()).isInstanceOf(Verdict.Deferred.class);
      assertThat(outcome.verdict().stage()).isEqualTo(stage);
      assertThat(outcome.scope()).isEqualTo(scope);
      assertThat(outcome.verdict().said().text().contains("ambiguous"))
          .isEqualTo(stage == SessionStage.FINAL_DOT);
    }
  }

  @Test
  void shouldFallBackToHelo() {
    // Given
    server.answering("EHLO", "502 5.5.1 what is that");

    // When
    var outcome = attempt(true, patient());

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(server.visits().getFirst().commands())
        .contains("HELO milena.example", "MAIL FROM:<a@example.org>");
  }

  @Test
  void shouldReadRepliesOfManyLines() {
    // Given
    server.answering("RCPT", "550-5.7.1 we do\r\n550-5.7.1 not like\r\n550 5.7.1 you");

    // When
    var outcome = attempt(true, patient());

    // Then
    assertThat(outcome.verdict().said().text()).isEqualTo("we do not like you");
    assertThat(outcome.verdict().said().enhanced()).isEqualTo("5.7.1");
    assertThat(outcome.mailboxGone()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a@example.com\r\nRCPT TO:<x@example.com>", "a\u0000b@example.com"})
  void shouldNotLetAnAddressBecomeACommand(String recipient) {
    // Given
    var text = TestConsignment.letter(TestConsignment.TEXT);
    var letter =
        new Letter("a@example.org", recipient, "", false, false, false, false, text.body());
    var consignment = TestConsignment.to(DOMAIN).carrying(letter);

    // When
    try (var lanes =
        SmtpLanesTest.lanes(
            TestDirectory.relaying(DOMAIN, server.port()), SmtpLanesTest.config())) {
      lanes.offer(consignment);
      consignment.outcome();
    }

    // Then
    assertThat(consignment.outcome().verdict()).isInstanceOf(Verdict.Bounced.class);
    assertThat(server.visits().getFirst().commands()).noneMatch(c -> c.startsWith("RCPT"));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          true,  b@example.com, 5.6.7
          false, bö@example.com, 5.6.7
          """)
  void shouldBounceWhatNeedsSmtpUtf8WhereItIsNotOffered(
      boolean flagged, String recipient, String enhanced) {
    // Given
    server.offering("PIPELINING", "8BITMIME");
    var body = TestConsignment.letter(TestConsignment.TEXT).body();
    var letter = new Letter("a@example.org", recipient, "", flagged, false, false, false, body);
    var consignment = TestConsignment.to(DOMAIN).carrying(letter);

    // When
    try (var lanes =
        SmtpLanesTest.lanes(
            TestDirectory.relaying(DOMAIN, server.port()), SmtpLanesTest.config())) {
      lanes.offer(consignment);

      // Then
      assertThat(consignment.outcome().verdict()).isInstanceOf(Verdict.Bounced.class);
      assertThat(consignment.outcome().verdict().said().enhanced()).isEqualTo(enhanced);
    }
  }

  @Test
  void shouldBounceWhatIsLargerThanTheServerTakes() {
    // Given
    server.offering("SIZE 10");

    // When
    var outcome = attempt(true, patient());

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Bounced.class);
    assertThat(outcome.verdict().said().enhanced()).isEqualTo("5.3.4");
  }

  @Test
  void shouldEndTheMessageEarlyWhenTheServerRefusesItMeanwhile() {
    // Given
    server.offering("PIPELINING");
    var refusesEarly = "354 go on\r\n552 5.3.4 too much already";
    server.answering(
        (_, line) -> line.equals("DATA") ? Optional.of(refusesEarly) : Optional.empty());

    // When
    var outcome = attempt(true, patient());

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Bounced.class);
    assertThat(outcome.verdict().said().enhanced()).isEqualTo("5.3.4");
  }
}
