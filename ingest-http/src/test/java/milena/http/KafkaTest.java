package milena.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import milena.http.listen.ListenSettings;
import milena.ingest.log.MessageIds;
import milena.ingest.log.SystemStorage;
import milena.ingest.log.Written;
import milena.runtime.config.HostPort;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.observe.Meters;
import milena.schemas.AvroFormat;
import milena.schemas.LogProfile;
import milena.schemas.MailEvent;
import milena.schemas.Submission;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import milena.tenants.LoginSettings;
import milena.tenants.Logins;
import milena.tenants.book.Roster;
import milena.tenants.rate.TenantRates;
import milena.testing.FixedIds;
import milena.testing.TestBroker;
import milena.testing.TestLog;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole door before a real broker: two nodes of it, and one that starts again. */
@Timeout(120)
class KafkaTest {

  private static @TempDir Path disk;
  private static TestBroker broker;

  private @TempDir Path folder;
  private static final AvroFormat FORMAT = new AvroFormat(new FixedIds());
  private final Meters meters = new Meters();
  private final List<HttpService> nodes = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private Logins logins;
  private TestLog log;
  private Set<String> before;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = new TestBroker(disk);
    broker.start();
    broker.createTopics(
        LogProfile.singleNode(2, Duration.ofDays(7)),
        List.of(
            Topics.spec(Topics.SUBMISSIONS),
            Topics.spec(Topics.CONTENT),
            Topics.spec(Topics.EVENTS),
            Topics.spec(Topics.IDEMPOTENCY)));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void start() throws Exception {
    log = new TestLog(broker.bootstrap(), FORMAT);
    before = log.submissions().stream().map(Submission::getId).collect(Collectors.toSet());
    logins =
        new Logins(
            LoginSettings.defaults(),
            ApiRig.SECRET,
            new Logins.Surroundings(
                this::roster, InstantSource.system(), System::nanoTime, meters));
    node();
  }

  @AfterEach
  void stop() throws Exception {
    for (var node : nodes) {
      node.stop(Deadline.after(Duration.ofSeconds(2), System::nanoTime));
    }
    client.close();
    logins.close();
    meters.close();
  }

  /** What a test has brought into the log. */
  private List<Submission> submissions() throws UnreadableRecord {
    return log.submissions().stream().filter(one -> !before.contains(one.getId())).toList();
  }

  private Optional<Roster> roster() {
    return Optional.of(new Roster("default", Map.of(), Map.of()));
  }

  private HttpService node() throws Exception {
    var listen =
        ListenSettings.defaults(
            new HostPort("127.0.0.1", 0), folder.resolve("http" + nodes.size()));
    var settings =
        new ClientSettings(Map.of("bootstrap.servers", broker.bootstrap()), "node" + nodes.size());
    var node =
        new HttpService(
            HttpConfig.defaults(listen, "mx.example.net"),
            new HttpService.Surroundings(
                settings,
                FORMAT,
                Written.NOBODY,
                SystemStorage.AMPLE,
                InstantSource.system(),
                logins,
                this::roster,
                Optional.empty(),
                TenantRates.unlimited(),
                meters),
            ApiRig.SECRET);
    node.start();
    nodes.add(node);
    return node;
  }

  private static String mail(String text) {
    return """
    {"envelope_sender": "a@example.org", "campaign": "spring",
     "recipients": [{"email": "b@example.net"}, {"email": "c@example.net"}],
     "content": {"text_body": "%s", "from": {"email": "a@example.org"}}}
    """
        .formatted(text);
  }

  private HttpResponse<String> post(HttpService node, String body, String... headers)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + node.address() + "/api/inject/v1"))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() == 503 && response.body().contains("not known yet")) {
      Thread.onSpinWait();
      return post(node, body, headers);
    }
    return response;
  }

  @Test
  void shouldStandInTheLogWhenAnswered() throws Exception {
    // When
    var small = post(nodes.getFirst(), mail("hello"));
    var large = post(nodes.getFirst(), mail("line \\n".repeat(60_000)));

    // Then
    assertThat(small.statusCode()).as(small.body()).isEqualTo(200);
    assertThat(large.statusCode()).as(large.body()).isEqualTo(200);
    assertThat(submissions()).hasSize(4);
    var id = ApiRig.json(small).at("/message_ids/0/id").asText();
    var submission = log.submission(id.substring(0, id.indexOf('.')));
    assertThat(submission.getCampaign()).isEqualTo("spring");
    assertThat(submission.getRepeatable()).isFalse();
    assertThat(log.message(submission)).endsWith("\r\n\r\nhello\r\n");
    var other = ApiRig.json(large).at("/message_ids/1/id").asText();
    var chunked = log.submission(other.substring(0, other.indexOf('.')));
    assertThat(chunked.getBody().getContentOffsets()).hasSizeGreaterThan(1);
    assertThat(log.bytes(chunked)).hasSize((int) chunked.getBody().getSize());
    assertThat(log.message(chunked)).contains("To: c@example.net").endsWith("line \r\n");
  }

  @Test
  void shouldDoARequestWithAKeyOnce() throws Exception {
    // Given
    var key = new String[] {"Idempotency-Key", "order 7"};
    var first = post(nodes.getFirst(), mail("hello"), key);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(submissions()).allMatch(one -> one.getRepeatable());

    // When
    var again = post(nodes.getFirst(), mail("hello"), key);
    var elsewhere = post(node(), mail("hello"), key);
    var otherBody = post(nodes.getFirst(), mail("other"), key);
    nodes.removeFirst().stop(Deadline.after(Duration.ofSeconds(2), System::nanoTime));
    var restarted = post(node(), mail("hello"), key);

    // Then
    for (var response : List.of(again, elsewhere, restarted)) {
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      assertThat(response.body()).isEqualTo(first.body());
      assertThat(response.headers().firstValue("Idempotent-Replayed")).contains("true");
    }
    assertThat(otherBody.statusCode()).isEqualTo(422);
    assertThat(submissions()).hasSize(2);
    assertThat(
            post(nodes.getFirst(), mail("x"), "Idempotency-Key", "a", "Idempotency-Key", "b")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void shouldForgetAKeyWhoseRequestWasRefused() throws Exception {
    // Given
    var key = new String[] {"Idempotency-Key", "order 8"};
    var refused = post(nodes.getFirst(), mail("hello").replace("text_body", "no_body"), key);
    assertThat(refused.statusCode()).as(refused.body()).isIn(400, 422);

    // When
    var corrected = post(nodes.getFirst(), mail("hello"), key);

    // Then
    assertThat(corrected.statusCode()).as(corrected.body()).isEqualTo(200);
    assertThat(submissions()).hasSize(2);
  }

  @Test
  void shouldHaveOneOfManyThatBeginAtOnce() throws Exception {
    // Given
    node();

    // When
    var asked = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < 12; i++) {
      var node = nodes.get(i % 2);
      asked.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return post(node, mail("hello"), "Idempotency-Key", "race");
                } catch (Exception failed) {
                  throw new IllegalStateException(failed);
                }
              }));
    }

    // Then
    assertThat(asked)
        .allSatisfy(one -> assertThat(one.get().statusCode()).isIn(200, 409))
        .anySatisfy(one -> assertThat(one.get().statusCode()).isEqualTo(200));
    assertThat(submissions()).hasSize(2);
    assertThat(log.records(Topics.IDEMPOTENCY)).isNotEmpty();
  }

  private void happened(String id) throws Exception {
    happened(id, "default");
  }

  private void happened(String id, String tenant) throws Exception {
    var events = FORMAT.codec(Topics.EVENTS, MailEvent.class);
    var settings =
        new ClientSettings(Map.of("bootstrap.servers", broker.bootstrap()), "test").producer("e");
    try (var producer = new KafkaProducer<byte[], byte[]>(settings)) {
      for (var type : List.of("accepted", "delivered")) {
        var event =
            MemoryEvents.event(type, id + ".0", tenant).setAcceptedAt(Instant.now()).build();
        var key = id.getBytes(StandardCharsets.US_ASCII);
        producer.send(new ProducerRecord<>(Topics.EVENTS, key, events.encode(event))).get();
      }
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    var at = "http://" + nodes.getFirst().address() + "/api/messages/" + path;
    return client.send(
        HttpRequest.newBuilder(URI.create(at)).version(HttpClient.Version.HTTP_1_1).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void shouldFindEventsFromTheTimeThatAnIdTells() throws Exception {
    // Given: ids of now, of a time after their events, and of none
    var now = new MessageIds(InstantSource.system()).next();
    var ahead =
        new MessageIds(InstantSource.offset(InstantSource.system(), Duration.ofMinutes(10))).next();
    var derived =
        MessageIds.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17});
    for (var id : List.of(now, ahead, derived)) {
      happened(id);
    }
    var foreign = new MessageIds(InstantSource.system()).next();
    happened(foreign, "somebody else");

    // When
    var found = List.of(get(now), get(now + ".0"), get(derived), get(derived + ".0"));
    var page = ApiRig.json(get(derived + "/events?limit=1"));
    var next = ApiRig.json(get(derived + "/events?after=" + page.get("next").asText()));

    // Then
    assertThat(found)
        .allSatisfy(
            response -> {
              assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
              assertThat(ApiRig.json(response).at("/recipients/0/state").asText())
                  .isEqualTo("delivered");
            });
    assertThat(get(ahead).statusCode()).isEqualTo(404);
    assertThat(get(foreign).statusCode()).isEqualTo(404);
    assertThat(get(foreign + ".0/events").statusCode()).isEqualTo(404);
    assertThat(get(MessageIds.of(new byte[17])).statusCode()).isEqualTo(404);
    assertThat(page.at("/events/0/type").asText()).isEqualTo("accepted");
    assertThat(page.get("more").asBoolean()).isTrue();
    assertThat(next.get("events").findValuesAsText("type")).containsExactly("delivered");
    assertThat(next.get("more").asBoolean()).isFalse();
    assertThat(ApiRig.json(get(now + "/events?after=999999")).get("events").size()).isZero();
  }
}
