package milena.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import milena.runtime.observe.Meters;
import milena.tenants.ScramLogin.Answer;
import milena.tenants.book.Credential;
import milena.tenants.book.NewCredential;
import milena.tenants.book.Roster;
import milena.tenants.book.Stamp;
import milena.tenants.book.Tenant;
import milena.tenants.verify.ChannelBindings;
import milena.tenants.verify.NewSecrets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScramLoginTest {

  private static final Stamp MADE = new Stamp(1, "ops");
  private static final Tenant SHOP = Tenant.named("shop", MADE);
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final Meters meters = new Meters();
  private final NewCredential ann =
      NewCredential.generated(
          "ann", new NewCredential.About("shop", "", MADE, 0), new NewSecrets());
  private final AtomicReference<Optional<Roster>> roster =
      new AtomicReference<>(Optional.of(roster(SHOP, ann.credential())));
  private final Logins logins =
      new Logins(
          LoginSettings.defaults(),
          "secret".getBytes(StandardCharsets.UTF_8),
          new Logins.Surroundings(roster::get, InstantSource.system(), () -> 0, meters));

  @AfterEach
  void close() {
    logins.close();
    meters.close();
  }

  @Test
  void shouldAdmitWithTheServersProof() throws Exception {
    // When
    var done = speak("ann", ann.secret().value());

    // Then
    assertThat(done.verdict()).isEqualTo(new Verdict.Admitted(SHOP, "ann"));
    assertThat(done.message()).startsWith("v=");
  }

  @Test
  void shouldRefuseKnownAndUnknownAlikeAndCountIt() throws Exception {
    // When
    var wrong = speak("ann", "wrong");
    var nobody = speak("nobody", "wrong");

    // Then
    assertThat(wrong)
        .isEqualTo(new Answer.Done(new Verdict.Refused(Duration.ofMillis(250)), "e=invalid-proof"));
    assertThat(nobody)
        .isEqualTo(new Answer.Done(new Verdict.Refused(Duration.ofMillis(500)), "e=invalid-proof"));
    for (int i = 0; i < 8; i++) {
      speak("ann", "wrong");
    }
    assertThat(logins.scram(false, ChannelBindings.NONE, HERE).answer(bytes("n,,n=ann,r=abc")))
        .isEqualTo(new Answer.Done(new Verdict.Blocked(Duration.ofMinutes(1)), ""));
  }

  @Test
  void shouldLearnNothingFromARightProofWhenBlockedMeanwhile() throws Exception {
    // Given
    var login = logins.scram(false, ChannelBindings.NONE, HERE);
    var challenge = (Answer.Challenge) login.answer(bytes("n,,n=ann,r=abc"));
    for (int i = 0; i < 10; i++) {
      speak("ann", "wrong");
    }

    // When
    var end = login.answer(last(challenge.message(), "ann", ann.secret().value()));

    // Then
    assertThat(end).isEqualTo(new Answer.Done(new Verdict.Blocked(Duration.ofMinutes(1)), ""));
  }

  @Test
  void shouldRefuseWhatWasRevokedDuringTheExchange() throws Exception {
    // Given
    var login = logins.scram(false, ChannelBindings.NONE, HERE);
    var challenge = (Answer.Challenge) login.answer(bytes("n,,n=ann,r=abc"));

    // When
    roster.set(Optional.of(new Roster("default", Map.of("shop", SHOP), Map.of())));
    var end = login.answer(last(challenge.message(), "ann", ann.secret().value()));

    // Then
    assertThat(((Answer.Done) end).verdict()).isInstanceOf(Verdict.Refused.class);
    assertThat(((Answer.Done) end).message()).isEmpty();
    assertThatThrownBy(() -> login.answer(new byte[0])).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldTellOnlyWhoProvesThatTheTenantIsSuspended() throws Exception {
    // Given
    roster.set(Optional.of(roster(SHOP.in(Tenant.State.SUSPENDED), ann.credential())));

    // Then
    assertThat(speak("ann", ann.secret().value()).verdict())
        .isEqualTo(new Verdict.Suspended("shop"));
    assertThat(speak("ann", "wrong").verdict()).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void shouldRefuseGarbageWithoutCountingIt() {
    // When
    var end = logins.scram(false, ChannelBindings.NONE, HERE).answer(bytes("garbage"));

    // Then
    assertThat(end)
        .isEqualTo(new Answer.Done(new Verdict.Refused(Duration.ZERO), "e=invalid-encoding"));
  }

  private Answer.Done speak(String login, String password) throws Exception {
    var exchange = logins.scram(false, ChannelBindings.NONE, HERE);
    return switch (exchange.answer(bytes("n,,n=" + login + ",r=abc"))) {
      case Answer.Challenge(var message) ->
          (Answer.Done) exchange.answer(last(message, login, password));
      case Answer.Done done -> done;
    };
  }

  private static byte[] last(String challenge, String login, String password) throws Exception {
    var parts = challenge.split(",");
    var salt = Base64.getDecoder().decode(parts[1].substring(2));
    int iterations = Integer.parseInt(parts[2].substring(2));
    var salted =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
            .getEncoded();
    var clientKey = hmac(salted, "Client Key");
    var stored = java.security.MessageDigest.getInstance("SHA-256").digest(clientKey);
    var withoutProof = "c=biws," + parts[0];
    var proof = hmac(stored, "n=" + login + ",r=abc," + challenge + "," + withoutProof);
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= clientKey[i];
    }
    return bytes(withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof));
  }

  private static byte[] hmac(byte[] key, String text) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(bytes(text));
  }

  private static Roster roster(Tenant tenant, Credential credential) {
    return new Roster(
        "default", Map.of(tenant.name(), tenant), Map.of(credential.id(), credential));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
