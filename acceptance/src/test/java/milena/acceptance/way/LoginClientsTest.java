package milena.acceptance.way;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import milena.bench.load.Load;
import milena.bench.load.LoadEntry;
import milena.bench.load.LoadEntry.Security;
import milena.bench.load.LoadLogin;
import milena.bench.load.LoadPace;
import milena.bench.load.LoadPlan;
import milena.bench.load.LoadReport;
import milena.bench.result.Scenario;
import milena.bench.rig.Destinations;
import milena.bench.rig.Ground;
import milena.bench.rig.PostfixRig;
import milena.tenants.book.NewCredential;
import milena.tenants.book.Order;
import milena.tenants.book.Stamp;
import milena.tenants.book.Tenant;
import milena.tenants.book.TenantLog;
import milena.tenants.verify.NewSecrets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mail programs that people have log in and send, each as its users run it. */
@Timeout(180)
class LoginClientsTest {

  private static final Order ORDER = new Order("test", "");
  private static final String LISTENERS =
      "address=127.0.0.1:0 role=submission tls=starttls,"
          + "address=127.0.0.1:0 role=submission tls=implicit";
  private static final String PYTHON =
      """
      import smtplib, ssl, sys
      port, kind, mechanism, login, password, recipient, options = sys.argv[1:8]
      trust = ssl._create_unverified_context()
      if kind == 'implicit':
          smtp = smtplib.SMTP_SSL('127.0.0.1', int(port), context=trust)
      else:
          smtp = smtplib.SMTP('127.0.0.1', int(port))
          smtp.starttls(context=trust)
      smtp.ehlo()
      smtp.user, smtp.password = login, password
      try:
          smtp.auth(mechanism, getattr(smtp, 'auth_' + mechanism.lower()))
          letter = b'From: a@shop.test\\r\\nSubject: hello\\r\\n\\r\\nhello\\r\\n'
          smtp.sendmail('a@shop.test', [recipient], letter, options.split())
          print('sent')
      except smtplib.SMTPResponseException as refused:
          print(refused.smtp_code)
      smtp.quit()
      """;

  @TempDir static Path folder;
  private static RunningMilena milena;
  private static TenantLog tenants;
  private static String password = "";
  private static String starttls = "";
  private static String implicit = "";

  @BeforeAll
  static void start() throws Exception {
    milena =
        RunningMilena.start(
            folder.resolve("data"), Map.of("sandbox", "true", "listeners", LISTENERS));
    var doors = milena.doors();
    starttls = port(doors.get(1));
    implicit = port(doors.get(2));
    tenants = milena.tenants();
    tenants.create(Tenant.named("shop", new Stamp(0, "test")), ORDER);
    password = add("ann");
  }

  private static String port(String address) {
    return address.substring(address.lastIndexOf(':') + 1);
  }

  private static String add(String login) throws Exception {
    var about = new NewCredential.About("shop", "", new Stamp(0, "test"), 0);
    var made = NewCredential.generated(login, about, new NewSecrets());
    tenants.add(made.credential(), false, ORDER);
    await("the door knows the login")
        .atMost(Duration.ofSeconds(5))
        .until(() -> milena.knowsLogin(login));
    return made.secret().value();
  }

  @AfterAll
  static void stop() throws Exception {
    milena.balance();
    milena.close();
  }

  private static String portOf(String kind) {
    return kind.equals("implicit") ? implicit : starttls;
  }

  private static String smtplib(
      String kind, String mechanism, String login, String secret, String recipient, String options)
      throws Exception {
    Python.assume("smtplib");
    return Python.output(
        PYTHON, Path.of(portOf(kind)), kind, mechanism, login, secret, recipient, options);
  }

  @ParameterizedTest
  @CsvSource({"starttls, PLAIN", "starttls, LOGIN", "implicit, PLAIN", "implicit, LOGIN"})
  void shouldTakeMailFromPythonsSmtplib(String kind, String mechanism) throws Exception {
    // Given
    var recipient = "python-" + kind + "-" + mechanism.toLowerCase(Locale.ROOT) + "@accept.test";
    // When
    var said = smtplib(kind, mechanism, "ann", password, recipient, "");
    // Then
    assertThat(said).isEqualTo("sent");
    assertDeliveredForTheShop(recipient);
  }

  @ParameterizedTest
  @CsvSource({"starttls, PLAIN", "starttls, LOGIN", "implicit, PLAIN", "implicit, LOGIN"})
  void shouldTakeMailFromSwaks(String kind, String mechanism) throws Exception {
    // Given
    var recipient = "swaks-" + kind + "-" + mechanism.toLowerCase(Locale.ROOT) + "@accept.test";
    var mode = kind.equals("implicit") ? "--tls-on-connect" : "--tls";
    // When
    var said = swaks(mode, mechanism, recipient);
    // Then
    assertThat(said).contains("235 2.7.0", "250 2.0.0 Ok: queued");
    assertDeliveredForTheShop(recipient);
  }

  @ParameterizedTest
  @CsvSource({"starttls, smtp", "implicit, smtps"})
  void shouldTakeMailFromCurl(String kind, String scheme) throws Exception {
    // Given
    var recipient = "curl-" + kind + "@accept.test";
    var mail = Files.writeString(folder.resolve("curl-" + kind), "From: a@shop.test\r\n\r\nhi\r\n");
    // When
    var said =
        Tool.output(
            List.of(
                "curl",
                "--silent",
                "--show-error",
                "--insecure",
                "--ssl-reqd",
                "--user",
                "ann:" + password,
                "--mail-from",
                "a@shop.test",
                "--mail-rcpt",
                recipient,
                "--upload-file",
                mail.toString(),
                scheme + "://127.0.0.1:" + portOf(kind)));
    // Then
    assertThat(said).isEmpty();
    assertDeliveredForTheShop(recipient);
  }

  @ParameterizedTest
  @CsvSource({
    "--tls, tlsv1_2",
    "--tls, tlsv1_3",
    "--tls-optional, tlsv1_3",
    "--tls-optional-strict, tlsv1_2",
    "--tls-on-connect, tlsv1_2",
    "--tls-on-connect, tlsv1_3"
  })
  void shouldSpeakTlsInEveryWayThatSwaksHas(String mode, String version) throws Exception {
    // Given
    var recipient = "swaks" + mode + "-" + version + "@accept.test";
    // When
    var said = swaks(mode, "PLAIN", recipient, "--tls-protocol", version);
    // Then
    assertThat(said).contains("235 2.7.0", "250 2.0.0 Ok: queued");
    assertDeliveredForTheShop(recipient);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CRAM-MD5", "CRAM-SHA1", "DIGEST-MD5"})
  void shouldNotOfferSwaksWhatItDoesNotTake(String mechanism) throws Exception {
    assertThat(swaks("--tls", mechanism, "nobody@accept.test"))
        // The other is said where the module for the mechanism is missing too.
        .containsAnyOf("*** Auth not attempted", "*** No auth types supported")
        .doesNotContain("-> AUTH", "~> AUTH", "235 ", "queued");
  }

  @Test
  void shouldNotOfferSwaksALoginInTheClear() throws Exception {
    assertThat(swaks("--timeout=30", "PLAIN", "nobody@accept.test"))
        .contains("STARTTLS")
        .doesNotContain("AUTH PLAIN", "AUTH LOGIN", "235 ", "queued");
  }

  /** GNU SASL's own client; swaks has no SCRAM. Whom it acts for is itself, said or not. */
  @ParameterizedTest
  @CsvSource({"SCRAM-SHA-256, ''", "SCRAM-SHA-256, ann", "PLAIN, ''", "PLAIN, ann", "LOGIN, ''"})
  void shouldLetInGnuSaslsClient(String mechanism, String actsFor) throws Exception {
    // When
    var right = gsasl(mechanism, actsFor, password);
    var wrong = gsasl(mechanism, actsFor, "wrong");
    // Then
    assertThat(right).contains("235 2.7.0", "Client authentication finished (server trusted)");
    assertThat(wrong).contains("535 5.7.8").doesNotContain("235 ");
  }

  private static String gsasl(String mechanism, String actsFor, String secret) throws Exception {
    return Tool.output(
        List.of(
            "gsasl",
            "--smtp",
            "--verbose",
            // It sees what is offered only where more is offered after it.
            "--starttls",
            "--x509-ca-file=",
            "--connect=127.0.0.1:" + starttls,
            "--mechanism=" + mechanism,
            "--no-cb",
            "--authentication-id=ann",
            "--authorization-id=" + actsFor,
            "--password=" + secret));
  }

  private static String swaks(String mode, String mechanism, String recipient, String... more)
      throws Exception {
    var command = new ArrayList<>(List.of("swaks", mode, "--server"));
    command.add("127.0.0.1:" + portOf(mode.equals("--tls-on-connect") ? "implicit" : "starttls"));
    command.addAll(List.of("--auth", mechanism, "--auth-user", "ann", "--auth-password", password));
    command.addAll(List.of("--from", "a@shop.test", "--to", recipient));
    command.addAll(List.of(more));
    return Tool.output(command);
  }

  private static MailPrograms.Login login(String kind, String mechanism) {
    var atOnce = kind.equals("implicit");
    return new MailPrograms.Login(portOf(kind), atOnce, mechanism, "ann", password);
  }

  @ParameterizedTest
  @CsvSource({"starttls, PLAIN", "starttls, LOGIN", "implicit, PLAIN", "implicit, LOGIN"})
  void shouldTakeMailFromNodemailer(String kind, String mechanism) throws Exception {
    // Given
    var recipient = "node-" + kind + "-" + mechanism.toLowerCase(Locale.ROOT) + "@accept.test";
    // When
    var said = MailPrograms.nodemailer(login(kind, mechanism), recipient);
    // Then
    assertThat(said).startsWith("250 2.0.0 Ok: queued");
    assertDeliveredForTheShop(recipient);
  }

  @ParameterizedTest
  @CsvSource({
    "starttls, PLAIN, TLSv1.2",
    "starttls, LOGIN, TLSv1.3",
    "implicit, PLAIN, TLSv1.3",
    "implicit, LOGIN, TLSv1.2"
  })
  void shouldTakeMailFromAngusMail(String kind, String mechanism, String version) throws Exception {
    // Given
    var recipient = "angus-" + kind + "-" + mechanism.toLowerCase(Locale.ROOT) + "@accept.test";
    // When
    MailPrograms.angus(login(kind, mechanism), version, recipient);
    // Then
    assertDeliveredForTheShop(recipient);
  }

  @ParameterizedTest
  @CsvSource({"starttls, -tls1_2", "starttls, -tls1_3", "implicit, -tls1_2", "implicit, -tls1_3"})
  void shouldTakeWhatIsTypedIntoOpenssl(String kind, String version) throws Exception {
    // Given
    var recipient = "typed-" + kind + version + "@accept.test";
    // When
    var replies = MailPrograms.typed(login(kind, "PLAIN"), version, recipient);
    // Then
    assertThat(replies)
        .extracting(reply -> reply.substring(0, 3))
        .endsWith("250", "235", "250", "250", "354", "250", "221");
    assertDeliveredForTheShop(recipient);
  }

  /** A machine's own Postfix, which passes everything on to us. */
  @Test
  @Tag("long")
  void shouldBeTheSmarthostOfAPostfix() throws Exception {
    // Given: a folder that Postfix's own user may enter, which no temporary one is
    var parent = Files.createDirectories(Path.of("target", "smarthost").toAbsolutePath());
    var missing = PostfixRig.missing(parent);
    assumeTrue(missing.isEmpty(), () -> "no Postfix: " + missing.orElseThrow());
    var there = Files.createTempDirectory(parent, "postfix");
    var settings =
        """
        smtp_tls_security_level = encrypt
        smtp_sasl_auth_enable = yes
        smtp_sasl_password_maps = static:{ann:%s}
        smtp_sasl_security_options = noanonymous
        smtp_sasl_mechanism_filter = plain
        """
            .formatted(password);
    var nextHop = new Destinations(1, Integer.parseInt(starttls));
    var ground = new Ground(there, Scenario.flow("smarthost", 20, 1, 1), nextHop);
    var postfix = PostfixRig.start(ground, settings);
    try (var client = new SmtpClient(postfix.smtp())) {
      // When
      for (int number = 0; number < 19; number++) {
        send(client, "relayed-" + number + "@accept.test");
      }
      send(client, "unknown-relayed@reject.test");
      // Then
      for (int number = 0; number < 19; number++) {
        assertDeliveredForTheShop("relayed-" + number + "@accept.test");
      }
      var bounced = milena.events().ending("unknown-relayed@reject.test");
      assertThat(bounced.getType()).isEqualTo("bounced");
      assertThat(bounced.getTenant()).isEqualTo("shop");
    } finally {
      postfix.stop();
    }
  }

  private static void send(SmtpClient client, String recipient) throws IOException {
    assertThat(client.send("<a@shop.test>", List.of(recipient), RunningMilena.letter("hello")))
        .startsWith("250 ");
  }

  /** No client of another maker, but the load that figures with TLS and a login are taken with. */
  @Test
  void shouldTakeALoadOfManyMessagesOnFewConnections() throws Exception {
    // When
    var atOnce = load(implicit, Security.IMPLICIT, password);
    var asked = load(starttls, Security.STARTTLS, password);
    // Then
    assertThat(atOnce.exitCode()).as(atOnce.toText()).isZero();
    assertThat(asked.exitCode()).as(asked.toText()).isZero();
  }

  @Test
  void shouldEndALoadWithAWrongPasswordAtOnce() throws Exception {
    // When
    var report = load(implicit, Security.IMPLICIT, "wrong");
    // Then
    assertThat(report.exitCode()).isEqualTo(2);
    assertThat(report.connections().refusals()).containsOnlyKeys("535 5.7.8");
    assertThat(report.connections().refusals().get("535 5.7.8")).isLessThanOrEqualTo(5);
  }

  private static LoadReport load(String port, Security tls, String secret) throws Exception {
    var door = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    var plan =
        LoadPlan.to(door)
            .withPace(LoadPace.of(200, 5))
            .withEntry(new LoadEntry(tls, new LoadLogin("ann", secret)));
    return new Load(plan, InstantSource.system()).run(_ -> {});
  }

  @Test
  void shouldRefuseAWrongPassword() throws Exception {
    assertThat(smtplib("starttls", "PLAIN", "ann", "wrong", "nobody@accept.test", ""))
        .isEqualTo("535");
  }

  @Test
  void shouldForgetWithinASecondWhoseLoginIsRevoked() throws Exception {
    // Given
    var bob = add("bob");
    assertThat(smtplib("starttls", "PLAIN", "bob", bob, "bob@accept.test", "")).isEqualTo("sent");
    // When
    tenants.revoke("bob", ORDER);
    // Then
    await("the door has forgotten")
        .atMost(Duration.ofSeconds(1))
        .until(() -> !milena.knowsLogin("bob"));
    assertThat(smtplib("starttls", "PLAIN", "bob", bob, "bob@accept.test", "")).isEqualTo("535");
  }

  @Test
  void shouldHoldBackWhatIsToGoLater() throws Exception {
    // When
    smtplib("starttls", "PLAIN", "ann", password, "later@accept.test", "HOLDFOR=3 MT-PRIORITY=5");
    var ending = milena.events().ending("later@accept.test");
    // Then
    assertThat(ending.getType()).isEqualTo("delivered");
    assertThat(ending.getTime())
        .isAfterOrEqualTo(ending.getAcceptedAt().plusSeconds(3))
        .isBefore(ending.getAcceptedAt().plusSeconds(6));
  }

  private static void assertDeliveredForTheShop(String recipient) throws InterruptedException {
    var ending = milena.events().ending(recipient);
    assertThat(ending.getType()).isEqualTo("delivered");
    assertThat(ending.getTenant()).isEqualTo("shop");
    assertThat(ending.getSender()).isEqualTo("a@shop.test");
  }
}
