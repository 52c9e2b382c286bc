package milena.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import milena.ingest.log.LogSettings;
import milena.runtime.lifecycle.Health;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka slow, gone, back again, or gone between the append and its acknowledgement. */
class BrokerAwayTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final Duration BOUND = TIMEOUT.plusSeconds(2);

  @TempDir private Path folder;
  private IngestRig rig = unset();

  // Given to NullAway: JUnit sets it before each test.
  @SuppressWarnings("NullAway")
  private static IngestRig unset() {
    return null;
  }

  @BeforeEach
  void start() throws Exception {
    var log = LogSettings.defaults();
    var settings =
        new LogSettings(log.inlineLimit(), log.memoryBudget(), log.window(), log.linger(), TIMEOUT);
    rig =
        new IngestRig(
            folder,
            config -> new IngestConfig(config.listen(), config.tls(), config.rules(), settings));
  }

  @AfterEach
  void stop() throws Exception {
    rig.close();
  }

  private static String timed(Wire client, String content, Duration atMost) throws Exception {
    long start = System.nanoTime();
    var reply = client.deliver(content, "a@example.com", "b@example.com");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(atMost);
    return reply;
  }

  @Test
  void shouldDeferInBoundedTimeWhileItIsStoppedAndAcceptByItselfAfterwards() throws Exception {
    // Given
    var large = "Subject: large\r\n\r\n" + ("x".repeat(98) + "\r\n").repeat(20_000) + "end";
    try (var client = rig.client()) {
      assertThat(timed(client, "Subject: before\r\n\r\nx", BOUND)).startsWith("250");
      // When
      rig.broker.stop();
      var small = timed(client, "Subject: lost\r\n\r\nx", BOUND);
      var chunked = timed(client, large, BOUND);
      // Then
      assertThat(small).startsWith("451 4.3.0");
      assertThat(chunked).startsWith("451 4.3.0");
      assertThat(rig.service.health()).isInstanceOf(Health.NotReady.class);
      rig.broker.start();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> timed(client, "Subject: after\r\n\r\nx", BOUND).startsWith("250"));
      assertThat(rig.service.health()).isEqualTo(Health.ready());
      assertThat(timed(client, large, BOUND.multipliedBy(2))).startsWith("250");
    }
    var messages = new java.util.ArrayList<String>();
    for (var submission : rig.log.submissions()) {
      assertThat(submission.getRecipients()).hasSize(2);
      messages.add(rig.log.message(submission));
    }
    assertThat(messages)
        .anyMatch(message -> message.contains("Subject: before"))
        .anyMatch(message -> message.contains("Subject: after"))
        .noneMatch(message -> message.contains("Subject: lost"));
  }

  @Test
  void shouldNotDoubleWhenTheReceiptIsLostAndTheBrokerComesBackInTime() throws Exception {
    // Given
    try (var client = rig.client()) {
      client.deliver("Subject: warm\r\n\r\nx", "a@example.com");
      // When
      rig.link.loseAnswers();
      var reply = new FutureTask<>(() -> client.deliver("Subject: once\r\n\r\nx", "a@example.com"));
      Thread.ofVirtual().start(reply);
      await().until(() -> count("Subject: once") == 1);
      rig.link.cut();
      rig.link.heal();
      // Then
      assertThat(reply.get()).startsWith("250");
      assertThat(count("Subject: once")).isEqualTo(1);
    }
  }

  @Test
  void shouldDeferWhatIsInTheLogAllTheSameWhenOnlyTheReceiptIsLost() throws Exception {
    // Given
    try (var client = rig.client()) {
      client.deliver("Subject: warm\r\n\r\nx", "a@example.com");
      // When
      rig.link.loseAnswers();
      var reply = timed(client, "Subject: open\r\n\r\nx", BOUND);
      // Then
      assertThat(reply).startsWith("451 4.3.0");
      assertThat(count("Subject: open")).isEqualTo(1);
      rig.link.cut();
      rig.link.heal();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> timed(client, "Subject: after\r\n\r\nx", BOUND).startsWith("250"));
    }
  }

  private long count(String subject) throws Exception {
    long count = 0;
    for (var submission : rig.log.submissions()) {
      count += rig.log.message(submission).contains(subject) ? 1 : 0;
    }
    return count;
  }
}
