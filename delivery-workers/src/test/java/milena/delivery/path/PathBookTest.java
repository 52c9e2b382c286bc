package milena.delivery.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import milena.delivery.send.SmtpTimeouts;
import milena.policy.Kind;
import milena.policy.Manner;
import milena.policy.Per;
import milena.policy.Policy;
import milena.policy.Traffic;
import org.junit.jupiter.api.Test;

class PathBookTest {

  private static final PathDefaults DEFAULTS =
      new PathDefaults(32, 100, 100, Tls.OPPORTUNISTIC, SmtpTimeouts.defaults());

  private final AtomicReference<Policy> policy = new AtomicReference<>(Policy.NONE);

  private static Traffic mail(String tenant, String domain, String source) {
    return new Traffic(tenant, "", domain, "site", "google", "", source, Map.of());
  }

  private PathBook book(TestPolicy what) {
    policy.set(what.made());
    return new PathBook(policy::get, DEFAULTS);
  }

  private static List<String> counted(PathTerms terms) {
    return terms.counted().limits().stream()
        .map(limit -> ConnectionQuotas.name(limit) + " " + limit.bound().most())
        .sorted()
        .toList();
  }

  @Test
  void shouldFallBackToTheSettingsWhenThereIsNoPolicy() {
    // When
    var terms = new PathBook(policy::get, DEFAULTS).of(mail("acme", "a.example", ""));

    // Then
    assertThat(counted(terms)).containsExactly("connections site site 32");
    assertThat(terms.messagesPerConnection()).isEqualTo(100);
    assertThat(terms.exit()).isEqualTo(Exit.ANY);
    assertThat(terms.handling().tls()).isEqualTo(Tls.OPPORTUNISTIC);
    assertThat(terms.handling().timeouts()).isEqualTo(SmtpTimeouts.defaults());
    assertThat(terms.handling().failuresBeforeDelay()).isEqualTo(1);
  }

  @Test
  void shouldTakeEveryLimitThatHoldsAndTheLeastOfMessages() {
    // Given
    var book =
        book(
            TestPolicy.version(1)
                .source("mta1", "127.0.0.2", "")
                .limit(Per.SITE, Kind.CONNECTIONS, 9)
                .limit(Per.PATH, Kind.CONNECTIONS, 3)
                .limit(Per.PROVIDER, Kind.CONNECTIONS, 20)
                .limit(Per.SITE, Kind.MESSAGES_PER_CONNECTION, 50)
                .limit(Per.PROVIDER, Kind.MESSAGES_PER_CONNECTION, 20));

    // When
    var named = book.of(mail("acme", "a.example", "mta1"));
    var unnamed = book.of(mail("acme", "a.example", ""));

    // Then
    assertThat(counted(named))
        .containsExactly(
            "connections path mta1 site 3",
            "connections provider google 20",
            "connections site site 9");
    assertThat(counted(unnamed)).contains("connections path (unnamed) site 3");
    assertThat(named.messagesPerConnection()).isEqualTo(20);
    assertThat(named.recipientsPerTransaction()).isEqualTo(100);
  }

  @Test
  void shouldKnowNoSourceThatThePolicyHasNot() {
    // When
    var terms = book(TestPolicy.version(1)).of(mail("acme", "a.example", "gone"));

    // Then
    assertThat(terms.exit()).isNull();
  }

  @Test
  void shouldGiveMailAPathOfItsOwnOnlyWhereARuleNamesIt() {
    // Given
    var book =
        book(
            TestPolicy.version(1)
                .manner(TestPolicy.domain("bank.example"), Manner.TLS, "required"));

    // When
    var bank = book.of(mail("acme", "bank.example", ""));
    var one = book.of(mail("acme", "a.example", ""));
    var other = book.of(mail("other", "b.example", ""));

    // Then
    assertThat(bank.handling().tls()).isEqualTo(Tls.REQUIRED);
    assertThat(bank.path().domain()).isEqualTo("bank.example");
    assertThat(one).isSameAs(other);
    assertThat(one.handling().tls()).isEqualTo(Tls.OPPORTUNISTIC);
  }

  @Test
  void shouldTellTenantsApartWhereConnectionsAreCountedForEach() {
    // Given
    var book = book(TestPolicy.version(1).limit(Per.TENANT, Kind.CONNECTIONS, 2));

    // When
    var terms = book.of(mail("acme", "a.example", ""));

    // Then
    assertThat(terms.path().tenant()).isEqualTo("acme");
    assertThat(counted(terms)).contains("connections tenant acme 2");
    assertThat(counted(terms)).contains("connections site site 32");
  }

  @Test
  void shouldAskAgainOnlyWhenTheVersionIsAnother() {
    // Given
    var book = book(TestPolicy.version(1));
    var before = book.of(mail("acme", "a.example", ""));

    // When
    var followed = book.follow();
    var same = book.of(mail("acme", "a.example", ""));
    policy.set(TestPolicy.version(2).limit(Per.SITE, Kind.CONNECTIONS, 1).made());
    var followedNext = book.follow();

    // Then
    assertThat(followed).isFalse();
    assertThat(same).isSameAs(before);
    assertThat(followedNext).isTrue();
    assertThat(counted(book.of(mail("acme", "a.example", ""))))
        .containsExactly("connections site site 1");
  }

  @Test
  void shouldWaitAsThePolicySaysButNeverLetAnAttemptTakeLonger() {
    // Given
    var book =
        book(
            TestPolicy.version(1)
                .manner(Manner.IDLE_TIMEOUT, "60000")
                .manner(Manner.RCPT_TIMEOUT, "7000")
                .manner(Manner.REMEMBER_BROKEN_TLS, "5000")
                .manner(Manner.FAILURES_BEFORE_DELAY, "4")
                .manner(Manner.FINAL_DOT_TIMEOUT, Long.toString(Duration.ofHours(2).toMillis())));
    var usual = SmtpTimeouts.defaults().transaction();

    // When
    var handling = book.of(mail("acme", "a.example", "")).handling();

    // Then
    var sending = handling.timeouts().transaction();
    assertThat(handling.timeouts().idle()).isEqualTo(Duration.ofMinutes(1));
    assertThat(sending.rcpt()).isEqualTo(Duration.ofSeconds(7));
    assertThat(sending.untilDot()).isEqualTo(Duration.ofMinutes(1));
    assertThat(sending.untilDot().plus(sending.finalDot()))
        .isEqualTo(usual.untilDot().plus(usual.finalDot()));
    assertThat(handling.brokenTls()).isEqualTo(Duration.ofSeconds(5));
    assertThat(handling.failuresBeforeDelay()).isEqualTo(4);
  }

  @Test
  void shouldReachAddressesOfItsOwnFamilyOnly() {
    // Given
    var book = book(TestPolicy.version(1).source("mta1", "127.0.0.2", ""));

    // When
    var exit = Objects.requireNonNull(book.of(mail("acme", "a.example", "mta1")).exit());

    // Then
    assertThat(exit.reaches(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
    assertThat(exit.reaches(InetAddress.ofLiteral("::1"))).isFalse();
  }
}
