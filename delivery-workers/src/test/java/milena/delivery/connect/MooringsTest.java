package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import milena.delivery.outcome.Verdict;
import org.junit.jupiter.api.Test;

/** More sites than connections there may be: idle ones make room, and everything is delivered. */
class MooringsTest {

  private static final int SITES = 40;
  private static final int MOST = 8;

  @Test
  void shouldKeepToTheBoundByClosingWhatHasBeenIdleLongest() throws IOException {
    // Given
    try (var server = new TestServer()) {
      var directory = new TestDirectory();
      domains().forEach(domain -> directory.relayTo(domain, server.port()));
      var timeouts = SmtpLanesTest.timeouts(Duration.ofSeconds(30));
      var config =
          ConnectConfig.defaults("milena.example")
              .withTimeouts(timeouts.withIdle(Duration.ofMinutes(5)))
              .withConnectionsInAll(MOST)
              .withThreads(1);
      try (var lanes = SmtpLanesTest.lanes(directory, config)) {
        // When
        var offered = domains().stream().map(TestConsignment::to).toList();
        offered.forEach(lanes::offer);

        // Then
        assertThat(offered)
            .allSatisfy(
                one -> assertThat(one.outcome().verdict()).isInstanceOf(Verdict.Delivered.class));
        assertThat(server.visits()).hasSize(SITES);
        assertThat(server.mostOpen()).isLessThanOrEqualTo(MOST);
      }
    }
  }

  private static List<String> domains() {
    return IntStream.range(0, SITES).mapToObj(i -> "d" + i + ".example").toList();
  }
}
