package milena.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import milena.ingest.accept.ListenerRole;
import milena.ingest.listen.ListenSettings;
import milena.ingest.listen.Listener;
import milena.ingest.listen.TlsMode;
import milena.runtime.config.Cidr;
import milena.runtime.config.HostPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that a trusted host speaks for are who it says they are, in every respect. */
@Timeout(60)
class XclientTest {

  private static final String MESSAGE = "Subject: x\r\n\r\ny";
  private static final String ENVELOPE = "MAIL FROM:<>\r\nRCPT TO:<a@example.com>\r\n";

  private final List<MemoryRig> rigs = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (var rig : rigs) {
      rig.close();
    }
  }

  private MemoryRig rig(String trusted, int perAddress) throws Exception {
    var listener =
        new Listener(
            new HostPort("127.0.0.1", 0),
            ListenerRole.RELAY,
            TlsMode.NONE,
            false,
            List.of(),
            List.of(Cidr.parse(trusted)));
    var rig =
        new MemoryRig(
            config ->
                new IngestConfig(
                    new ListenSettings(
                        List.of(listener),
                        1,
                        10,
                        perAddress,
                        config.listen().idle(),
                        config.listen().data()),
                    config.tls(),
                    config.rules(),
                    config.log()));
    rigs.add(rig);
    return rig;
  }

  @Test
  void shouldBeginAnewAndWriteTheClientIntoReceived() throws Exception {
    // Given
    var rig = rig("127.0.0.1", 10);
    try (var wire = rig.client()) {
      assertThat(wire.ask("EHLO proxy")).contains("XCLIENT NAME ADDR");
      // When
      var reply = wire.ask("XCLIENT NAME=[UNAVAILABLE] ADDR=127.0.0.9 PROTO=ESMTP HELO=c.example");
      // Then
      assertThat(reply).startsWith("220 mx.example.net ESMTP");
      assertThat(wire.ask("MAIL FROM:<>")).startsWith("503 5.5.1 EHLO");
      assertThat(wire.ask("EHLO c.example")).doesNotContain("XCLIENT");
      assertThat(wire.deliver(MESSAGE, "a@example.com")).startsWith("250");
      var submittal = rig.log.submittals.getFirst();
      assertThat(submittal.origin().peer()).isEqualTo("127.0.0.9");
      assertThat(rig.log.message(submittal)).startsWith("Received: from c.example ([127.0.0.9])");
    }
  }

  @Test
  void shouldRelayByTheClientNotByTheHost() throws Exception {
    // Given
    var rig = rig("127.0.0.1", 10);
    for (var address : List.of("192.0.2.7", "IPV6:2001:db8::7", "[UNAVAILABLE]")) {
      try (var wire = rig.client()) {
        // When
        wire.send("XCLIENT ADDR=" + address + " LOGIN=admin\r\nEHLO x\r\n" + ENVELOPE);
        // Then
        assertThat(wire.reply()).startsWith("220");
        assertThat(wire.reply()).startsWith("250");
        assertThat(wire.reply()).startsWith("250");
        assertThat(wire.reply()).startsWith("550 5.7.1");
      }
    }
  }

  @Test
  void shouldNotBelieveTheClientThatIsSpokenFor() throws Exception {
    // Given
    var rig = rig("127.0.0.1", 10);
    try (var wire = rig.client()) {
      wire.ask("XCLIENT ADDR=192.0.2.7");
      // When
      var reply = wire.ask("XCLIENT ADDR=127.0.0.1");
      // Then
      assertThat(reply).startsWith("550 5.7.0");
    }
  }

  @Test
  void shouldNotBelieveAnybodyElse() throws Exception {
    // Given
    var rig = rig("192.0.2.0/24", 10);
    try (var wire = rig.client()) {
      // When
      var hello = wire.ask("EHLO x");
      var reply = wire.ask("XCLIENT ADDR=192.0.2.7");
      // Then
      assertThat(hello).doesNotContain("XCLIENT");
      assertThat(reply).startsWith("550 5.7.0");
      assertThat(wire.deliver(MESSAGE, "a@example.com")).startsWith("250");
      assertThat(rig.log.submittals.getFirst().origin().peer()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void shouldCountConnectionsByTheClient() throws Exception {
    // Given
    var rig = rig("127.0.0.1", 2);
    try (var one = rig.client();
        var two = rig.client()) {
      one.ask("XCLIENT ADDR=192.0.2.7");
      two.ask("XCLIENT ADDR=192.0.2.7");
      try (var three = rig.client();
          var four = rig.client()) {
        // When
        var tooMany = three.ask("XCLIENT ADDR=192.0.2.7");
        var other = four.ask("XCLIENT ADDR=192.0.2.8");
        // Then
        assertThat(tooMany).startsWith("421 4.7.0");
        assertThat(three.rest()).isEmpty();
        assertThat(other).startsWith("220");
      }
    }
    await().until(() -> rig.listener.connections() == 0);
    try (var one = rig.client();
        var two = rig.client()) {
      assertThat(one.ask("XCLIENT ADDR=192.0.2.7")).startsWith("220");
      assertThat(two.ask("XCLIENT ADDR=192.0.2.7")).startsWith("220");
    }
  }

  @Test
  void shouldStayOutOfATransaction() throws Exception {
    // Given
    var rig = rig("127.0.0.1", 10);
    try (var wire = rig.client()) {
      wire.ask("MAIL FROM:<>");
      // Then
      assertThat(wire.ask("XCLIENT ADDR=192.0.2.7")).startsWith("503 5.5.1");
      assertThat(wire.ask("RSET")).startsWith("250");
      assertThat(wire.ask("XCLIENT ADDR=nowhere")).startsWith("501 5.5.4");
      assertThat(wire.ask("XCLIENT ADDR=192.0.2.7")).startsWith("220");
    }
  }
}
