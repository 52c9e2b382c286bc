package milena.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import milena.ingest.accept.AcceptanceRules;
import milena.ingest.listen.ListenSettings;
import milena.ingest.log.LogSettings;
import milena.schemas.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that are slow, endless, many or deaf cost bounded memory and do not disturb the others.
 */
class HostileClientTest {

  private static final Duration SHORT = Duration.ofMillis(400);

  private final List<AutoClosing> toClose = new ArrayList<>();

  /** Something to close after the test. */
  @FunctionalInterface
  private interface AutoClosing {
    void close() throws Exception;
  }

  @AfterEach
  void stop() throws Exception {
    for (var closing : toClose) {
      closing.close();
    }
  }

  private MemoryRig rig(UnaryOperator<IngestConfig> change) throws Exception {
    var rig = new MemoryRig(change);
    toClose.add(rig::close);
    return rig;
  }

  private static IngestConfig impatient(IngestConfig config) {
    var listen = config.listen();
    return new IngestConfig(
        new ListenSettings(listen.listeners(), 1, 1100, 1050, SHORT, SHORT.multipliedBy(3)),
        config.tls(),
        config.rules(),
        config.log());
  }

  private static IngestConfig small(IngestConfig config) {
    var rules = config.rules();
    var log = config.log();
    return new IngestConfig(
        config.listen(),
        config.tls(),
        new AcceptanceRules(
            "default", rules.hostname(), rules.relayNetworks(), 4_000_000, 100, 65_536, 998, false),
        new LogSettings(
            65_536, 2L * Topics.MAX_CHUNK_BYTES, 2, log.linger(), Duration.ofSeconds(1)));
  }

  @Test
  void shouldSendASilentClientAway() throws Exception {
    // Given
    var rig = rig(HostileClientTest::impatient);
    try (var client = rig.client()) {
      // When
      var last = client.reply();
      // Then
      assertThat(last).startsWith("421 4.4.2");
      assertThat(client.reply()).isEmpty();
    }
  }

  @Test
  void shouldSendAwayWhoSpellsACommandByteByByte() throws Exception {
    // Given
    var rig = rig(HostileClientTest::impatient);
    try (var client = rig.client()) {
      // When
      trickle(client, "N");
      // Then
      assertThat(client.reply()).startsWith("421 4.4.2");
    }
  }

  @Test
  void shouldSendAwayWhoSpellsAMessageByteByByte() throws Exception {
    // Given
    var rig = rig(HostileClientTest::impatient);
    try (var client = rig.client()) {
      client.ask("MAIL FROM:<>");
      client.ask("RCPT TO:<a@example.com>");
      client.ask("DATA");
      // When
      trickle(client, "S");
      // Then
      assertThat(client.reply()).startsWith("421 4.4.2");
      await().until(() -> rig.budget.used() == 0);
    }
  }

  private static void trickle(Wire client, String piece) throws InterruptedException {
    try {
      for (int i = 0; i < 40; i++) {
        client.send(piece);
        Thread.sleep(50);
      }
    } catch (IOException expected) {
      // The server closes while it is still being written to.
      return;
    }
  }

  @Test
  void shouldCutAnEndlessLine() throws Exception {
    // Given
    var rig = rig(config -> config);
    try (var client = rig.client()) {
      // When
      client.send("x".repeat(80_000));
      // Then
      assertThat(client.reply()).startsWith("421 4.7.0");
    }
  }

  @Test
  void shouldRefuseAnEndlessHeaderAndHoldNothingOfIt() throws Exception {
    // Given
    var rig = rig(HostileClientTest::small);
    try (var client = rig.client()) {
      client.ask("MAIL FROM:<>");
      client.ask("RCPT TO:<a@example.com>");
      client.ask("DATA");
      // When
      client.send("X-Long: field\r\n".repeat(10_000));
      await().until(() -> rig.budget.used() == 0);
      client.send("\r\n.\r\n");
      // Then
      assertThat(client.reply()).startsWith("552 5.3.4");
      assertThat(client.deliver("Subject: x\r\n\r\ny", "a@example.com")).startsWith("250");
    }
  }

  @Test
  void shouldRefuseAMessageOverTheSizeLimitAndGoOn() throws Exception {
    // Given
    var rig = rig(HostileClientTest::small);
    var line = "x".repeat(98) + "\r\n";
    try (var client = rig.client()) {
      // When
      var reply = client.deliver("Subject: x\r\n\r\n" + line.repeat(40_001), "a@example.com");
      // Then
      assertThat(reply).startsWith("552 5.3.4");
      assertThat(client.deliver("Subject: x\r\n\r\ny", "a@example.com")).startsWith("250");
      assertThat(rig.log.submittals).hasSize(1);
    }
  }

  @Test
  void shouldCutOffWhoNeverEndsARefusedMessage() throws Exception {
    // Given
    var rig = rig(HostileClientTest::small);
    var line = "x".repeat(998) + "\r\n";
    try (var client = rig.client()) {
      client.ask("MAIL FROM:<>");
      client.ask("RCPT TO:<a@example.com>");
      client.ask("DATA");
      // When
      IOException cut = null;
      for (int i = 0; i < 100_000 && cut == null; i++) {
        cut = trySend(client, line);
      }
      // Then
      assertThat(cut).isNotNull();
    }
  }

  private static @org.jspecify.annotations.Nullable IOException trySend(Wire client, String text) {
    try {
      client.send(text);
      return null;
    } catch (IOException cut) {
      return cut;
    }
  }

  @Test
  void shouldStopReadingWhileTheLogDoesNotAcknowledge() throws Exception {
    // Given
    var rig = rig(config -> config);
    rig.log.hold();
    var content = "Subject: x\r\n\r\n" + ("x".repeat(98) + "\r\n").repeat(100_000) + "end";
    try (var client = rig.client()) {
      // When
      var reply =
          new java.util.concurrent.FutureTask<>(() -> client.deliver(content, "a@example.com"));
      Thread.ofVirtual().start(reply);
      await().until(() -> rig.log.slices.get() == 4);
      // Then
      await()
          .during(Duration.ofMillis(300))
          .until(() -> rig.budget.used() < 5L * Topics.MAX_CHUNK_BYTES + 100_000);
      assertThat(rig.log.slices.get()).isEqualTo(4);
      rig.log.release();
      assertThat(reply.get()).startsWith("250");
      assertThat(rig.log.message(rig.log.submittals.getFirst())).endsWith(content + "\r\n");
      await().until(() -> rig.budget.used() == 0);
    }
  }

  @Test
  void shouldDeferWhenThereIsNoRoomForTooLong() throws Exception {
    // Given
    var rig = rig(HostileClientTest::small);
    rig.log.hold();
    var content = "Subject: x\r\n\r\n" + ("x".repeat(98) + "\r\n").repeat(30_000);
    try (var client = rig.client()) {
      // When
      var reply = client.deliver(content, "a@example.com");
      // Then
      assertThat(reply).startsWith("451 4.3.0");
      assertThat(rig.log.submittals).isEmpty();
      rig.log.release();
      assertThat(client.deliver("Subject: x\r\n\r\ny", "a@example.com")).startsWith("250");
    }
    await().until(() -> rig.budget.used() == 0);
  }

  @Test
  void shouldGiveBackMemoryWhenAClientLeavesInTheMiddle() throws Exception {
    // Given
    var rig = rig(config -> config);
    try (var client = rig.client()) {
      client.ask("MAIL FROM:<>");
      client.ask("RCPT TO:<a@example.com>");
      client.ask("DATA");
      client.send("Subject: x\r\n\r\n" + "some text\r\n".repeat(10_000));
      await().until(() -> rig.budget.used() > 100_000);
      // When
    }
    // Then
    await().until(() -> rig.budget.used() == 0);
    assertThat(rig.log.submittals).isEmpty();
  }

  @Test
  void shouldHoldNothingOfAnEndlessLineInAMessage() throws Exception {
    // Given
    var rig = rig(HostileClientTest::small);
    try (var client = rig.client()) {
      client.ask("MAIL FROM:<>");
      client.ask("RCPT TO:<a@example.com>");
      client.ask("DATA");
      client.send("Subject: x\r\n\r\n");
      // When
      client.send("x".repeat(3_000_000));
      await().until(() -> rig.budget.used() == 0);
      client.send("\r\n.\r\n");
      // Then
      assertThat(client.reply()).startsWith("554 5.6.0");
      assertThat(client.deliver("Subject: x\r\n\r\ny", "a@example.com")).startsWith("250");
      assertThat(rig.log.submittals).hasSize(1);
    }
  }

  /** Where a client has got to when it says that nothing more will come, and yet stays. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "NOO",
        "MAIL FROM:<>\r\nRCPT TO:<a@example.com>\r\n",
        "MAIL FROM:<>\r\nRCPT TO:<a@example.com>\r\nDATA\r\nSubject: x\r\n\r\nsome text\r\n",
        "MAIL FROM:<>\r\nRCPT TO:<a@example.com>\r\nBDAT 1000\r\nSubject: x\r\n\r\nsome"
      })
  void shouldLetGoOfWhoHalfClosesAnywhere(String said) throws Exception {
    // Given
    var rig = rig(config -> config);
    try (var client = rig.client()) {
      client.send(said);
      // When
      client.endOutput();
      // Then: the client still has its end of the socket
      await().until(() -> rig.listener.connections() == 0);
    }
    await().until(() -> rig.budget.used() == 0);
    assertThat(rig.log.submittals).isEmpty();
  }

  @Test
  void shouldLetGoOfWhoHalfClosesWhileTheLogDoesNotAnswer() throws Exception {
    // Given
    var rig = rig(config -> config);
    rig.log.hold();
    try (var client = rig.client()) {
      client.send("MAIL FROM:<>\r\nRCPT TO:<a@example.com>\r\nDATA\r\n");
      client.send("Subject: x\r\n\r\ny\r\n.\r\n");
      await().until(() -> rig.log.submittals.size() == 1);
      // When
      client.endOutput();
      // Then
      await().until(() -> rig.listener.connections() == 0);
      rig.log.release();
      await().until(() -> rig.budget.used() == 0);
    }
  }

  @Test
  void shouldServeOthersBesideAThousandIdleConnectionsAndRefuseTheNext() throws Exception {
    // Given
    var rig =
        rig(
            config ->
                new IngestConfig(
                    new ListenSettings(
                        config.listen().listeners(),
                        1,
                        2000,
                        1002,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1)),
                    config.tls(),
                    config.rules(),
                    config.log()));
    for (int i = 0; i < 1000; i++) {
      var idle = rig.client();
      toClose.addFirst(idle::close);
    }
    // When
    try (var client = rig.client();
        var another = rig.client();
        var tooMany = new Wire(rig.address())) {
      // Then
      assertThat(client.deliver("Subject: x\r\n\r\ny", "a@example.com")).startsWith("250");
      assertThat(another.ask("NOOP")).startsWith("250");
      assertThat(tooMany.reply()).startsWith("421 4.7.0");
    }
    await().until(() -> rig.listener.connections() == 1000);
  }

  @Test
  void shouldStopReadingFromAClientThatDoesNotReadItsReplies() throws Exception {
    // Given
    var rig = rig(config -> config);
    var commands = "EHLO x\r\n".repeat(1000);
    try (var deaf = rig.client();
        var client = rig.client()) {
      // When
      var sending =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < 10_000 && trySend(deaf, commands) == null; ) {
                      i++;
                    }
                  });
      // Then
      assertThat(sending.join(Duration.ofSeconds(2))).isFalse();
      assertThat(client.deliver("Subject: x\r\n\r\ny", "a@example.com")).startsWith("250");
    }
  }

  @Test
  void shouldLetTransactionsFinishWhenItDrains() throws Exception {
    // Given
    var rig = rig(config -> config);
    try (var idle = rig.client();
        var busy = rig.client()) {
      busy.ask("MAIL FROM:<>");
      busy.ask("RCPT TO:<a@example.com>");
      // When
      var draining = new Thread(() -> drainQuietly(rig));
      draining.start();
      // Then
      assertThat(idle.reply()).startsWith("421 4.3.2");
      assertThat(busy.ask("DATA")).startsWith("354");
      assertThat(busy.ask("Subject: x\r\n\r\ny\r\n.")).startsWith("250");
      assertThat(busy.reply()).startsWith("421 4.3.2");
      draining.join();
      assertThat(rig.listener.connections()).isZero();
    }
  }

  private static void drainQuietly(MemoryRig rig) {
    try {
      rig.drain(Duration.ofSeconds(20));
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }
}
