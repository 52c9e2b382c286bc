package milena.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import milena.runtime.observe.Meters;
import milena.tenants.book.Credential;
import milena.tenants.book.NewCredential;
import milena.tenants.book.Roster;
import milena.tenants.book.Stamp;
import milena.tenants.book.Tenant;
import milena.tenants.guess.GuessLimits;
import milena.tenants.verify.NewSecrets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoginsTest {

  private static final Stamp MADE = new Stamp(1, "ops");
  private static final Tenant SHOP = Tenant.named("shop", MADE);
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final NewSecrets secrets = new NewSecrets();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong millis = new AtomicLong(1_000);
  private final Meters meters = new Meters();
  private final Map<String, Tenant> tenants = new HashMap<>();
  private final Map<String, Credential> credentials = new HashMap<>();
  private final AtomicReference<Optional<Roster>> roster = new AtomicReference<>(Optional.empty());
  private final NewCredential ann = password("ann", 0);
  private final Logins logins = logins(2, 64);

  @BeforeEach
  void know() {
    tenants.put("shop", SHOP);
    keep(ann.credential());
  }

  @AfterEach
  void close() {
    logins.close();
    meters.close();
  }

  @Test
  void shouldAdmitTheRightPasswordOnly() {
    assertThat(verify("ann", ann.secret().value())).isEqualTo(new Verdict.Admitted(SHOP, "ann"));
    assertThat(verify("ann", "wrong")).isEqualTo(refused(250));
    assertThat(verify("bob", ann.secret().value())).isEqualTo(refused(500));
    assertThat(verify("a\u0000nn", ann.secret().value())).isInstanceOf(Verdict.Refused.class);
    assertThat(verify("", "")).isInstanceOf(Verdict.Refused.class);
    assertThat(counted("password", "admitted")).isEqualTo(1);
    assertThat(counted("password", "refused")).isEqualTo(4);
  }

  @Test
  void shouldAnswerNothingBeforeItKnows() {
    // Given
    roster.set(Optional.empty());

    // Then
    assertThat(verify("ann", ann.secret().value())).isEqualTo(new Verdict.Unready());
    assertThat(logins.verifyKey("x", HERE)).isEqualTo(new Verdict.Unready());
    assertThat(logins.verifyCertificate("x")).isEqualTo(new Verdict.Unready());
  }

  @Test
  void shouldTellOnlyWhoHasThePasswordThatItsTenantIsSuspended() {
    // Given
    tenants.put("shop", SHOP.in(Tenant.State.SUSPENDED));
    publish();

    // Then
    assertThat(verify("ann", ann.secret().value())).isEqualTo(new Verdict.Suspended("shop"));
    assertThat(verify("ann", "wrong")).isEqualTo(refused(250));
  }

  @Test
  void shouldRefuseWhatHasExpiredOrHasNoTenant() {
    // Given
    var old = password("old", 2_000);
    keep(old.credential());
    assertThat(verify("old", old.secret().value())).isInstanceOf(Verdict.Admitted.class);

    // When
    millis.set(2_000);

    // Then
    assertThat(verify("old", old.secret().value())).isEqualTo(refused(250));
    tenants.clear();
    publish();
    assertThat(verify("ann", ann.secret().value())).isEqualTo(refused(250));
  }

  @Test
  void shouldComputeAPasswordOnceForAWhile() {
    // Given
    for (int i = 0; i < 100; i++) {
      assertThat(verify("ann", ann.secret().value())).isInstanceOf(Verdict.Admitted.class);
    }
    assertThat(counted("password", "admitted")).isEqualTo(1);
    assertThat(counted("remembered", "admitted")).isEqualTo(99);

    // When
    nanos.addAndGet(Duration.ofMinutes(5).toNanos());

    // Then
    assertThat(verify("ann", ann.secret().value())).isInstanceOf(Verdict.Admitted.class);
    assertThat(counted("password", "admitted")).isEqualTo(2);
  }

  @Test
  void shouldForgetAPasswordTheMomentItsCredentialChanges() {
    // Given
    assertThat(verify("ann", ann.secret().value())).isInstanceOf(Verdict.Admitted.class);
    var other = password("ann", 0);
    keep(other.credential());

    // Then
    assertThat(verify("ann", ann.secret().value())).isInstanceOf(Verdict.Refused.class);
    assertThat(verify("ann", other.secret().value())).isInstanceOf(Verdict.Admitted.class);
    credentials.clear();
    publish();
    assertThat(verify("ann", other.secret().value())).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void shouldNeverAdmitByAPasswordThatWasReplacedBeforeItWasAsked() {
    // Given
    var current = ann;

    for (int i = 0; i < 200; i++) {
      var old = current;
      assertThat(verify("ann", old.secret().value())).isInstanceOf(Verdict.Admitted.class);

      // When
      current = password("ann", 0);
      keep(current.credential());
      var verdict = verify("ann", old.secret().value());

      // Then: at once, while the thread that admitted it may still be at it
      assertThat(verdict).isNotInstanceOf(Verdict.Admitted.class);
      nanos.addAndGet(Duration.ofHours(2).toNanos());
    }
  }

  @Test
  void shouldServeABurstOfOneClientWithOneComputation() {
    // Given
    var asked = new ArrayList<CompletableFuture<Verdict>>();

    // When
    for (int i = 0; i < 1_000; i++) {
      asked.add(logins.verify("ann", ann.secret().value(), HERE).toCompletableFuture());
    }

    // Then
    assertThat(asked)
        .allSatisfy(each -> assertThat(each.join()).isInstanceOf(Verdict.Admitted.class));
    assertThat(meters.scrape()).contains("milena_tenants_password_check_seconds_count 1");
  }

  @Test
  void shouldSayThatItIsBusyRatherThanQueueWithoutEnd() throws Exception {
    // Given
    try (var narrow = logins(1, 2)) {
      var slow = new ArrayList<CompletableFuture<Verdict>>();

      // When
      for (int i = 0; i < 200; i++) {
        var peer = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) i});
        slow.add(narrow.verify("nobody" + i, "x", peer).toCompletableFuture());
      }

      // Then
      var verdicts = slow.stream().map(CompletableFuture::join).toList();
      assertThat(verdicts).contains(new Verdict.Busy(), refused(250));
      assertThat(verdicts).filteredOn(Verdict.Refused.class::isInstance).hasSizeLessThan(100);
    }
  }

  @Test
  void shouldBlockWhoGuessesAndStillTakeWhatIsRemembered() {
    // Given
    var bob = password("bob", 0);
    keep(bob.credential());
    assertThat(verify("ann", ann.secret().value())).isInstanceOf(Verdict.Admitted.class);
    for (int i = 0; i < 10; i++) {
      assertThat(verify("ann", "guess" + i)).isInstanceOf(Verdict.Refused.class);
    }

    // Then
    var minute = new Verdict.Blocked(Duration.ofMinutes(1));
    assertThat(verify("ann", "guess")).isEqualTo(minute);
    assertThat(verify("bob", bob.secret().value())).isEqualTo(minute);
    assertThat(verify("ann", ann.secret().value())).isInstanceOf(Verdict.Admitted.class);
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(verify("bob", bob.secret().value())).isInstanceOf(Verdict.Admitted.class);
  }

  @Test
  void shouldTakeAnApiKeyByItselfOrAsAPassword() {
    // Given
    var key = NewCredential.apiKey(about(0), secrets);
    var id = key.credential().id();
    var text = key.secret().value();
    keep(key.credential());

    // Then
    var admitted = new Verdict.Admitted(SHOP, id);
    assertThat(logins.verifyKey(text, HERE)).isEqualTo(admitted);
    assertThat(verify(id, text)).isEqualTo(admitted);
    assertThat(verify("apikey", text)).isEqualTo(admitted);
    assertThat(verify("ann", text)).isInstanceOf(Verdict.Refused.class);
    var other = secrets.apiKey().secret();
    assertThat(logins.verifyKey(id + "_" + other, HERE)).isInstanceOf(Verdict.Refused.class);
    assertThat(logins.verifyKey("garbage", HERE)).isInstanceOf(Verdict.Refused.class);
    for (int i = 0; i < 10; i++) {
      logins.verifyKey("garbage" + i, HERE);
    }
    assertThat(logins.verifyKey("garbage", HERE)).isInstanceOf(Verdict.Blocked.class);
    assertThat(logins.verifyKey(text, HERE)).isEqualTo(admitted);
  }

  @Test
  void shouldMapACertificate() {
    // Given
    var fingerprint = "0123456789abcdef".repeat(4);
    keep(NewCredential.certificate(fingerprint, "CN=shop", about(0)));

    // Then
    assertThat(logins.verifyCertificate(fingerprint))
        .isEqualTo(new Verdict.Admitted(SHOP, "cert:" + fingerprint));
    assertThat(logins.verifyCertificate("f".repeat(64))).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void shouldShowNoSecretAnywhere() {
    // Given
    var password = ann.secret().value();

    // Then
    assertThat(
            List.of(
                ann.toString(),
                ann.credential().toString(),
                new Roster("default", tenants, credentials).toString()))
        .noneMatch(text -> text.contains(password));
    assertThat(logins.verify("ann", password, HERE).toString()).doesNotContain(password);
  }

  private Logins logins(int threads, int queue) {
    return new Logins(
        new LoginSettings(threads, queue, 100, Duration.ofMinutes(5), GuessLimits.defaults()),
        "secret".getBytes(StandardCharsets.UTF_8),
        new Logins.Surroundings(roster::get, clock(), nanos::get, meters));
  }

  private InstantSource clock() {
    return () -> java.time.Instant.ofEpochMilli(millis.get());
  }

  private Verdict verify(String login, String password) {
    return logins
        .verify(login, password, HERE)
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }

  private void keep(Credential credential) {
    credentials.put(credential.id(), credential);
    publish();
  }

  private void publish() {
    roster.set(Optional.of(new Roster("default", tenants, credentials)));
  }

  private NewCredential password(String login, long expiresAt) {
    return NewCredential.generated(login, about(expiresAt), secrets);
  }

  private static NewCredential.About about(long expiresAt) {
    return new NewCredential.About("shop", "", MADE, expiresAt);
  }

  private static Verdict refused(long millis) {
    return new Verdict.Refused(Duration.ofMillis(millis));
  }

  private double counted(String by, String verdict) {
    return meters
        .registry()
        .get("milena.tenants.logins")
        .tags("by", by, "verdict", verdict)
        .counter()
        .count();
  }
}
