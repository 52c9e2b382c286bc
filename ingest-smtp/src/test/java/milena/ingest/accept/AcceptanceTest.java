package milena.ingest.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import milena.ingest.accept.AcceptDecision.Accepted;
import milena.ingest.accept.AcceptDecision.Deferred;
import milena.ingest.accept.AcceptDecision.Refused;
import milena.ingest.log.SystemStorage;
import milena.tenants.verify.ChannelBindings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules on senders and recipients. */
class AcceptanceTest {

  private final Acceptance acceptance =
      new Acceptance(AcceptanceRules.defaults("mx.example.net"), SystemStorage.AMPLE);

  private static String answer(AcceptDecision<?> decision) {
    return switch (decision) {
      case Accepted<?> _ -> "taken";
      case Refused<?>(var reply) -> reply.toString();
      case Deferred<?>(var reply) -> reply.toString();
    };
  }

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "FROM:<a@b.example> SIZE=67108864, taken",
    "from:<a@b.example> BODY=8BITMIME SIZE=0, taken",
    "FROM: <a@b.example>, taken",
    "FROM:<a@b.example> SIZE=67108865, 552 5.3.4",
    "FROM:<a@b.example> SIZE=99999999999999999999, 552 5.3.4",
    "FROM:<a@b.example> SIZE=-1, 501 5.5.4",
    "FROM:<a@b.example> SIZE, 501 5.5.4",
    "FROM:<a@b.example> BODY=BINARYMIME, taken",
    "FROM:<a@b.example> BODY=9BIT, 501 5.5.4",
    "FROM:<a@b.example> REQUIRETLS, taken",
    "FROM:<a@b.example> REQUIRETLS=yes, 501 5.5.4",
    "FROM:<a@b.example> RET=HDRS, 555 5.5.4",
    "FROM:<a@b.example> SIZE=1 SIZE=1, 501 5.5.4",
    "FROM:<a@b.example> AUTH=<>, taken",
    "FROM:<a@b.example> MT-PRIORITY=9, taken",
    "FROM:<a@b.example> MT-PRIORITY=-9, taken",
    "FROM:<a@b.example> MT-PRIORITY=10, 501 5.5.4",
    "FROM:<a@b.example> MT-PRIORITY, 501 5.5.4",
    "FROM:<a@b.example> HOLDFOR=2592000, taken",
    "FROM:<a@b.example> HOLDFOR=2592001, 501 5.5.4",
    "FROM:<a@b.example> HOLDFOR=-1, 501 5.5.4",
    "FROM:<a@b.example> HOLDUNTIL=2026-01-31T00:00:00Z, taken",
    "FROM:<a@b.example> HOLDUNTIL=2026-01-31T02:00:00+02:00, taken",
    "FROM:<a@b.example> HOLDUNTIL=2026-01-31T00:00:01Z, 501 5.5.4",
    "FROM:<a@b.example> HOLDUNTIL=tomorrow, 501 5.5.4",
    "FROM:<a@b.example> HOLDFOR=1 HOLDUNTIL=2026-01-02T00:00:00Z, 501 5.5.4",
    "FROM:<a b.example>, 501 5.1.7",
    "FROM<a@b.example>, 501 5.5.4",
  })
  void shouldDecideOnSenders(String argument, String expected) {
    assertThat(answer(acceptance.sender(argument, true, NOW)))
        .satisfies(answer -> assertThat(answer.substring(0, 3)).isEqualTo(expected.substring(0, 3)))
        .contains(expected.length() > 5 ? expected.substring(4, 7) : expected);
  }

  @Test
  void shouldTakeNoParametersAfterHelo() {
    assertThat(answer(acceptance.sender("FROM:<a@b.example> SIZE=1", false, NOW)))
        .startsWith("555 5.5.4");
  }

  @Test
  void shouldKeepInternationalAddresses() {
    // Given
    var utf8 = "FROM:<j\u00c3\u00b6rg@example.org> SMTPUTF8";
    // When
    var decision = acceptance.sender(utf8, true, NOW);
    // Then
    assertThat(decision)
        .isEqualTo(new Accepted<>(new Sender("j\u00f6rg@example.org", true, false)));
    assertThat(answer(acceptance.sender(utf8.substring(0, utf8.length() - 9), true, NOW)))
        .startsWith("553 5.6.7");
  }

  @Test
  void shouldRelayForAllowedNetworksOnly() {
    // Given
    var sender = new Sender("", false, true);
    // When
    boolean loopback = acceptance.relays(peer("127.0.0.2", ListenerRole.RELAY));
    boolean stranger = acceptance.relays(peer("192.0.2.1", ListenerRole.RELAY));
    // Then
    assertThat(loopback).isTrue();
    assertThat(stranger).isFalse();
    assertThat(answer(acceptance.recipient("TO:<a@b.example>", sender, 0, stranger)))
        .startsWith("550 5.7.1");
  }

  private static Peer peer(String address, ListenerRole role) {
    return new Peer(InetAddress.ofLiteral(address), role);
  }

  private static TlsSession tls(boolean verified) {
    return new TlsSession(
        "TLSv1.3",
        "TLS_AES_128_GCM_SHA256",
        "",
        new TlsSession.ClientCertificate("00", verified),
        ChannelBindings.NONE);
  }

  @Test
  void shouldRelayForCertificatesOfOurCaOnly() {
    // Given
    var stranger = peer("192.0.2.1", ListenerRole.RELAY);
    // Then
    assertThat(acceptance.relays(stranger.secured(tls(true)))).isTrue();
    assertThat(acceptance.relays(stranger.secured(tls(false)))).isFalse();
  }

  @Test
  void shouldRelayForNobodyAtAReportsListener() {
    // Given
    var reports = peer("127.0.0.1", ListenerRole.REPORTS).secured(tls(true));
    // Then
    assertThat(acceptance.refusal(reports)).isEmpty();
    assertThat(acceptance.relays(reports)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "TO:<b+TOKEN@ours.example>, taken",
    "TO:<b@OURS.example>, taken",
    "TO:<b@x.below.example>, taken",
    "TO:<b@below.example>, 550 5.7.1 Relaying denied",
    "TO:<b@notours.example>, 550 5.7.1 Relaying denied",
    "TO:<b@ours.example.org>, 550 5.7.1 Relaying denied",
    "TO:<b%ours.example@foreign.example>, 550 5.7.1 Relaying denied",
    "TO:<@ours.example:b@foreign.example>, 550 5.7.1 Relaying denied",
    "TO:<\"b@ours.example\"@foreign.example>, 550 5.7.1 Relaying denied",
    "TO:<b@[127.0.0.1]>, 550 5.7.1 Relaying denied",
    "TO:<postmaster>, taken",
    "TO:<>, 501",
  })
  void shouldTakeReportsForOurOwnDomainsOnly(String argument, String expected) {
    // Given
    var reports =
        Acceptance.ofReports(
            AcceptanceRules.defaults("mx.example.net"),
            SystemStorage.AMPLE,
            new ReportRules(List.of("ours.example", "*.below.example"), 1 << 20));
    // When
    var answer = answer(reports.recipient(argument, new Sender("", false, true), 9, false));
    // Then
    assertThat(answer).startsWith(expected);
    assertThat(answer(reports.recipient(argument, new Sender("", false, true), 10, false)))
        .startsWith(expected.equals("taken") ? "452 4.5.3" : expected);
  }

  @ParameterizedTest
  @CsvSource({
    "FROM:<>, taken",
    "FROM:<> SIZE=1048576, taken",
    "FROM:<> SIZE=1048577, 552 5.3.4",
    "FROM:<> MT-PRIORITY=1, 555 5.5.4",
    "FROM:<> HOLDFOR=1, 555 5.5.4",
  })
  void shouldTakeReportsFromNobody(String argument, String expected) {
    // Given
    var reports =
        Acceptance.ofReports(
            AcceptanceRules.defaults("mx.example.net"), SystemStorage.AMPLE, ReportRules.NONE);
    // Then
    assertThat(answer(reports.sender(argument, true, NOW))).startsWith(expected);
  }

  @Test
  void shouldWantTlsAndThenALoginAtASubmissionListener() {
    // Given
    var user = peer("127.0.0.1", ListenerRole.SUBMISSION);
    // When
    var plain = acceptance.refusal(user).orElseThrow();
    var secured = acceptance.refusal(user.secured(tls(true))).orElseThrow();
    // Then
    assertThat(plain.toString()).startsWith("530 5.7.0 STARTTLS first");
    assertThat(secured.toString()).startsWith("530 5.7.0 Authentication required");
    assertThat(acceptance.relays(user.secured(tls(true)))).isFalse();
  }

  @Test
  void shouldDeferRecipientsOverTheLimit() {
    // Given
    var sender = new Sender("", false, true);
    // When
    var last = acceptance.recipient("TO:<a@b.example>", sender, 999, true);
    var tooMany = acceptance.recipient("TO:<a@b.example>", sender, 1000, true);
    // Then
    assertThat(last).isInstanceOf(Accepted.class);
    assertThat(tooMany).isInstanceOf(Deferred.class);
    assertThat(answer(tooMany)).startsWith("452 4.5.3");
  }

  @Test
  void shouldTakeThePostmasterOfThisServer() {
    assertThat(acceptance.recipient("TO:<Postmaster>", new Sender("", false, true), 0, true))
        .isEqualTo(
            new Accepted<>(
                new Recipient("postmaster@mx.example.net", "postmaster@mx.example.net", true)));
  }
}
