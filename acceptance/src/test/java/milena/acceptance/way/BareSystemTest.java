package milena.acceptance.way;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import milena.standalone.trace.Standing;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mail leaves for the world only when told so. */
@Tag("long")
@Timeout(180)
class BareSystemTest {

  /** Of two domains that one server takes mail for. */
  private static final List<String> RECIPIENTS = List.of("a@later.test", "b@other.test");

  @TempDir private Path folder;

  @Test
  void shouldKeepMailUntilItMayLeave() throws Exception {
    // Given
    var data = folder.resolve("data");
    var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.2.1"), 0);
    try (var dns = new NameServer();
        var server = new RemoteServer(address, folder.resolve("mail"))) {
      dns.mx("later.test", 10, "mx.later.test").mx("other.test", 5, "mx.later.test");
      dns.address("mx.later.test", "127.0.2.1");

      // When
      try (var bare = RunningMilena.start(data, Map.of())) {
        for (var recipient : RECIPIENTS) {
          bare.send(recipient);
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> shouldWait(bare));
      }
      var connectionsBefore = server.connections();
      var allowing =
          Map.of(
              "allow-mx",
              "true",
              "allow-mx-to",
              "127.0.2.0/24",
              "dns",
              "127.0.0.1:" + dns.address().getPort(),
              "mx-port",
              Integer.toString(server.port()));
      try (var allowed = RunningMilena.start(data, allowing)) {

        // Then
        for (var recipient : RECIPIENTS) {
          var ending = allowed.events().ending(recipient);
          assertThat(ending.getType()).as(ending.toString()).isEqualTo("delivered");
          assertThat(ending.getSite()).isEqualTo("mx.later.test");
          assertThat(ending.getAttempt()).isEqualTo(1);
        }
        allowed.balance();
      }
      assertThat(connectionsBefore).isZero();
      assertThat(server.mails()).hasSize(RECIPIENTS.size());
    }
  }

  @Test
  void shouldTakeARouteThatIsGivenLater() throws Exception {
    // Given
    var data = folder.resolve("data");
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var server = new RemoteServer(address, folder.resolve("mail"))) {

      // When
      try (var bare = RunningMilena.start(data, Map.of())) {
        for (var recipient : RECIPIENTS) {
          bare.send(recipient);
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> shouldWait(bare));
      }
      var smarthost = Map.of("smarthost", "127.0.0.1:" + server.port());
      try (var relayed = RunningMilena.start(data, smarthost)) {

        // Then
        for (var recipient : RECIPIENTS) {
          var ending = relayed.events().ending(recipient);
          assertThat(ending.getType()).as(ending.toString()).isEqualTo("delivered");
          assertThat(ending.getSite()).isEqualTo("smarthost");
        }
        relayed.balance();
      }
      assertThat(server.mails()).hasSize(RECIPIENTS.size());
    }
  }

  private static void shouldWait(RunningMilena bare) throws Exception {
    var account = bare.account();
    assertThat(account.faults()).isEmpty();
    assertThat(account.waiting()).containsExactly(Map.entry("mx-not-allowed", 2L));
    for (var recipient : RECIPIENTS) {
      assertThat(bare.trace(recipient).standings())
          .singleElement()
          .isInstanceOfSatisfying(
              Standing.Held.class, held -> assertThat(held.reason()).isEqualTo("mx-not-allowed"));
    }
  }
}
