package milena.acceptance.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A message that ends every process that tries to deliver it. */
@Tag("long")
@Timeout(400)
class DeadlyMessageTest {

  /** Two deaths to suspect what was there, and three to find the one among 256 and then 16. */
  private static final int MOST_DEATHS = 6;

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path folder;

  private final AtomicReference<@Nullable Node> victim = new AtomicReference<>();
  private int sent;

  @Test
  void shouldEndItAfterSomeDeathsAndDeliverEverythingElse() throws Exception {
    try (var destination = new Destination(folder);
        var processes = new Processes(folder);
        var deadly = new DeadlyServer(this::kill)) {
      // Given
      var routes = destination.routes();
      Files.writeString(
          routes,
          "deadly.test 127.0.0.1 %d%n".formatted(deadly.address().getPort()),
          StandardOpenOption.APPEND);
      var node = new Node(processes, "milena", folder, flags(routes));
      victim.set(node);
      node.start();
      assertThat(send(node, "killer@deadly.test")).startsWith("250");

      // When
      int deaths = 0;
      // A time in which it would surely have tried.
      while (node.process().endsWithin(PATIENCE)) {
        deaths++;
        assertThat(deaths).isLessThanOrEqualTo(MOST_DEATHS);
        node.start();
        sendIfItLives(node);
      }
      assertThat(send(node, "last@a.accept.test")).startsWith("250");
      int others = sent - 1;
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(destination.deliveries()).isGreaterThanOrEqualTo(others));

      // Then
      var audit = AuditResult.of(processes, List.of("--data", node.data().toString()));
      System.out.printf("%d deaths, %d others, audit %s%n", deaths, others, audit.json());
      assertThat(deaths).isGreaterThan(1);
      assertThat(audit.exit()).as(audit.json()).isZero();
      assertThat(audit.waiting()).as(audit.json()).isZero();
      var trace =
          processes.milena(
              "trace", List.of("trace", "killer@deadly.test", "--data", node.data().toString()));
      assertThat(trace.exit()).isZero();
      assertThat(trace.output()).contains("bounced").contains("died of it");
    }
  }

  private static List<String> flags(Path routes) {
    var flags = new ArrayList<>(Node.embedded());
    flags.addAll(List.of("--routes", routes.toString()));
    return flags;
  }

  private void kill() {
    var node = victim.get();
    if (node != null) {
      node.process().kill();
    }
  }

  private void sendIfItLives(Node node) {
    try {
      send(node, "other@a.accept.test");
    } catch (IOException killed) {
      // Its life was too short for it.
    }
  }

  private String send(Node node, String recipient) throws IOException {
    var reply = Probe.send(node.smtp(), ++sent + "@probe.test", recipient).reply();
    if (!reply.startsWith("250")) {
      sent--;
    }
    return reply;
  }
}
