package milena.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import milena.ingest.header.HeaderChecks.Lack;
import milena.ingest.header.OwnChecks;
import milena.standalone.HandWrittenLog;
import milena.tenants.book.Credential.Proof;
import milena.tenants.book.Roster;
import milena.tenants.book.TenantLog;
import milena.tenants.verify.ApiKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class TenantCommandTest {

  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBgzCCASmgAwIBAgIUeiuuS5WXNjSnHBB5N7bWQanS77AwCgYIKoZIzj0EAwIw
      FjEUMBIGA1UEAwwLc2hvcCBjbGllbnQwIBcNMjYxMTI1MTcyOTA0WhgPMjEyNjEx
      MDExNzI5MDRaMBYxFDASBgNVBAMMC3Nob3AgY2xpZW50MFkwEwYHKoZIzj0CAQYI
      KoZIzj0DAQcDQgAE+0yI2bSWiQPK6nalbMS5fjZnhRPNQKrL5h9GsljES0g7IhuA
      9KaUYjT5Nz62i2XUOKAq1/eXpVnJrx3qyZObhKNTMFEwHQYDVR0OBBYEFKOKPsI4
      QjRa8KKT6cqHUhZ6OnAGMB8GA1UdIwQYMBaAFKOKPsI4QjRa8KKT6cqHUhZ6OnAG
      MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgJ1bWka83kXfbZAxO
      MeMCjZ4bP13Xr4prc7rM/mszfD4CIQCymQLWwjZrVlDFtIS/+CrjdXE9MF1EAlWy
      bMHz1s1IdQ==
      -----END CERTIFICATE-----
      """;

  private static final String FINGERPRINT =
      "9fea4e1fe3a1b0ba65ba8be001895b2e1d3f1221cb06b43a214391f3acbe48a8";

  @TempDir Path folder;
  private String input = "";

  @Test
  void shouldMakeChangeAndRemoveTenants() throws Exception {
    // Given
    try (var log = new HandWrittenLog(folder)) {

      // When
      var none = tenant("list");
      var created =
          tenant(
              "create", "shop", "--note=Shop", "--domains=shop.example,*.shop.example", "--by=ops");
      var again = tenant("create", "shop");
      var set = tenant("set", "shop", "--messages-per-hour", "100", "--by", "bob", "--json");
      var suspended = tenant("suspend", "shop", "--note", "bought lists");
      var shown = tenant("show", "shop", "--json");
      var listed = tenant("list");
      var resumed = tenant("resume", "shop");
      var active = roster(log).tenant("shop").orElseThrow();
      var removed = tenant("remove", "shop");
      var gone = tenant("show", "shop");

      // Then
      assertThat(none.out()).contains("no tenants were made");
      assertThat(created.code).as(created.err()).isZero();
      assertThat(created.out()).isEqualToIgnoringNewLines("made shop");
      assertThat(again.code).isEqualTo(1);
      assertThat(again.err()).contains("there is already shop");
      assertThat(set.out()).contains("\"messagesPerHour\":100", "\"changedBy\":\"bob\"");
      assertThat(suspended.out()).contains("suspended shop");
      var json = new ObjectMapper().readTree(shown.out()).get("tenants").get(0);
      assertThat(json.get("state").asText()).isEqualTo("suspended");
      assertThat(json.get("note").asText()).isEqualTo("Shop");
      assertThat(json.get("createdBy").asText()).isEqualTo("ops");
      assertThat(json.get("domains").get(1).asText()).isEqualTo("*.shop.example");
      assertThat(json.get("messagesPerHour").asInt()).isEqualTo(100);
      assertThat(listed.out()).contains("shop.example *.shop.example", "100/h", "tenants: 1");
      assertThat(resumed.code).isZero();
      assertThat(active.active()).isTrue();
      assertThat(removed.code).as(removed.err()).isZero();
      assertThat(gone.code).isEqualTo(1);
      assertThat(gone.err()).contains("there is no tenant shop");
    }
  }

  @Test
  void shouldGiveATenantChecksOfItsOwn() throws Exception {
    // Given
    try (var log = new HandWrittenLog(folder)) {
      tenant("create", "shop", "--missing-from", "accept");

      // When
      var set = tenant("set", "shop", "--received-max", "20", "--missing-fields=refuse");
      var listed = tenant("list");
      var again = tenant("set", "shop", "--missing-from", "default", "--json");
      var nonsense = tenant("set", "shop", "--repeated-fields", "fix");
      var tooMany = tenant("set", "shop", "--received-max", "2000");

      // Then
      assertThat(set.code).as(set.err()).isZero();
      assertThat(listed.out())
          .contains("missing-fields refuse  missing-from accept  received-max 20");
      assertThat(again.out())
          .contains("\"checks\":{\"missingFields\":\"refuse\",\"receivedMax\":20}");
      assertThat(nonsense.code).isEqualTo(2);
      assertThat(nonsense.err()).contains("'fix' is none of accept, refuse or default");
      assertThat(tooMany.code).isEqualTo(2);
      assertThat(roster(log).tenant("shop").orElseThrow().checks())
          .isEqualTo(
              new OwnChecks(
                  Optional.of(Lack.REFUSE), Optional.empty(), Optional.empty(), Optional.of(20)));
    }
  }

  @Test
  void shouldMakeCredentialsAndShowASecretOnce() throws Exception {
    // Given
    try (var log = new HandWrittenLog(folder)) {
      tenant("create", "shop");
      var pem = Files.writeString(folder.resolve("client.pem"), CERTIFICATE);

      // When
      var login = credential("create", "--tenant=shop", "--login=ann@shop", "--by=ops");
      var key = credential("create", "--tenant=shop", "--api-key", "--json", "--note=news");
      var certificate = credential("create", "--tenant=shop", "--certificate=" + pem);
      input = "correct horse battery\nrest";
      var chosen = credential("create", "--tenant=shop", "--login=bob", "--password-stdin");
      var nobody = credential("create", "--tenant=none", "--login=eve");
      var taken = credential("create", "--tenant=shop", "--login=bob");
      var replaced = credential("create", "--tenant=shop", "--login=ann@shop", "--replace");
      var listed = credential("list", "--tenant", "shop");
      var json = credential("list", "--json");

      // Then
      assertThat(login.code).as(login.err()).isZero();
      assertThat(login.out().strip()).matches("[a-z2-7]{26}");
      assertThat(login.err()).contains("made ann@shop of tenant shop; this is shown once:");
      var made = new ObjectMapper().readTree(key.out()).get("credentials").get(0);
      var apiKey = ApiKey.parse(made.get("secret").asText()).orElseThrow();
      assertThat(made.get("id").asText()).isEqualTo(apiKey.id());
      assertThat(certificate.out()).contains("cert:" + FINGERPRINT);
      assertThat(chosen.out()).isEqualToIgnoringNewLines("made bob of tenant shop");
      assertThat(nobody.code).isEqualTo(1);
      assertThat(nobody.err()).contains("there is no tenant none");
      assertThat(nobody.out()).isEmpty();
      assertThat(taken.code).isEqualTo(1);
      assertThat(taken.out()).isEmpty();
      assertThat(replaced.code).isZero();
      assertThat(listed.out())
          .contains("ann@shop", "bob", "password", "api-key", "CN=shop client", "news")
          .contains("credentials: 4");
      for (var secret : List.of(login.out().strip(), replaced.out().strip(), apiKey.secret())) {
        assertThat(listed.out() + json.out()).doesNotContain(secret);
      }

      var roster = roster(log);
      assertThat(accepts(roster, "bob", "correct horse battery")).isTrue();
      assertThat(accepts(roster, "ann@shop", login.out().strip())).isFalse();
      assertThat(accepts(roster, "ann@shop", replaced.out().strip())).isTrue();
      assertThat(roster.certificate(FINGERPRINT)).isPresent();

      // When
      var kept = tenant("remove", "shop");
      var revoked = credential("revoke", "ann@shop", "--note", "lost");
      var again = credential("revoke", "ann@shop");
      var removed = tenant("remove", "shop", "--with-credentials");

      // Then
      assertThat(kept.code).isEqualTo(1);
      assertThat(kept.err()).contains("shop still has credentials");
      assertThat(revoked.out()).contains("revoked ann@shop");
      assertThat(again.code).isEqualTo(1);
      assertThat(removed.code).isZero();
      assertThat(roster(log).credentials()).isEmpty();
    }
  }

  @Test
  void shouldTellWhatIsWrong() {
    // Given
    input = "short\n";

    // When
    var runs =
        List.of(
            tenant(),
            tenant("create", "Not A Name"),
            tenant("create", "shop", "--domains", "a..b"),
            tenant("set", "shop", "--connections", "-1"),
            credential("create", "--tenant", "shop"),
            credential("create", "--tenant", "shop", "--api-key", "--login", "ann"),
            credential("create", "--tenant", "shop", "--api-key", "--password-stdin"),
            credential("create", "--tenant", "shop", "--login", "mk_ann"),
            credential("create", "--tenant", "shop", "--login", "ann", "--password-stdin"),
            credential("create", "--tenant", "shop", "--api-key", "--expires", "-1h"),
            credential("create", "--tenant", "shop", "--certificate", folder + "/missing"),
            credential("list", "--data", folder.resolve("missing").toString()));

    // Then
    assertThat(runs).allMatch(run -> run.code == 2);
    assertThat(runs.get(1).err()).contains("'Not A Name' is not a tenant's name");
    assertThat(runs.get(2).err()).contains("'a..b' is not a domain");
    assertThat(runs.get(3).err()).contains("less than 0");
    assertThat(runs.get(4).err()).contains("name one of --login, --api-key and --certificate");
    assertThat(runs.get(6).err()).contains("--password-stdin goes with --login");
    assertThat(runs.get(7).err()).contains("'mk_ann' cannot be a login");
    assertThat(runs.get(8).err()).contains("is no password").doesNotContain("short");
    assertThat(runs.get(9).err()).contains("not in the future");
    assertThat(runs.get(11).err()).contains("does not exist");
  }

  private static boolean accepts(Roster roster, String login, String password) {
    return roster.login(login).orElseThrow().proof() instanceof Proof.Password(var verifier)
        && verifier.accepts(password);
  }

  private static Roster roster(HandWrittenLog log) {
    return new TenantLog(log.clients(), log.format(), InstantSource.system()).read();
  }

  /** A run of a command. */
  private record Ran(int code, String out, String err) {}

  private Map<String, String> environment() {
    return Map.of("MILENA_DATA", folder.toString());
  }

  private Ran tenant(String... arguments) {
    var console = new Console();
    var code = console.execute(TenantCommand.spec(environment()), arguments);
    return new Ran(code, console.out(), console.err());
  }

  private Ran credential(String... arguments) {
    var console = new Console();
    var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    var code = console.execute(CredentialCommand.spec(environment(), in), arguments);
    return new Ran(code, console.out(), console.err());
  }
}
