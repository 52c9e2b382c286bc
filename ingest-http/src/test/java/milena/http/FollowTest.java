package milena.http;

import static milena.http.MemoryEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import milena.tenants.book.NewCredential;
import milena.tenants.book.Stamp;
import milena.tenants.book.Tenant;
import milena.tenants.verify.NewSecrets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tenant can learn of its messages, and nobody else. */
@Timeout(60)
class FollowTest {

  private static final String ID = "01KB6Y0V8M4T2Q9XZ3R5W7N1CD";
  private static final Stamp MADE = new Stamp(1, "ops");
  private static final NewSecrets SECRETS = new NewSecrets();
  private static final NewCredential SHOP =
      NewCredential.apiKey(new NewCredential.About("shop", "", MADE, 0), SECRETS);
  private static final NewCredential BANK =
      NewCredential.apiKey(new NewCredential.About("bank", "", MADE, 0), SECRETS);

  private @TempDir Path folder;
  private ApiRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new ApiRig(folder);
    rig.know(
        List.of(Tenant.named("shop", MADE), Tenant.named("bank", MADE)),
        List.of(SHOP.credential(), BANK.credential()));
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(rig.errorsLogged()).isEmpty();
    rig.close();
  }

  private HttpResponse<String> get(NewCredential who, String path) throws Exception {
    return rig.get("/api/messages/" + path, "Authorization", "Bearer " + who.secret().value());
  }

  private static void assertProblem(HttpResponse<String> response, int status) throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(ApiRig.json(response).get("status").asInt()).isEqualTo(status);
  }

  private void deferAndDeliver() {
    rig.events.all.add(event("accepted", ID + ".0", "shop").build());
    rig.events.all.add(event("accepted", ID + ".10", "shop").build());
    rig.events.all.add(event("accepted", ID + ".2", "shop").build());
    rig.events.all.add(
        event("deferred", ID + ".2", "shop")
            .setAttempt(1)
            .setCode(451)
            .setEnhanced("4.7.1")
            .setText("come \"later\"\n")
            .setReason("retry")
            .setNextAttemptAt(MemoryEvents.ACCEPTED.plusSeconds(900))
            .build());
    rig.events.all.add(event("delivered", ID + ".10", "shop").setAttempt(1).setCode(250).build());
    rig.events.all.add(event("late", ID + ".10", "shop").setAttempt(1).setCode(451).build());
  }

  @Test
  void shouldTellWhereEachRecipientStands() throws Exception {
    // Given
    deferAndDeliver();

    // When
    var message = ApiRig.json(get(SHOP, ID));
    var one = ApiRig.json(get(SHOP, ID + ".2"));

    // Then
    assertThat(message.at("/recipients").findValuesAsText("state"))
        .containsExactly("waiting", "deferred", "delivered");
    assertThat(message.get("sender").asText()).isEqualTo("news@example.org");
    assertThat(message.get("accepted_at").asText()).isEqualTo("2026-05-01T10:00:00Z");
    assertThat(message.get("complete").asBoolean()).isTrue();
    assertThat(one.at("/recipients").size()).isEqualTo(1);
    var deferred = one.at("/recipients/0");
    assertThat(deferred.get("email").asText()).isEqualTo("r2@example.net");
    assertThat(deferred.get("next_attempt_at").asText()).isEqualTo("2026-05-01T10:15:00Z");
    assertThat(deferred.at("/last_reply/code").asInt()).isEqualTo(451);
    assertThat(deferred.at("/last_reply/text").asText()).isEqualTo("come \"later\"\n");
  }

  @Test
  void shouldTellEventsPageByPage() throws Exception {
    // Given
    deferAndDeliver();
    rig.events.all.add(3, event("accepted", "01KB6Y0V8M4T2Q9XZ3R5W7N1CE.0", "shop").build());

    // When
    var types = new ArrayList<String>();
    var after = "";
    JsonNode page;
    do {
      page = ApiRig.json(get(SHOP, ID + "/events?limit=2" + after));
      types.addAll(page.get("events").findValuesAsText("type"));
      after = "&after=" + page.get("next").asText();
    } while (page.get("more").asBoolean());
    rig.events.all.add(event("delivered", ID + ".2", "shop").build());
    var grown = ApiRig.json(get(SHOP, ID + "/events?limit=2" + after));

    // Then
    assertThat(types)
        .containsExactly("accepted", "accepted", "accepted", "deferred", "delivered", "late");
    assertThat(grown.get("events").findValuesAsText("submission")).containsExactly(ID + ".2");
    assertThat(ApiRig.json(get(SHOP, ID + ".10/events")).get("events").findValuesAsText("type"))
        .containsExactly("accepted", "delivered", "late");
  }

  @Test
  void shouldKnowNothingOfWhatIsAnothers() throws Exception {
    // Given
    deferAndDeliver();

    // When
    var another = get(BANK, ID);

    // Then
    assertProblem(another, 404);
    assertProblem(get(BANK, ID + ".2"), 404);
    assertProblem(get(BANK, ID + "/events"), 404);
    var never = get(BANK, "01KB6Y0V8M4T2Q9XZ3R5W7N1CF");
    assertThat(never.body()).isEqualTo(another.body());
    assertThat(ApiRig.json(get(BANK, ID + "/events?after=0")).get("events").size()).isZero();
    assertProblem(rig.get("/api/messages/" + ID), 401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "01KB6Y0V8M4T2Q9XZ3R5W7N1CD.",
        "01KB6Y0V8M4T2Q9XZ3R5W7N1CD.00",
        "01KB6Y0V8M4T2Q9XZ3R5W7N1CD.1234567890",
        "01kb6y0v8m4t2q9xz3r5w7n1cd",
        "%30%31",
        "01KB6Y0V8M4T2Q9XZ3R5W7N1CD/other",
        "01KB6Y0V8M4T2Q9XZ3R5W7N1CD/events/",
        "/events",
        ""
      })
  void shouldFindNothingUnderWhatIsNoId(String path) throws Exception {
    assertProblem(get(SHOP, path), 404);
    assertThat(rig.events.reading.get()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/events?limit=0",
        "/events?limit=1001",
        "/events?limit=",
        "/events?after=-1",
        "/events?after=1&after=2",
        "/events?after=99999999999999999999",
        "/events?what=1",
        "/events?&",
        "?limit=1"
      })
  void shouldRefuseWrongParameters(String path) throws Exception {
    deferAndDeliver();
    assertProblem(get(SHOP, ID + path), 400);
  }

  @Test
  void shouldTakeNoBodyAndNoOtherMethod() throws Exception {
    // When
    var body = HttpRequest.BodyPublishers.ofString("{}");
    var posted = rig.send("/api/messages/" + ID, HttpRequest.newBuilder().POST(body));
    var withBody = rig.send("/api/messages/" + ID, HttpRequest.newBuilder().method("GET", body));

    // Then
    assertProblem(posted, 405);
    assertProblem(withBody, 400);
  }

  @Test
  void shouldSayThatTheTimeWasOver() throws Exception {
    // Given
    deferAndDeliver();
    rig.events.readAtMost = 4;

    // When
    var message = get(SHOP, ID);
    var first = ApiRig.json(get(SHOP, ID + "/events"));
    var second = ApiRig.json(get(SHOP, ID + "/events?after=" + first.get("next").asText()));

    // Then
    assertProblem(message, 504);
    var found = ApiRig.json(message).get("found");
    assertThat(found.get("complete").asBoolean()).isFalse();
    assertThat(found.at("/recipients").size()).isEqualTo(3);
    assertThat(first.get("more").asBoolean()).isTrue();
    assertThat(first.get("events").size()).isEqualTo(4);
    assertThat(second.get("more").asBoolean()).isFalse();
    assertThat(second.get("events").size()).isEqualTo(2);
    rig.events.away = true;
    assertProblem(get(SHOP, ID), 503);
  }

  @Test
  void shouldBoundWhatIsLookedUpAtATime() throws Exception {
    // Given: two of a tenant's, and one of another's
    deferAndDeliver();
    var held = new CountDownLatch(1);
    rig.events.held = held;
    var asked = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (var who : List.of(SHOP, SHOP, BANK)) {
      asked.add(CompletableFuture.supplyAsync(() -> unchecked(who)));
      int now = asked.size();
      await().atMost(Duration.ofSeconds(10)).until(() -> rig.events.reading.get() == now);
    }

    // When
    var thirdOfTenant = get(SHOP, ID);
    var fourth = get(BANK, ID);

    // Then
    assertProblem(thirdOfTenant, 429);
    assertProblem(fourth, 503);
    assertThat(fourth.headers().firstValue("Retry-After")).contains("1");
    held.countDown();
    assertThat(asked).extracting(one -> one.get().statusCode()).containsExactly(200, 200, 404);
    rig.events.held = null;
    assertThat(get(SHOP, ID).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> unchecked(NewCredential who) {
    try {
      return get(who, ID);
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  void shouldBoundAnAnswer() throws Exception {
    // Given: more recipients than are kept, and more text than an answer takes
    for (int i = 0; i < 80; i++) {
      rig.events.all.add(
          event("bounced", ID + "." + i, "shop").setCode(550).setText("x".repeat(1_000)).build());
    }

    // When
    var message = ApiRig.json(get(SHOP, ID));
    var page = get(SHOP, ID + "/events?limit=1000");

    // Then
    assertThat(message.get("cut").asBoolean()).isTrue();
    assertThat(message.at("/recipients/0/id").asText()).isEqualTo(ID + ".0");
    assertThat(message.get("recipients").size()).isBetween(10, 50);
    assertThat(page.body()).hasSizeBetween(20_000, 23_000);
    assertThat(ApiRig.json(page).get("more").asBoolean()).isTrue();
  }
}
