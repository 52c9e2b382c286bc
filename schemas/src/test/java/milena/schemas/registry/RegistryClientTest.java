package milena.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import milena.schemas.SchemaRegistryException;
import milena.schemas.registry.ScriptedRegistry.Reply;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryClientTest {
  private static final Patience SHORT =
      new Patience(
          Duration.ofSeconds(2),
          Duration.ofMillis(500),
          3,
          Duration.ofMillis(2),
          Duration.ofSeconds(5));
  private static final Schema INT = SchemaBuilder.builder().intType();
  private static final String HELD = "{\"schema\":\"\\\"int\\\"\"}";
  private static final String BY_ID = "GET /schemas/ids/7?fetchMaxId=false";
  private static final Reply DOWN =
      new Reply(503, "{\"error_code\":50003,\"message\":\"no leader\"}");
  private static final Reply ABSENT =
      new Reply(404, "{\"error_code\":40403,\"message\":\"Schema 7 not found\"}");

  private final ScriptedRegistry registry = new ScriptedRegistry();
  private final ScriptedRegistry other = new ScriptedRegistry();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
  private final List<RegistryClient> clients = new ArrayList<>();

  @AfterEach
  void close() {
    registry.close();
    other.close();
    clients.forEach(RegistryClient::close);
  }

  private RegistryClient client(URI... urls) {
    return client(RegistrySettings.of(urls).with(SHORT));
  }

  private RegistryClient client(RegistrySettings settings) {
    var client = new RegistryClient(settings, nanos::get);
    clients.add(client);
    return client;
  }

  private static void refused(
      int code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SchemaRegistryException.class, e -> assertThat(e.errorCode()).isEqualTo(code));
  }

  @Test
  void shouldLookASchemaUpBeforeItRegistersOne() {
    // Given
    registry.on("POST /subjects/a%2Fb%20c", ABSENT);
    registry.on("POST /subjects/a%2Fb%20c/versions", "{\"id\":7}");
    var client = client(registry.url());

    // When
    int id = client.idOf("a/b c", INT);
    int again = client.idOf("a/b c", INT);

    // Then
    assertThat(List.of(id, again)).containsOnly(7);
    assertThat(registry.asked)
        .containsExactly("POST /subjects/a%2Fb%20c", "POST /subjects/a%2Fb%20c/versions");
    assertThat(registry.bodies).containsOnly("{\"schema\":\"\\\"int\\\"\"}");
  }

  @Test
  void shouldNotRegisterWhatIsThere() {
    registry.on("POST /subjects/s", "{\"subject\":\"s\",\"id\":7,\"version\":1}");
    assertThat(client(registry.url()).idOf("s", INT)).isEqualTo(7);
    assertThat(registry.asked).hasSize(1);
  }

  @Test
  void shouldAskForAnIdOnce() {
    registry.on(BY_ID, HELD);
    var client = client(registry.url());
    assertThat(List.of(client.schemaOf(7), client.schemaOf(7))).containsOnly(INT);
    assertThat(registry.asked).hasSize(1);
  }

  @Test
  void shouldBelieveForAWhileThatAnIdIsNotThere() {
    // Given
    registry.on(BY_ID, ABSENT, new Reply(200, HELD));
    var client = client(registry.url());

    // Then
    refused(40403, () -> client.schemaOf(7));
    nanos.addAndGet(Duration.ofSeconds(4).toNanos());
    refused(40403, () -> client.schemaOf(7));
    assertThat(registry.asked).hasSize(1);
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(client.schemaOf(7)).isEqualTo(INT);
  }

  @Test
  void shouldAskAgainAfterAServerErrorAndNotAfterARefusal() {
    // Given
    registry.on(BY_ID, DOWN, new Reply(429, ""), new Reply(200, HELD));
    registry.on("POST /subjects/s/versions", new Reply(409, "{\"error_code\":409}"));
    var client = client(registry.url());

    // Then
    assertThat(client.schemaOf(7)).isEqualTo(INT);
    refused(409, () -> client.register("s", INT));
    assertThat(registry.asked).hasSize(4);
  }

  @Test
  void shouldGiveUpAfterItsRounds() {
    registry.on(BY_ID, DOWN);
    refused(50003, () -> client(registry.url()).schemaOf(7));
    assertThat(registry.asked).hasSize(SHORT.rounds());
  }

  @Test
  void shouldGoToTheNextAddressAndStayThere() {
    // Given
    registry.on(BY_ID, DOWN);
    other.on(BY_ID, HELD).on("GET /subjects", "[\"s\"]");
    var client = client(URI.create("http://127.0.0.1:1"), registry.url(), other.url());

    // When
    var schema = client.schemaOf(7);
    var subjects = client.subjects();

    // Then
    assertThat(schema).isEqualTo(INT);
    assertThat(subjects).containsExactly("s");
    assertThat(registry.asked).hasSize(1);
  }

  @Test
  void shouldPassByOneThatIsDeadAndOneThatHangsAndAskTheOneThatAnsweredFirst() {
    // Given
    registry.on(BY_ID, ScriptedRegistry.SILENCE);
    other.on(BY_ID, HELD).on("GET /subjects", "[\"s\"]");
    var settings =
        RegistrySettings.of(URI.create("http://127.0.0.1:1"), registry.url(), other.url())
            .with(SHORT)
            .with(new Credentials("u", "p"));
    var client = client(settings);

    // When
    var schema = client.schemaOf(7);
    var subjects = client.subjects();

    // Then
    assertThat(schema).isEqualTo(INT);
    assertThat(subjects).containsExactly("s");
    assertThat(registry.asked).containsExactly(BY_ID);
    assertThat(other.asked).containsExactly(BY_ID, "GET /subjects");
    assertThat(registry.authorizations).containsExactly("Basic dTpw");
    assertThat(other.authorizations).containsExactly("Basic dTpw", "Basic dTpw");
  }

  @Test
  void shouldNotWaitForeverForAnAnswer() {
    registry.on(BY_ID, ScriptedRegistry.SILENCE);
    other.on(BY_ID, HELD);
    assertThat(client(registry.url(), other.url()).schemaOf(7)).isEqualTo(INT);
  }

  @Test
  void shouldSayThatNobodyAnswers() {
    refused(0, () -> client(URI.create("http://127.0.0.1:1")).schemaOf(7));
  }

  @Test
  void shouldNotTakeAnAnswerOfAnySizeOrKind() {
    // Given
    registry.on(BY_ID, "\"" + "x".repeat(9 * 1024 * 1024) + "\"");
    other.on(BY_ID, "<html>");

    // Then
    refused(0, () -> client(registry.url()).schemaOf(7));
    refused(0, () -> client(other.url()).schemaOf(7));
  }

  @Test
  void shouldCallAnotherKindOfSchemaAbsentAndNoSchemaInvalid() {
    // Given
    registry.on(BY_ID, "{\"schema\":\"{}\",\"schemaType\":\"JSON\"}");
    other.on(BY_ID, "{\"schema\":\"{\\\"type\\\":\\\"what\\\"}\"}");

    // Then
    refused(40403, () -> client(registry.url()).schemaOf(7));
    refused(42201, () -> client(other.url()).schemaOf(7));
  }

  @Test
  void shouldShowItsPassword() {
    registry.on("GET /subjects", "[]");
    var settings = RegistrySettings.of(registry.url()).with(new Credentials("ü", "p:w"));
    client(settings).subjects();
    assertThat(registry.authorizations).containsExactly("Basic w7w6cDp3");
    assertThat(settings.toString()).doesNotContain("p:w");
  }

  @Test
  void shouldFollowReferencesInOrder() {
    // Given
    registry.on(BY_ID, holding("A", "b", "B", "b"));
    registry.on("GET /subjects/b/versions/1", holding("B", "c", "C", "c"));
    registry.on(
        "GET /subjects/c/versions/1",
        "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"C\\\",\\\"fields\\\":[]}\"}");

    // When
    var schema = client(registry.url()).schemaOf(7);

    // Then
    var inner = schema.getField("b").schema().getField("c").schema();
    assertThat(inner.getName()).isEqualTo("C");
  }

  @Test
  void shouldNotFollowReferencesInACircle() {
    // Given
    registry.on(BY_ID, holding("A", "b", "B", "b"));
    registry.on("GET /subjects/b/versions/1", holding("B", "a", "A", "a"));
    registry.on("GET /subjects/a/versions/1", holding("A", "b", "B", "b"));

    // Then
    refused(42201, () -> client(registry.url()).schemaOf(7));
  }

  @Test
  void shouldNotParseThousandsOfTypes() {
    // Given: each refers to the one before
    var text = new StringBuilder("[{'type':'fixed','name':'R0','size':1}");
    for (int i = 1; i <= 2_000; i++) {
      text.append(",{'type':'record','name':'R%d','fields':[{'name':'a',".formatted(i));
      text.append("'type':'R%d'}]}".formatted(i - 1));
    }
    var many = text.append("]").toString().replace("'", "\\\"");
    registry.on(BY_ID, "{\"schema\":\"" + many + "\"}");

    // Then
    assertThatThrownBy(() -> client(registry.url()).schemaOf(7))
        .hasMessageContaining("more than 500 named types");
    refused(42201, () -> client(registry.url()).schemaOf(7));
  }

  @Test
  void shouldLeaveOutWhatReferencesDefine() {
    // Given
    var part = SchemaBuilder.record("Part").namespace("x").fields().optionalInt("n").endRecord();
    var whole =
        SchemaBuilder.record("Whole")
            .namespace("x")
            .fields()
            .name("p")
            .type(part)
            .noDefault()
            .endRecord();
    registry.on(
        "GET /subjects/part/versions/1",
        "{\"schema\":\"" + part.toString().replace("\"", "\\\"") + "\"}");
    registry.on("POST /subjects/whole/versions", "{\"id\":9}");

    // When
    int id =
        client(registry.url())
            .register("whole", whole, List.of(new SchemaReference("x.Part", "part", 1)));

    // Then
    assertThat(id).isEqualTo(9);
    assertThat(registry.bodies.get(1))
        .contains("\"references\":[{\"name\":\"x.Part\",\"subject\":\"part\",\"version\":1}]")
        .doesNotContain("optional")
        .doesNotContain("\\\"n\\\"");
  }

  @Test
  void shouldTellWhetherASchemaMayFollow() {
    // Given
    var path = "POST /compatibility/subjects/s/versions/latest?verbose=true";
    registry.on(path, "{\"is_compatible\":false,\"messages\":[\"no\"]}");

    // Then
    assertThat(client(registry.url()).compatible("s", INT))
        .isEqualTo(new CompatibilityVerdict(false, List.of("no")));
    assertThat(client(other.url()).compatible("s", INT).compatible()).isTrue();
  }

  @Test
  void shouldRefuseAddressesThatAreNone() {
    for (var wrong : List.of("ftp://h", "http:///", "http://u:p@h", "h:8081", "http://h?q")) {
      assertThatThrownBy(() -> RegistrySettings.of(URI.create(wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("u:p");
    }
  }

  @Test
  void shouldPauseLongerFromRoundToRoundUpToFiveSeconds() {
    var pauses = new ArrayList<Duration>();
    for (int round : new int[] {0, 1, 2, 3, 100}) {
      pauses.add(Patience.USUAL.pauseBefore(round));
    }
    assertThat(pauses)
        .containsExactly(
            Duration.ZERO,
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofMillis(400),
            Duration.ofSeconds(5));
  }

  private static String holding(String name, String field, String type, String subject) {
    return "{\"subject\":\"x\",\"version\":1,\"id\":1,\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\""
        + name
        + "\\\",\\\"fields\\\":[{\\\"name\\\":\\\""
        + field
        + "\\\",\\\"type\\\":\\\""
        + type
        + "\\\"}]}\",\"references\":[{\"name\":\""
        + type
        + "\",\"subject\":\""
        + subject
        + "\",\"version\":1}]}";
  }
}
