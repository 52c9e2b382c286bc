package milena.acceptance.way;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import milena.tenants.book.NewCredential;
import milena.tenants.book.Order;
import milena.tenants.book.Stamp;
import milena.tenants.book.Tenant;
import milena.tenants.book.TenantLog;
import milena.tenants.verify.NewSecrets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    var command =
        List.of(
            "swaks",
            "--server",
            "127.0.0.1:" + portOf(kind),
            kind.equals("implicit") ? "--tls-on-connect" : "--tls",
            "--auth",
            mechanism,
            "--auth-user",
            "ann",
            "--auth-password",
            password,
            "--from",
            "a@shop.test",
            "--to",
            recipient);
    // When
    var said = Tool.output(command);
    // Then
    assertThat(said).contains("235 2.7.0", "250 2.0.0 Ok: queued");
    assertDeliveredForTheShop(recipient);
  }

  @ParameterizedTest
  @CsvSource({"starttls, smtp", "implicit, smtps"})
  void shouldTakeMailFromCurl(String kind, String scheme) throws Exception {
    // Given
    var recipient = "curl-" + kind + "@accept.test";
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
                "/dev/null",
                scheme + "://127.0.0.1:" + portOf(kind)));
    // Then
    assertThat(said).isEmpty();
    assertDeliveredForTheShop(recipient);
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
