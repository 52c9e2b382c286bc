package milena.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import milena.schemas.OutboundMail;
import milena.schemas.Topics;
import milena.tenants.book.Stamp;
import milena.tenants.book.Tenant;
import milena.tenants.book.TenantLog;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What a tenant's own program does with the topics, over a running system. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutboxProgramTest {
  private static final Path PAGE = Path.of("..", "schemas", "README.md");
  private static final Pattern PROGRAM = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
  private static final String TEXT = "From: a@example.org\r\nSubject: s\r\n\r\ntext\r\n";

  @TempDir static Path folder;

  private static SandboxedMilena milena;

  @BeforeAll
  static void start() throws Exception {
    milena = SandboxedMilena.start(folder.resolve("data"), Map.of());
  }

  @AfterAll
  static void stop() {
    milena.close();
  }

  /** The page is of a program that runs as it stands there, on the Java that the module is for. */
  @Test
  @Order(1)
  void shouldSendMailAndFollowItAsThePageSays() throws Exception {
    // Given
    var found = PROGRAM.matcher(Files.readString(PAGE));
    assertThat(found.find()).isTrue();
    var source = folder.resolve("SendMail.java");
    Files.writeString(source, found.group(1));
    var classPath = System.getProperty("java.class.path");
    int compiled =
        requireNonNull(ToolProvider.getSystemJavaCompiler())
            .run(null, null, null, "--release", "17", "-cp", classPath, source.toString());
    assertThat(compiled).isZero();

    // When
    var output = folder.resolve("output");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=milena.schemas",
                "-cp",
                folder + System.getProperty("path.separator") + classPath,
                "SendMail",
                milena.found().kafka(),
                milena.found().registry().getFirst().toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();

    // Then
    assertThat(Files.readString(output))
        .contains("accepted b@accept.test", "delivered b@accept.test");
    assertThat(ended).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  @Order(2)
  void shouldDeliverWhatComesTwiceUnderOneKeyOnce() throws Exception {
    // Given
    var topic = Topics.OUTBOX_PREFIX + "default";
    var codec = milena.standalone().format().codec(topic, OutboundMail.class);
    var mail =
        OutboundMail.newBuilder()
            .setIdempotencyKey("order 18")
            .setSender("a@shop.test")
            .setRecipients(List.of("c@accept.test", "no address"))
            .setContent(ByteBuffer.wrap(TEXT.getBytes(StandardCharsets.UTF_8)))
            .build();
    long before = milena.settled(0).accepted();
    double repeats = repeats();

    // When
    var clients = milena.standalone().clients();
    try (var producer = new KafkaProducer<byte[], byte[]>(clients.producer("program"))) {
      for (int count = 0; count < 3; count++) {
        producer.send(new ProducerRecord<>(topic, codec.encode(mail))).get();
      }
    }
    await().atMost(60, TimeUnit.SECONDS).until(() -> repeats() == repeats + 2);

    // Then
    var account = milena.settled(before + 2);
    assertThat(account.accepted()).isEqualTo(before + 2);
    assertThat(account.ended("rejected")).isEqualTo(1);
    assertThat(account.balances()).isTrue();
  }

  /** The last one, since from the first tenant on there is no other. */
  @Test
  @Order(3)
  void shouldHaveAnOutboxOfATenantThatIsMade() throws Exception {
    // Given
    var clients = milena.standalone().clients();
    var tenants = new TenantLog(clients, milena.standalone().format(), InstantSource.system());
    tenants.create(
        Tenant.named("shop", new Stamp(0, "test")), new milena.tenants.book.Order("test", "test"));
    var topic = Topics.OUTBOX_PREFIX + "shop";
    await().atMost(30, TimeUnit.SECONDS).until(() -> milena.log().has(List.of(topic)));
    var codec = milena.standalone().format().codec(topic, OutboundMail.class);
    var before = milena.settled(0);
    var mail =
        OutboundMail.newBuilder()
            .setSender("a@shop.test")
            .setRecipients(List.of("d@accept.test"))
            .setContent(ByteBuffer.wrap(TEXT.getBytes(StandardCharsets.UTF_8)))
            .build();

    // When: the other outbox is now nobody's
    try (var producer = new KafkaProducer<byte[], byte[]>(clients.producer("program"))) {
      producer.send(new ProducerRecord<>(topic, codec.encode(mail))).get();
      producer
          .send(new ProducerRecord<>(Topics.OUTBOX_PREFIX + "default", codec.encode(mail)))
          .get();
    }

    // Then
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> counted("milena_outbox_records_total{result=\"refused\"}") == 1);
    var account = milena.settled(before.accepted() + 1);
    assertThat(account.accepted()).isEqualTo(before.accepted() + 1);
    assertThat(account.ended("delivered")).isEqualTo(before.ended("delivered") + 1);
  }

  private static double repeats() throws Exception {
    return counted("milena_router_repeats_total");
  }

  private static double counted(String metric) throws Exception {
    var address = milena.standalone().httpAddress();
    var url = java.net.URI.create("http://" + address + "/metrics").toURL();
    try (var in = url.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(metric))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    }
  }
}
