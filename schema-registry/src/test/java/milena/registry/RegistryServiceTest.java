package milena.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import milena.runtime.lifecycle.Deadline;
import milena.schemas.registry.OwnSchemas;
import milena.schemas.registry.RegistryClient;
import milena.schemas.registry.RegistrySettings;
import org.junit.jupiter.api.Test;

class RegistryServiceTest {

  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(5), System::nanoTime);
  }

  static RegistryConfig alone(String topic) {
    var usual = RegistryConfig.alone();
    return new RegistryConfig(
        true, usual.credentials(), usual.advertised(), topic, usual.session(), usual.startLimit());
  }

  @Test
  void shouldKeepOurSchemasOverARestart() throws Exception {
    // Given
    var topic = TestBroker.newTopic();
    var first = registerAll(topic);

    // When
    var second = registerAll(topic);

    // Then
    assertThat(first).hasSameSizeAs(OwnSchemas.all().keySet()).isEqualTo(second);
    assertThat(first.values()).allMatch(id -> id > 0);
  }

  private static Map<String, Integer> registerAll(String topic) throws Exception {
    var service = new RegistryService(anyPort(), TestBroker.client(), alone(topic));
    service.start();
    try (var client = new RegistryClient(RegistrySettings.of(service.url()))) {
      return OwnSchemas.registerAll(client);
    } finally {
      service.stop(soon());
    }
  }
}
