package milena.acceptance.way;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import milena.standalone.trace.Standing;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mail leaves for the world only when told so. */
@Timeout(180)
class BareSystemTest {

  @TempDir private Path folder;

  @Test
  void shouldKeepMailUntilItMayLeave() throws Exception {
    // Given
    var data = folder.resolve("data");
    var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.2.1"), 0);
    try (var dns = new NameServer();
        var server = new RemoteServer(address, folder.resolve("mail"))) {
      dns.mx("later.test", 10, "mx.later.test").address("mx.later.test", "127.0.2.1");

      // When
      String id;
      try (var bare = RunningMilena.start(data, Map.of())) {
        id = bare.send("a@later.test");
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> shouldWait(bare, id));
      }
      var connectionsBefore = server.connections();
      try (var allowed =
          RunningMilena.start(
              data,
              Map.of(
                  "allow-mx",
                  "true",
                  "allow-mx-to",
                  "127.0.2.0/24",
                  "dns",
                  "127.0.0.1:" + dns.address().getPort(),
                  "mx-port",
                  Integer.toString(server.port())))) {

        // Then
        var ending = allowed.events().ending("a@later.test");
        assertThat(ending.getType()).as(ending.toString()).isEqualTo("delivered");
        assertThat(ending.getMessageId()).isEqualTo(id);
        assertThat(server.mails()).hasSize(1);
        allowed.balance();
      }
      assertThat(connectionsBefore).isZero();
    }
  }

  private static void shouldWait(RunningMilena bare, String id) throws Exception {
    var account = bare.account();
    assertThat(account.faults()).isEmpty();
    assertThat(account.waiting()).containsExactly(Map.entry("mx-not-allowed", 1L));
    assertThat(bare.trace(id).standings())
        .singleElement()
        .isInstanceOfSatisfying(
            Standing.Held.class, held -> assertThat(held.reason()).isEqualTo("mx-not-allowed"));
  }
}
