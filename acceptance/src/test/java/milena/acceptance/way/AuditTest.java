package milena.acceptance.way;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import milena.schemas.Topics;
import milena.standalone.Milena;
import milena.standalone.data.RunningSystem;
import milena.standalone.kafka.EmbeddedKafka;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The account misses what somebody took out of the log, and says which message it was. */
@Tag("long")
@Timeout(180)
class AuditTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void shouldMissADispatchThatIsRemoved() throws Exception {
    // Given: a dispatch that nobody answers
    var data = folder.resolve("data");
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var milena =
            RunningMilena.start(data, Map.of("smarthost", "127.0.0.1:" + silent.getLocalPort()))) {
      var id = milena.send("somebody@silent.test");
      shouldWait(milena, "outstanding");
      var before = Told.audit(data);
      assertThat(before.exit()).as(before.text()).isZero();

      // When
      try (var surgery = new LogSurgery(RunningSystem.find(data).orElseThrow().kafka())) {
        surgery.empty(Topics.DISPATCH);
      }

      // Then
      var after = Told.audit(data);
      assertThat(after.exit()).as(after.text()).isEqualTo(1);
      assertThat(after.text()).contains(id + ".0").contains("a dispatch that is not there");
    }
  }

  @Test
  void shouldMissAQueueRecordThatIsRemoved() throws Exception {
    // Given: a record that the shaper has not come to
    var data = folder.resolve("data");
    String id;
    try (var milena = RunningMilena.start(data, Map.of())) {
      id = milena.send("somebody@later.test");
      shouldWait(milena, "mx-not-allowed");
    }
    operate(
        data,
        surgery -> {
          surgery.rewind("milena-shaper", Topics.QUEUE);
          surgery.forget(Topics.SHAPER_STATE);
        });
    var before = Told.audit(data);
    assertThat(before.exit()).as(before.text()).isZero();
    assertThat(before.text()).contains("shaper");

    // When
    operate(data, surgery -> surgery.empty(Topics.QUEUE));

    // Then
    var after = Told.audit(data);
    assertThat(after.exit()).as(after.text()).isEqualTo(1);
    assertThat(after.text()).contains(id + ".0 is found nowhere");
  }

  private static void shouldWait(RunningMilena milena, String reason) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(milena.account().waiting()).containsOnlyKeys(reason));
  }

  private interface Operation {
    void on(LogSurgery surgery) throws Exception;
  }

  private static void operate(Path data, Operation operation) throws Exception {
    var options = EmbeddedKafka.Options.at(data.resolve("kafka"));
    try (var broker = EmbeddedKafka.start(options, fault -> {});
        var surgery = new LogSurgery(broker.bootstrap())) {
      operation.on(surgery);
    }
  }

  /**
   * What the command told.
   *
   * @param exit its exit code
   * @param text what it printed
   */
  private record Told(int exit, String text) {

    static Told audit(Path data) {
      var text = new StringWriter();
      var milena = Milena.commandLine().setOut(new PrintWriter(text));
      return new Told(milena.execute("audit", "--data", data.toString()), text.toString());
    }
  }
}
