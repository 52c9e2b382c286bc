package milena.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import milena.http.operate.QueueDesk;
import milena.tenants.book.Credential;
import milena.tenants.book.NewCredential;
import milena.tenants.book.Stamp;
import milena.tenants.book.Tenant;
import milena.tenants.verify.NewSecrets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators may ask for by HTTP, and nobody else. */
class QueueTest {
  private static final Stamp MADE = new Stamp(1, "admin");
  private static final String COMMANDS = "/api/queue/commands";
  private static final String CANCEL =
      """
      {"kind": "cancel", "why": "wrong price", "arguments": {"tenant": "shop", "campaign": "news-*"}}
      """;

  @TempDir Path folder;

  private final NewCredential operator = key(Credential.OPERATORS);
  private final NewCredential tenant = key("shop");
  private ApiRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new ApiRig(folder);
    rig.know(
        List.of(Tenant.named("shop", MADE)), List.of(operator.credential(), tenant.credential()));
  }

  @AfterEach
  void stop() throws Exception {
    rig.close();
  }

  private static NewCredential key(String whose) {
    return NewCredential.apiKey(new NewCredential.About(whose, "", MADE, 0), new NewSecrets());
  }

  private static String[] with(NewCredential credential) {
    return new String[] {"Authorization", "Bearer " + credential.secret().value()};
  }

  private HttpResponse<String> give(String body, String... headers) throws Exception {
    return rig.send(
        COMMANDS,
        HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)),
        headers);
  }

  @Test
  void shouldHandAnOperatorsCommandToTheDesk() throws Exception {
    // When
    var response = give(CANCEL, with(operator));
    // Then
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).contains("c1");
    assertThat(rig.desk.orders)
        .containsExactly(
            new QueueDesk.Order(
                "cancel",
                Map.of("tenant", "shop", "campaign", "news-*"),
                operator.credential().id(),
                "wrong price"));
  }

  @Test
  void shouldTakeACommandWhileOthersLookAtAllThatWaits() throws Exception {
    // Given: as many as there is room for, and one more
    rig.desk.held = new CountDownLatch(1);
    var looking = new ArrayList<CompletableFuture<Integer>>();
    for (int i = 0; i < 5; i++) {
      looking.add(CompletableFuture.supplyAsync(this::look));
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> rig.desk.counted.size() >= 3);
    // When
    var response = give(CANCEL, with(operator));
    // Then
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(rig.desk.orders).hasSize(1);
    assertThat(looking).noneMatch(CompletableFuture::isDone);
    Objects.requireNonNull(rig.desk.held).countDown();
    assertThat(looking).extracting(CompletableFuture::join).containsOnly(200);
  }

  private int look() {
    try {
      return rig.get("/api/queue", with(operator)).statusCode();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  void shouldRefuseATenantsKeyAndNoKeyAtAll() throws Exception {
    // When
    var asTenant = give(CANCEL, with(tenant));
    var asNobody = give(CANCEL);
    var looking = rig.get("/api/queue", with(tenant));
    // Then
    assertThat(asTenant.statusCode()).isEqualTo(403);
    assertThat(asNobody.statusCode()).isEqualTo(401);
    assertThat(looking.statusCode()).isEqualTo(403);
    assertThat(rig.desk.orders).isEmpty();
    assertThat(rig.desk.counted).isEmpty();
  }

  @Test
  void shouldNotLetAnOperatorsKeySend() throws Exception {
    // When
    var response = rig.post("{}", with(operator));
    // Then
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(rig.messages()).isEmpty();
  }

  @Test
  void shouldSayWhatIsWrongWithAnOrder() throws Exception {
    assertThat(give("{\"kind\": 1}", with(operator)).statusCode()).isEqualTo(400);
    assertThat(give("[]", with(operator)).statusCode()).isEqualTo(400);
    assertThat(give("{\"arguments\": {\"a\": {}}}", with(operator)).statusCode()).isEqualTo(400);
    assertThat(give("{\"kind\": \"cancel\"", with(operator)).statusCode()).isEqualTo(400);
    assertThat(give("{\"kind\": \"nonsense\"}", with(operator)).statusCode()).isEqualTo(422);
    assertThat(rig.get(COMMANDS, with(operator)).statusCode()).isEqualTo(503);
  }

  @Test
  void shouldTakeEveryParameterThatIsDescribedAndNoOther() throws Exception {
    // Given
    var document = new ObjectMapper().readTree(Pages.openApi().body());
    var described = new ArrayList<String>();
    // When
    for (var parameter : document.at("/paths/~1api~1queue/get/parameters")) {
      var name = parameter.get("name").asText();
      var value =
          switch (parameter.at("/schema/type").asText()) {
            case "integer" -> "3";
            case "boolean" -> "true";
            default -> "x";
          };
      described.add(name);
      assertThat(rig.get("/api/queue?" + name + "=" + value, with(operator)).statusCode())
          .as(name)
          .isEqualTo(200);
    }
    // Then
    var refusal = rig.get("/api/queue?what=ever", with(operator)).body();
    assertThat(described).isNotEmpty().allMatch(refusal::contains);
  }

  @Test
  void shouldCountWhatTheQueryNames() throws Exception {
    // When
    var response = rig.get("/api/queue?tenant=shop&site=mx%2Ftest&details=7", with(operator));
    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("7");
    assertThat(rig.desk.counted).containsExactly(Map.of("tenant", "shop", "site", "mx/test"));
    assertThat(rig.get("/api/queue?site=x&gates=true", with(operator)).body())
        .contains("\"gates\":true");
    assertThat(rig.get("/api/queue?gates=1", with(operator)).statusCode()).isEqualTo(400);
    assertThat(rig.get("/api/queue?what=ever", with(operator)).statusCode()).isEqualTo(400);
    assertThat(rig.get("/api/queue?details=1001", with(operator)).statusCode()).isEqualTo(400);
  }
}
