package milena.ingest.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import milena.ingest.accept.TlsSession.ClientCertificate;
import milena.ingest.log.SystemStorage;
import milena.tenants.verify.ChannelBindings;
import org.junit.jupiter.api.Test;

/** Of what a host has proven, nothing is that of the client which it speaks for. */
class PeerTest {

  private static final InetAddress HOST = InetAddress.ofLiteral("10.0.0.1");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.7");
  private static final TlsSession CERTIFIED =
      new TlsSession(
          "TLSv1.3",
          "a suite",
          "",
          new ClientCertificate("0".repeat(64), true),
          ChannelBindings.NONE);

  private final Acceptance acceptance =
      new Acceptance(AcceptanceRules.defaults("mx.example.net"), SystemStorage.AMPLE);

  @Test
  void shouldTakeNothingOverToTheClientThatIsIntroduced() {
    // Given
    var host =
        new Peer(HOST, ListenerRole.RELAY).secured(CERTIFIED).as(new Identity("shop", "ann"));
    // When
    var client = host.introducing(OTHER);
    // Then
    assertThat(acceptance.relays(host)).isTrue();
    assertThat(acceptance.relays(client)).isFalse();
    assertThat(client.address()).isEqualTo(OTHER);
    assertThat(client.identity()).isNull();
    assertThat(client.tls()).isEqualTo(CERTIFIED.withoutClient());
  }

  @Test
  void shouldNotTakeALaterCertificateOfTheHostForTheClients() {
    // Given
    var client = new Peer(HOST, ListenerRole.RELAY).introducing(OTHER);
    // When
    var secured = client.secured(CERTIFIED);
    // Then
    assertThat(acceptance.relays(secured)).isFalse();
    assertThat(secured.tls()).isEqualTo(CERTIFIED.withoutClient());
  }
}
