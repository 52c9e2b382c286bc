package milena.acceptance.way;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import milena.runtime.config.ConfigReader;
import milena.runtime.config.EffectiveConfig;
import milena.schemas.AvroFormat;
import milena.schemas.OutboundMail;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import milena.schemas.registry.RegistryClient;
import milena.schemas.registry.RegistrySettings;
import milena.standalone.Milena;
import milena.standalone.MilenaConfig;
import milena.standalone.MilenaSettings;
import milena.standalone.Role;
import milena.standalone.Standalone;
import milena.standalone.account.LogReader;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rights that the pages have people grant suffice for what each role does, and give a tenant's
 * programs nothing but their own outbox: one process for each role, each as its own user.
 */
@Timeout(180)
class RightsTest {

  private static final String OPERATORS = "milena-operators";
  private static final String TENANT = "shop";
  private static final List<String> ROLES =
      List.of(
          "milena-ingest", "milena-router", "milena-worker", "milena-bounce", "milena-registry");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path folder;
  private static final Map<Role, Standalone> PROCESSES = new EnumMap<>(Role.class);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static GuardedLog log;
  private static RemoteServer smarthost;
  private static String registry = "";
  private static RecordFormat format;
  private static Events events;

  @BeforeAll
  static void start() throws Exception {
    var users = new ArrayList<>(ROLES);
    users.addAll(List.of(OPERATORS, TENANT));
    log = GuardedLog.start(folder.resolve("log"), users);
    log.grantAsThePageSays(Path.of("..", "docs", "reference", "topics.md"));
    log.grantAsThePageSays(Path.of("..", "docs", "operate", "README.md"));
    smarthost =
        new RemoteServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), folder.resolve("mail"));
    smarthost.answering("RCPT TO:<gone@", "550 5.1.1 no such user");
    registry = "127.0.0.1:" + freePort();
    for (var role : List.of(Role.REGISTRY, Role.INGEST, Role.ROUTER, Role.WORKER, Role.BOUNCE)) {
      PROCESSES.put(role, process(role));
    }
    format =
        new AvroFormat(
            new RegistryClient(RegistrySettings.of(List.of(URI.create("http://" + registry)))));
    events = new Events(log.clients(OPERATORS), format);
    milena("tenant", "create", TENANT, "--messages-per-hour", "100000");
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static Standalone process(Role role) throws Exception {
    var word = role.name().toLowerCase(Locale.ROOT);
    var flags = new HashMap<String, String>();
    flags.put("roles", word);
    flags.put("data", folder.resolve(word).toString());
    flags.put("http", "127.0.0.1:0");
    flags.put("smtp", "127.0.0.1:0");
    flags.put("api", "127.0.0.1:0");
    flags.put("hostname", "milena.test");
    flags.put("kafka", log.bootstrap());
    flags.put("kafka-properties", log.properties("milena-" + word).toString());
    flags.put("durability", "flush");
    flags.put("partitions", Integer.toString(GuardedLog.PARTITIONS));
    flags.put("smarthost", "127.0.0.1:" + smarthost.port());
    flags.put("retry", "500ms");
    if (role == Role.REGISTRY) {
      flags.put("registry", registry);
    } else {
      flags.put("registry-url", "http://" + registry);
    }
    var read = ConfigReader.read(MilenaSettings.catalogue(), flags, Map.of());
    if (!(read instanceof EffectiveConfig config)) {
      throw new IllegalArgumentException(read.toString());
    }
    var process = Standalone.wire(MilenaConfig.of(config));
    process.lifecycle().start();
    return process;
  }

  private static Standalone process(String role) {
    return Objects.requireNonNull(PROCESSES.get(Role.valueOf(role)));
  }

  @AfterAll
  static void shouldHaveDeniedNothingThatARoleDoes() throws Exception {
    try {
      for (var user : ROLES) {
        assertThat(WatchedAuthorizer.denied(user)).isEmpty();
      }
      assertThat(WatchedAuthorizer.denied(OPERATORS)).isEmpty();
    } finally {
      events.close();
      for (var role : List.of(Role.BOUNCE, Role.WORKER, Role.ROUTER, Role.INGEST, Role.REGISTRY)) {
        var process = PROCESSES.get(role);
        if (process != null) {
          process.lifecycle().stop("the test is over");
          process.close();
        }
      }
      smarthost.close();
      log.close();
    }
  }

  /** What an operator types, from a machine of the operators', and what it prints. */
  private static String milena(String... arguments) throws IOException {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--kafka", log.bootstrap(), "--registry-url", "http://" + registry));
    all.addAll(List.of("--kafka-properties", log.properties(OPERATORS).toString()));
    return run(all);
  }

  private static String run(List<String> arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var status =
        Milena.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    assertThat(status).as(arguments + " " + out + err).isZero();
    return out.toString();
  }

  private static String send(String recipient, byte[] content) throws IOException {
    try (var client = new SmtpClient(process("INGEST").smtpAddress())) {
      return SmtpClient.id(client.send("<a@from.test>", List.of(recipient), content));
    }
  }

  @Test
  void shouldSufficeForTheWayOfAMessage() throws Exception {
    // Given
    var large = new String(RunningMilena.letter("large"), StandardCharsets.US_ASCII);
    var chunked = (large + "a line\r\n".repeat(50_000)).getBytes(StandardCharsets.US_ASCII);
    // When
    send("small@a.test", RunningMilena.letter("small"));
    send("large@a.test", chunked);
    send("gone@a.test", RunningMilena.letter("in vain"));
    // Then
    assertThat(events.ending("small@a.test").getType()).isEqualTo("delivered");
    assertThat(events.ending("large@a.test").getType()).isEqualTo("delivered");
    assertThat(events.ending("gone@a.test").getType()).isEqualTo("bounced");
    await("the bounce is a suppression")
        .atMost(PATIENCE)
        .until(() -> milena("suppression", "list").contains("hard-bounce"));
  }

  @Test
  void shouldSufficeForWhatCannotBeRead() throws Exception {
    // Given
    var poison = new byte[] {7, 7, 7};
    // When
    try (var producer = new KafkaProducer<byte[], byte[]>(log.administrator().producer("poison"))) {
      for (var topic : List.of(Topics.SUBMISSIONS, Topics.QUEUE, Topics.DISPATCH)) {
        producer.send(new ProducerRecord<>(topic, 0, poison, poison)).get();
      }
    }
    // Then
    await("all are dead letters")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              var letters = new ArrayList<String>();
              new LogReader(log.clients(OPERATORS))
                  .read(
                      Topics.DEAD_LETTERS,
                      0,
                      record -> letters.add(new String(record.key(), StandardCharsets.UTF_8)));
              assertThat(letters)
                  .anyMatch(key -> key.contains(Topics.SUBMISSIONS))
                  .anyMatch(key -> key.contains(Topics.QUEUE))
                  .anyMatch(key -> key.contains(Topics.DISPATCH));
            });
  }

  @Test
  void shouldSufficeForTheHttpDoor() throws Exception {
    // Given
    var key = milena("credential", "create", "--tenant", TENANT, "--api-key").strip();
    var body =
        "{\"envelope_sender\": \"a@shop.test\", \"recipients\": [{\"email\": \"http@a.test\"}],"
            + " \"content\": \"From: a@shop.test\\r\\nSubject: s\\r\\n\\r\\ntext\\r\\n\"}";
    var inject =
        HttpRequest.newBuilder(api("/api/inject/v1"))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "once")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    // When
    await("the key is known").atMost(PATIENCE).until(() -> ask(inject).statusCode() == 200);
    var again = ask(inject);
    // Then
    var ending = events.ending("http@a.test");
    assertThat(ending.getType()).isEqualTo("delivered");
    assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
    var look =
        HttpRequest.newBuilder(api("/api/messages/" + ending.getMessageId()))
            .header("Authorization", "Bearer " + key)
            .build();
    assertThat(ask(look).body()).contains("\"delivered\"");
  }

  private static URI api(String path) {
    return URI.create("http://" + process("INGEST").apiAddress() + path);
  }

  private static HttpResponse<String> ask(HttpRequest request)
      throws IOException, InterruptedException {
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void shouldSufficeForOperators() throws Exception {
    // Given: limits that the partitions of all routers share, and all workers
    var policy =
        Files.writeString(
            folder.resolve("policy.yaml"),
            """
            limits:
              - {group: all, message-rate: 600000/h}
              - {group: all, connections: 50}
            """);
    var key = milena("credential", "create", "--operator", "--api-key").strip();
    // When
    milena("policy", "apply", policy.toString(), "--why", "a test");
    milena("suppression", "add", "never@a.test", "--why", "asked");
    milena("suppression", "remove", "never@a.test", "--why", "asked");
    suspend(key);
    // Then
    await("the router has copied the command")
        .atMost(PATIENCE)
        .until(() -> hasCommand(Topics.CONTROL));
    send("limited@a.test", RunningMilena.letter("limited"));
    assertThat(events.ending("limited@a.test").getType()).isEqualTo("delivered");
    assertThat(milena("policy", "history")).contains("a test");
    assertThat(milena("credential", "list")).contains(TENANT);
    assertThat(milena("tenant", "list")).contains(TENANT);
    assertThat(milena("trace", "limited@a.test")).contains("delivered");
    milena("policy", "trial", policy.toString());
    milena("audit");
  }

  /** Over HTTP, which a process of ingest's answers without a router. */
  private static void suspend(String key) throws IOException {
    var keyFile = Files.writeString(folder.resolve("operator.key"), key);
    await("the key is known")
        .atMost(PATIENCE)
        .until(
            () ->
                ask(HttpRequest.newBuilder(api("/api/queue"))
                            .header("Authorization", "Bearer " + key)
                            .build())
                        .statusCode()
                    != 401);
    run(
        List.of(
            "queue",
            "suspend",
            "--recipient",
            "held@a.test",
            "--also-later",
            "--until",
            "1h",
            "--url",
            api("").toString(),
            "--key-file",
            keyFile.toString()));
  }

  private static boolean hasCommand(String topic) {
    var found = new ArrayList<Long>();
    new LogReader(log.administrator())
        .read(
            topic,
            0,
            record -> {
              if (new String(record.value(), StandardCharsets.UTF_8).contains("held@a.test")) {
                found.add(record.offset());
              }
            });
    return !found.isEmpty();
  }

  /** What it does after days; asked for nothing, since all of it is still needed. */
  @Test
  void shouldSufficeForTheRouterToRemoveWhatIsNotNeeded() throws Exception {
    try (var admin = Admin.create(log.as("milena-router"))) {
      for (var group : List.of("milena-router", "milena-shaper", "milena-workers")) {
        admin.listConsumerGroupOffsets(group).all().get();
      }
      for (var topic : trimmed()) {
        admin
            .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(0)))
            .all()
            .get();
      }
    }
  }

  private static List<String> trimmed() {
    var week = milena.schemas.LogProfile.singleNode(1, Duration.ofDays(7));
    return Topics.all().stream()
        .filter(spec -> spec.trimmedAfter(week).isPresent())
        .map(milena.schemas.TopicSpec::name)
        .toList();
  }

  private static ProducerRecord<byte[], byte[]> outbound(String topic, String recipient) {
    var mail =
        OutboundMail.newBuilder()
            .setSender("a@shop.test")
            .setRecipients(List.of(recipient))
            .setContent(
                ByteBuffer.wrap(
                    "From: a@shop.test\r\nSubject: s\r\n\r\ntext\r\n"
                        .getBytes(StandardCharsets.US_ASCII)))
            .build();
    var codec = format.codec(Topics.OUTBOX_PREFIX + TENANT, OutboundMail.class);
    return new ProducerRecord<>(topic, codec.encode(mail));
  }

  @Test
  void shouldLetATenantWriteToItsOutbox() throws Exception {
    // Given
    var topic = Topics.OUTBOX_PREFIX + TENANT;
    awaitOutbox(topic);
    // When
    try (var producer = new KafkaProducer<byte[], byte[]>(log.clients(TENANT).producer("p"))) {
      producer.send(outbound(topic, "outbox@a.test")).get();
      producer.send(new ProducerRecord<>(topic, new byte[] {7})).get();
    }
    try (var producer =
        new KafkaProducer<byte[], byte[]>(
            log.clients(TENANT).transactionalProducer(TENANT + ":"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(outbound(topic, "together@a.test"));
      producer.commitTransaction();
    }
    // Then
    for (var recipient : List.of("outbox@a.test", "together@a.test")) {
      var ending = events.ending(recipient);
      assertThat(ending.getType()).isEqualTo("delivered");
      assertThat(ending.getTenant()).isEqualTo(TENANT);
    }
  }

  private static void awaitOutbox(String topic) throws Exception {
    try (var admin = Admin.create(log.administrator().admin())) {
      await("ingest has made the outbox")
          .atMost(PATIENCE)
          .until(() -> admin.listTopics().names().get().contains(topic));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mail.outbox.default",
        "mail.outbox.shopping",
        "mail.submissions",
        "mail.queue",
        "mail.events",
        "mail.credentials",
        "mail.policy",
        "mail.commands"
      })
  void shouldLetATenantWriteNowhereElseAndReadNothing(String topic) {
    var partition = new TopicPartition(topic, 0);
    try (var producer = new KafkaProducer<byte[], byte[]>(log.clients(TENANT).producer("p"));
        var consumer = new KafkaConsumer<byte[], byte[]>(log.clients(TENANT).reader("r"))) {
      // Then
      assertThatThrownBy(() -> producer.send(outbound(topic, "b@a.test")).get())
          .satisfiesAnyOf(
              failure -> assertThat(failure).isInstanceOf(AuthorizationException.class),
              failure ->
                  assertThat(failure)
                      .isInstanceOf(ExecutionException.class)
                      .hasCauseInstanceOf(AuthorizationException.class));
      consumer.assign(List.of(partition));
      assertThatThrownBy(() -> consumer.beginningOffsets(List.of(partition)))
          .isInstanceOf(AuthorizationException.class);
    }
  }

  @Test
  void shouldNotLetATenantFenceTheRouter() {
    // Given
    var router = new HashMap<>(log.clients(TENANT).transactionalProducer("milena-router"));
    // Then
    try (var producer = new KafkaProducer<byte[], byte[]>(router)) {
      assertThatThrownBy(producer::initTransactions).isInstanceOf(AuthorizationException.class);
    }
  }
}
