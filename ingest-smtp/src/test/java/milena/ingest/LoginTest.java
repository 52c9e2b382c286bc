package milena.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import milena.ingest.accept.ListenerRole;
import milena.ingest.accept.Peer;
import milena.ingest.header.HeaderChecks;
import milena.ingest.header.HeaderChecks.Anonymity;
import milena.ingest.header.HeaderChecks.Lack;
import milena.ingest.header.OwnChecks;
import milena.ingest.listen.Listener;
import milena.ingest.listen.TlsMode;
import milena.ingest.login.LoginDesk;
import milena.ingest.secure.TestCertificate;
import milena.ingest.secure.TlsSettings;
import milena.runtime.config.HostPort;
import milena.runtime.observe.Meters;
import milena.tenants.LoginSettings;
import milena.tenants.Logins;
import milena.tenants.book.Credential;
import milena.tenants.book.Limits;
import milena.tenants.book.NewCredential;
import milena.tenants.book.Roster;
import milena.tenants.book.Stamp;
import milena.tenants.book.Tenant;
import milena.tenants.verify.NewSecrets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logging in over real sockets, and what follows from it. */
@Timeout(60)
class LoginTest {

  private static final String NAME = "mx.example.net";
  private static final Stamp MADE = new Stamp(1, "ops");
  private static final String MESSAGE = "From: Shop <news@example.org>\r\nSubject: x\r\n\r\ny";

  @TempDir Path folder;
  private final NewSecrets secrets = new NewSecrets();
  private final Map<String, Tenant> tenants = new HashMap<>();
  private final Map<String, Credential> credentials = new HashMap<>();
  private final Meters meters = new Meters();
  private final Logins logins =
      new Logins(
          LoginSettings.defaults(),
          new byte[32],
          new Logins.Surroundings(
              () -> Optional.of(new Roster("", tenants, credentials)),
              InstantSource.system(),
              System::nanoTime,
              meters));
  private final List<MemoryRig> rigs = new ArrayList<>();
  private String password = "";
  private SSLContext trust;
  private MemoryRig rig;

  @BeforeEach
  void start() throws Exception {
    tenants.put("shop", Tenant.named("shop", MADE).withSenderDomains(List.of("example.org")));
    var ann = NewCredential.generated("ann", about(), secrets);
    password = ann.secret().value();
    credentials.put("ann", ann.credential());
    var certificate = TestCertificate.of(NAME);
    trust = TestCertificate.trusting(certificate);
    var files = certificate.write(folder, "one");
    var listener =
        new Listener(
            new HostPort("127.0.0.1", 0),
            ListenerRole.SUBMISSION,
            TlsMode.STARTTLS,
            false,
            List.of());
    rig =
        new MemoryRig(
            config ->
                new IngestConfig(
                    config.listen().withListeners(List.of(listener)),
                    TlsSettings.of(List.of(files), null, null),
                    config.rules(),
                    config.log()),
            LoginDesk.of(logins));
    rigs.add(rig);
  }

  private static NewCredential.About about() {
    return new NewCredential.About("shop", "", MADE, 0);
  }

  @AfterEach
  void stop() throws Exception {
    for (var each : rigs) {
      each.close();
    }
    logins.close();
    meters.close();
  }

  private Wire secured() throws Exception {
    var wire = rig.client();
    wire.ask("STARTTLS");
    wire.secure(trust, NAME);
    return wire;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private String plain(String login, String secret) {
    return base64("\0" + login + "\0" + secret);
  }

  @Test
  void shouldOfferLoginsUnderTlsAlone() throws Exception {
    try (var wire = rig.client()) {
      // When, Then
      assertThat(wire.ask("EHLO client.example")).doesNotContain("AUTH");
      assertThat(wire.ask("AUTH PLAIN " + plain("ann", password))).startsWith("538 5.7.11");
      assertThat(wire.ask("MAIL FROM:<a@example.org>")).startsWith("530 5.7.0 STARTTLS");
    }
    try (var wire = secured()) {
      assertThat(wire.ask("EHLO client.example")).contains("AUTH SCRAM-SHA-256 PLAIN LOGIN");
      assertThat(wire.ask("MAIL FROM:<a@example.org>")).startsWith("530 5.7.0 Auth");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STARTTLS", "IMPLICIT"})
  void shouldSendAsTheTenantOfTheCertificate(TlsMode mode) throws Exception {
    // Given
    var server = TestCertificate.of(NAME);
    var client = TestCertificate.of("client.example");
    var ca = Files.writeString(folder.resolve("ca.pem"), client.chainPem());
    var shown = client.x509().getEncoded();
    var fingerprint = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(shown));
    var credential = NewCredential.certificate(fingerprint, "CN=client.example", about());
    credentials.put(credential.id(), credential);
    var door =
        new Listener(
            new HostPort("127.0.0.1", 0),
            ListenerRole.SUBMISSION,
            mode,
            true,
            List.of(),
            List.of());
    var files = server.write(folder, "asking");
    var asking =
        new MemoryRig(
            config ->
                new IngestConfig(
                    config.listen().withListeners(List.of(door)),
                    TlsSettings.of(List.of(files), ca, null),
                    config.rules(),
                    config.log()),
            LoginDesk.of(logins));
    rigs.add(asking);
    try (var wire = new Wire(asking.address())) {
      if (mode == TlsMode.STARTTLS) {
        wire.reply();
        wire.ask("STARTTLS");
      }
      wire.secure(client.showing(server), NAME);
      if (mode == TlsMode.IMPLICIT) {
        wire.reply();
      }
      wire.ask("EHLO client.example");
      // When
      var reply = wire.deliver(MESSAGE, "someone@elsewhere.example");
      // Then
      assertThat(reply).startsWith("250 2.0.0");
      assertThat(asking.log.submittals.getFirst().tenant()).isEqualTo("shop");
    }
  }

  @Test
  void shouldSendAsTheTenantOfTheLogin() throws Exception {
    try (var wire = secured()) {
      // Given
      wire.ask("EHLO client.example");
      assertThat(wire.ask("AUTH PLAIN " + plain("ann", password))).startsWith("235 2.7.0");
      assertThat(wire.ask("AUTH PLAIN " + plain("ann", password))).startsWith("503");
      // When
      var reply = wire.deliver(MESSAGE, "someone@elsewhere.example");
      // Then
      assertThat(reply).startsWith("250 2.0.0");
      var submittal = rig.log.submittals.getFirst();
      assertThat(submittal.tenant()).isEqualTo("shop");
      assertThat(submittal.origin().protocol()).isEqualTo("ESMTPSA");
      assertThat(rig.log.message(submittal)).doesNotContain("ann");
    }
  }

  @Test
  void shouldTakePlainAndLoginInEveryForm() throws Exception {
    try (var wire = secured()) {
      wire.ask("EHLO client.example");
      assertThat(wire.ask("AUTH plain")).isEqualTo("334");
      assertThat(wire.ask(plain("ann", password))).startsWith("235");
    }
    try (var wire = secured()) {
      wire.ask("EHLO client.example");
      assertThat(wire.ask("AUTH LOGIN")).isEqualTo("334 " + base64("Username:"));
      assertThat(wire.ask(base64("ann"))).isEqualTo("334 " + base64("Password:"));
      assertThat(wire.ask(base64(password))).startsWith("235");
    }
    try (var wire = secured()) {
      wire.ask("EHLO client.example");
      assertThat(wire.ask("AUTH LOGIN " + base64("ann"))).isEqualTo("334 " + base64("Password:"));
      assertThat(wire.ask(base64(password))).startsWith("235");
    }
  }

  @Test
  void shouldRefuseWhatIsWrongAndGoOn() throws Exception {
    try (var wire = secured()) {
      wire.ask("EHLO client.example");
      assertThat(wire.ask("AUTH")).startsWith("501 5.5.4");
      assertThat(wire.ask("AUTH CRAM-MD5")).startsWith("504 5.5.4");
      assertThat(wire.ask("AUTH PLAIN !!!")).startsWith("501 5.5.2");
      assertThat(wire.ask("AUTH PLAIN =")).startsWith("501 5.5.2");
      assertThat(wire.ask("AUTH PLAIN " + base64("no nul"))).startsWith("501 5.5.2");
      assertThat(wire.ask("AUTH PLAIN " + base64("bob\0ann\0" + password))).startsWith("501");
      assertThat(wire.ask("AUTH PLAIN " + plain("ann", "wrong"))).startsWith("535 5.7.8");
      wire.ask("AUTH LOGIN");
      assertThat(wire.ask("*")).startsWith("501 5.7.0");
      wire.ask("AUTH LOGIN");
      assertThat(wire.ask("x".repeat(3000))).startsWith("500 5.5.6");
      assertThat(wire.ask("NOOP")).startsWith("250");
      assertThat(wire.ask("AUTH PLAIN " + plain("ann", password))).startsWith("235");
    }
  }

  @Test
  void shouldLetATenantUseItsOwnDomainsOnly() throws Exception {
    try (var wire = secured()) {
      wire.ask("EHLO client.example");
      wire.ask("AUTH PLAIN " + plain("ann", password));
      assertThat(wire.ask("MAIL FROM:<a@other.example>")).startsWith("553 5.7.1");
      assertThat(wire.ask("MAIL FROM:<a@EXAMPLE.org>")).startsWith("250");
      wire.ask("RSET");
      assertThat(wire.ask("MAIL FROM:<>")).startsWith("250");
      wire.ask("RSET");
      assertThat(
              wire.deliver(
                  "From: Shop <a@example.org>, Bank <a@bank.example>\r\n\r\ny",
                  "b@elsewhere.example"))
          .startsWith("550 5.7.1");
      assertThat(wire.deliver("From: Bank <a@bank.example>\r\n\r\ny", "b@elsewhere.example"))
          .startsWith("550 5.7.1");
      assertThat(wire.deliver("From: nobody\r\n\r\ny", "b@elsewhere.example"))
          .startsWith("550 5.7.1");
      assertThat(wire.deliver(MESSAGE, "b@elsewhere.example")).startsWith("250");
    }
  }

  @Test
  void shouldCheckMessagesAsTheTenantWantsAlsoOnOpenConnections() throws Exception {
    // Given
    var anonymous = "Subject: nobody's\r\n\r\ny";
    tenants.computeIfPresent("shop", (_, shop) -> shop.withSenderDomains(List.of()));
    try (var wire = secured()) {
      wire.ask("EHLO client.example");
      wire.ask("AUTH PLAIN " + plain("ann", password));
      // Then
      assertThat(wire.deliver(anonymous, "b@elsewhere.example"))
          .startsWith("554 5.6.0")
          .contains("From is missing");
      // When
      tenants.computeIfPresent("shop", (_, shop) -> shop.with(own(Anonymity.ACCEPT, Lack.FIX)));
      // Then
      assertThat(wire.deliver(anonymous, "b@elsewhere.example")).startsWith("250");
      // When
      tenants.computeIfPresent("shop", (_, shop) -> shop.with(own(Anonymity.ACCEPT, Lack.REFUSE)));
      // Then
      assertThat(wire.deliver(anonymous, "b@elsewhere.example")).contains("Date is missing");
    }
  }

  @Test
  void shouldCheckWhatComesWithoutALoginAsItsTenantWants() {
    // Given
    var desk = LoginDesk.of(logins);
    var peer = new Peer(InetAddress.getLoopbackAddress(), ListenerRole.RELAY);
    assertThat(desk.terms(peer, "own").checks()).isEqualTo(HeaderChecks.DEFAULTS);
    assertThat(desk.terms(peer, "own").submitted()).isFalse();
    // When
    tenants.put("own", Tenant.named("own", MADE).with(own(Anonymity.REFUSE, Lack.FIX)));
    // Then
    assertThat(desk.terms(peer, "own").checks().missingFrom()).isEqualTo(Anonymity.REFUSE);
    assertThat(desk.forStrangers().terms(peer, "own").checks()).isEqualTo(HeaderChecks.DEFAULTS);
  }

  private static OwnChecks own(Anonymity missingFrom, Lack missingFields) {
    return new OwnChecks(
        Optional.of(missingFields), Optional.of(missingFrom), Optional.empty(), Optional.empty());
  }

  @Test
  void shouldEndOnOpenConnectionsWhatIsRevokedOrSuspended() throws Exception {
    try (var wire = secured()) {
      // Given
      wire.ask("EHLO client.example");
      wire.ask("AUTH PLAIN " + plain("ann", password));
      // When
      tenants.computeIfPresent("shop", (_, shop) -> shop.in(Tenant.State.SUSPENDED));
      // Then
      assertThat(wire.ask("MAIL FROM:<a@example.org>")).startsWith("530 5.7.0");
      assertThat(logins.verifyKey("x", InetAddress.getLoopbackAddress())).isNotNull();
    }
    try (var wire = secured()) {
      wire.ask("EHLO client.example");
      assertThat(wire.ask("AUTH PLAIN " + plain("ann", password))).startsWith("525 5.7.13");
    }
  }

  @Test
  void shouldBoundTheConnectionsOfATenant() throws Exception {
    // Given
    tenants.computeIfPresent("shop", (_, shop) -> shop.within(new Limits(0, 0, 0, 0, 1)));
    try (var first = secured()) {
      first.ask("EHLO client.example");
      assertThat(first.ask("AUTH PLAIN " + plain("ann", password))).startsWith("235");
      // When
      try (var second = secured()) {
        second.ask("EHLO client.example");
        // Then
        assertThat(second.ask("AUTH PLAIN " + plain("ann", password))).startsWith("421 4.7.0");
      }
    }
    await("the first has left")
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              try (var third = secured()) {
                third.ask("EHLO client.example");
                assertThat(third.ask("AUTH PLAIN " + plain("ann", password))).startsWith("235");
              }
            });
  }

  @Test
  void shouldHoldBackAndPreferWhatTheClientWants() throws Exception {
    try (var wire = secured()) {
      // Given
      assertThat(wire.ask("EHLO client.example"))
          .contains("FUTURERELEASE 2592000 ", "MT-PRIORITY", "LIMITS RCPTMAX=1000");
      wire.ask("AUTH PLAIN " + plain("ann", password));
      // When
      wire.ask("MAIL FROM:<a@example.org> HOLDFOR=3600 MT-PRIORITY=5");
      wire.ask("RCPT TO:<b@elsewhere.example>");
      wire.ask("DATA");
      assertThat(wire.ask(MESSAGE + "\r\n.")).startsWith("250");
      // Then
      var submittal = rig.log.submittals.getFirst();
      assertThat(submittal.wishes().priority()).isEqualTo(5);
      assertThat(submittal.wishes().notBefore()).isEqualTo(submittal.acceptedAt() + 3_600_000);
    }
  }
}
