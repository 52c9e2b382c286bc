package milena.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import milena.ingest.header.HeaderChecks.Anonymity;
import milena.ingest.header.HeaderChecks.Breach;
import milena.ingest.header.HeaderChecks.Lack;
import milena.ingest.header.OwnChecks;
import milena.tenants.book.NewCredential;
import milena.tenants.book.Stamp;
import milena.tenants.book.Tenant;
import milena.tenants.verify.NewSecrets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may send, and as whom. */
@Timeout(60)
class LoginTest {

  private static final Stamp MADE = new Stamp(1, "ops");
  private static final Tenant SHOP =
      Tenant.named("shop", MADE).withSenderDomains(List.of("example.org", "*.example.org"));
  private static final NewSecrets SECRETS = new NewSecrets();
  private static final NewCredential.About ABOUT = new NewCredential.About("shop", "", MADE, 0);
  private static final NewCredential KEY = NewCredential.apiKey(ABOUT, SECRETS);
  private static final NewCredential ANN = NewCredential.generated("ann", ABOUT, SECRETS);

  private @TempDir Path folder;
  private ApiRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new ApiRig(folder);
    rig.know(List.of(SHOP), List.of(KEY.credential(), ANN.credential()));
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(rig.errorsLogged()).isEmpty();
    rig.close();
  }

  private static String mail(String sender, String from) {
    return """
    {"envelope_sender": "%s", "recipients": [{"email": "b@example.net"}],
     "content": {"text_body": "x", "from": {"email": "%s"}}}
    """
        .formatted(sender, from);
  }

  private static final String MAIL = mail("a@example.org", "a@news.example.org");

  private static String[] basic(String login, String password) {
    var pair = (login + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new String[] {"Authorization", "Basic " + Base64.getEncoder().encodeToString(pair)};
  }

  @Test
  void shouldLetInWhoHasACredential() throws Exception {
    assertThat(rig.post(MAIL, "Authorization", "Bearer " + KEY.secret().value()).statusCode())
        .isEqualTo(200);
    assertThat(rig.post(MAIL, basic("ann", ANN.secret().value())).statusCode()).isEqualTo(200);
    assertThat(rig.post(MAIL, basic("apikey", KEY.secret().value())).statusCode()).isEqualTo(200);
    assertThat(rig.log.submittals).extracting(one -> one.tenant()).containsOnly("shop");
  }

  @Test
  void shouldCheckWholeMessagesAsTheTenantWants() throws Exception {
    // Given
    var dated = whole("From: a@example.org\\nDate: x\\nMessage-ID: <a@b>\\n\\nx");
    var undated = whole("From: a@example.org\\n\\nx");
    var twice = whole("From: a@example.org\\nTo: b@c.example\\nTo: d@e.example\\n\\nx");
    var nobody = whole("To: a@example.org\\n\\nx");
    assertThat(byKey(undated)).isEqualTo(200);
    assertThat(byKey(twice)).isEqualTo(422);

    // When
    var own =
        new OwnChecks(
            Optional.of(Lack.REFUSE),
            Optional.of(Anonymity.ACCEPT),
            Optional.of(Breach.ACCEPT),
            Optional.empty());
    rig.know(List.of(SHOP.with(own)), List.of(KEY.credential()));

    // Then
    assertThat(byKey(undated)).isEqualTo(422);
    assertThat(byKey(dated)).isEqualTo(200);
    assertThat(byKey(twice.replace("To: d", "Date: x\\nMessage-ID: <a@b>\\nTo: d"))).isEqualTo(200);
    assertThat(byKey(nobody)).isEqualTo(422);
    assertThat(byKey(MAIL)).as("made here, with everything").isEqualTo(200);
  }

  private int byKey(String request) throws Exception {
    return rig.post(request, "Authorization", "Bearer " + KEY.secret().value()).statusCode();
  }

  private static String whole(String message) {
    return """
    {"envelope_sender": "a@example.org", "recipients": [{"email": "b@example.net"}],
     "content": "%s"}
    """
        .formatted(message);
  }

  @Test
  void shouldChallengeWhoHasNone() throws Exception {
    // When
    var without = rig.post(MAIL);
    var wrong = rig.post(MAIL, basic("ann", "wrong"));
    var key = rig.post(MAIL, "Authorization", "Bearer x");
    var unknown = rig.post(MAIL, "Authorization", "Digest x");
    var broken = rig.post(MAIL, "Authorization", "Basic ***");

    // Then
    for (var response : List.of(without, wrong, key, unknown, broken)) {
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.headers().firstValue("WWW-Authenticate").orElse("")).contains("Bearer");
    }
    assertThat(rig.log.submittals).isEmpty();
  }

  @Test
  void shouldSayWhenATenantIsSuspendedOrNothingIsKnownYet() throws Exception {
    // Given
    rig.know(List.of(SHOP.in(Tenant.State.SUSPENDED)), List.of(KEY.credential()));

    // Then
    assertThat(rig.post(MAIL, "Authorization", "Bearer " + KEY.secret().value()).statusCode())
        .isEqualTo(403);
    rig.roster.set(Optional.empty());
    assertThat(rig.post(MAIL).statusCode()).isEqualTo(503);
    assertThat(rig.post(MAIL, basic("ann", "x")).statusCode()).isEqualTo(503);
  }

  @Test
  void shouldBlockWhoGuesses() throws Exception {
    // When
    int last = 0;
    for (int i = 0; i < 200 && last != 429; i++) {
      last = rig.post(MAIL, "Authorization", "Bearer x" + i).statusCode();
      rig.roster.get();
    }

    // Then
    assertThat(last).isEqualTo(429);
    assertThat(rig.post(MAIL, "Authorization", "Bearer y").headers().firstValue("Retry-After"))
        .isPresent();
    assertThat(rig.post(MAIL, "Authorization", "Bearer " + KEY.secret().value()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void shouldLetTenantsSendAsThemselvesOnly() throws Exception {
    // Given
    var auth = new String[] {"Authorization", "Bearer " + KEY.secret().value()};
    var whole =
        """
        {"envelope_sender": "", "recipients": [{"email": "b@example.net", "substitutions": {"d": "evil.test"}}],
         "content": "From: %s\\n\\nx"}
        """;

    // When
    var envelope = rig.post(mail("a@evil.test", "a@example.org"), auth);
    var from = rig.post(mail("a@example.org", "a@evil.test"), auth);
    var both = rig.post(whole.formatted("a@example.org, Eve <b@evil.test>"), auth);
    var hidden =
        rig.post(whole.formatted("(a@example.org) \\\"a@example.org\\\" <b@evil.test>"), auth);
    var filled = rig.post(whole.formatted("a@{{ d }}"), auth);

    // Then
    assertThat(envelope.statusCode()).isEqualTo(403);
    assertThat(envelope.body()).contains("#/envelope_sender");
    assertThat(from.statusCode()).isEqualTo(403);
    assertThat(from.body()).contains("#/content/from/email");
    assertThat(both.statusCode()).isEqualTo(403);
    assertThat(hidden.statusCode()).isEqualTo(403);
    assertThat(ApiRig.json(filled).get("fail_count").asInt()).isEqualTo(1);
    assertThat(filled.body()).contains("may not send as evil.test");
    assertThat(rig.log.submittals).isEmpty();
  }
}
