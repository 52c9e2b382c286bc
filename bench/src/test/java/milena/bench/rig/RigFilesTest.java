package milena.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import milena.bench.result.Kind;
import milena.bench.result.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RigFilesTest {
  private static final Scenario FLOW = Scenario.flow("small", 1, 4096, 1);

  @TempDir private Path folder;

  @Test
  void shouldGiveEachOfSeveralDomainsAnAddressOfItsOwn() {
    // When
    var destinations = new Destinations(200, 2526);

    // Then
    assertThat(destinations.toRoutes().lines())
        .hasSize(200)
        .startsWith("d00000.test 127.0.1.1 2526")
        .endsWith("d00199.test 127.0.1.200 2526")
        .doesNotHaveDuplicates();
    assertThat(destinations.toTransports().lines())
        .hasSize(200)
        .startsWith("d00000.test smtp:[127.0.1.1]:2526");
  }

  @Test
  void shouldFindLoopbackAddressesForTwentyThousandDomains() {
    // When
    var routes = new Destinations(20_000, 2526).toRoutes();

    // Then
    assertThat(routes.lines().map(line -> line.split(" ")[1]))
        .hasSize(20_000)
        .doesNotHaveDuplicates()
        .allMatch(address -> address.matches("127\\.0\\.\\d{1,3}\\.\\d{1,3}"));
  }

  @Test
  void shouldChangeNothingOfPostfixButItsPlacesAndItsWay() {
    // When
    var main = PostfixFiles.main(Path.of("/b"), FLOW, new Destinations(1, 2526));

    // Then
    assertThat(main)
        .contains("queue_directory = /b/queue\n", "relayhost = [127.0.0.1]:2526\n")
        .doesNotContain("fsync", "process_limit", "concurrency", "backoff", "transport_maps");
    assertThat(PostfixFiles.main(Path.of("/b"), FLOW, new Destinations(200, 1)))
        .contains("transport_maps = hash:/b/etc/transport\n")
        .doesNotContain("relayhost");
    assertThat(PostfixFiles.main(Path.of("/b"), FLOW.as(Kind.BACKLOG), new Destinations(1, 1)))
        .contains("minimal_backoff_time = 5s\n");
  }

  @Test
  void shouldReadTheLastRateOfKafkasProducerTest() throws Exception {
    // Given
    var said =
        """
        10000 records sent, 1999.2 records/sec (7.81 MB/sec), 2.0 ms avg latency
        20000 records sent, 2500.5 records/sec (9.77 MB/sec), 2.0 ms avg latency, 1 ms 50th.
        """;

    // Then
    assertThat(ProducerTest.rate(said)).isEqualTo(2500.5);
    assertThatThrownBy(() -> ProducerTest.rate("oh")).isInstanceOf(IOException.class);
  }

  @Test
  void shouldMakeAKeyThatCanBeRead() throws Exception {
    // Given
    var file = folder.resolve("key.pem");

    // When
    SigningKey.write(file);

    // Then
    var pem = Files.readString(file).replaceAll("-----.*-----", "");
    var key =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
    assertThat(((RSAPrivateKey) key).getModulus().bitLength()).isEqualTo(2048);
  }
}
