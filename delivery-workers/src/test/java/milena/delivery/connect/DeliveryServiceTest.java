package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import milena.delivery.DeliveryConfig;
import milena.delivery.DeliveryService;
import milena.delivery.claim.FreshRecords;
import milena.delivery.claim.Rig;
import milena.delivery.path.Leases;
import milena.policy.Policy;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Faults;
import milena.runtime.lifecycle.Health;
import milena.runtime.observe.Meters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, from the log to a server and back. */
class DeliveryServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int COUNT = 200;

  @TempDir private Path folder;

  @Test
  void shouldDeliverWhatWasDispatchedAndSayWhatWasRefused() throws Exception {
    try (var rig = new Rig(folder, 2);
        var server =
            new TestServer().answering("RCPT TO:<m1-7@example.com>", "550 5.1.1 no such user")) {
      // Given
      rig.dispatch(0, COUNT, System.currentTimeMillis() + 60_000);
      rig.dispatch(1, COUNT, System.currentTimeMillis() + 60_000);
      var faults = new Faults();
      var service =
          new DeliveryService(
              new DeliveryService.Parts(
                  rig.settings("w1"),
                  rig.format,
                  new FreshRecords(),
                  TestDirectory.relaying("example.com", server.port()),
                  () -> Policy.NONE,
                  Leases.NONE,
                  Clocks.system(),
                  faults,
                  new Meters()),
              DeliveryConfig.defaults("localhost").forSoleOwner());

      // When
      service.start();
      await().atMost(PATIENCE).until(() -> rig.finished().size() == 2 * COUNT);
      assertThat(service.health()).isEqualTo(Health.ready());
      service.stop(Deadline.after(Duration.ofSeconds(10), System::nanoTime));

      // Then
      assertThat(rig.results()).hasSize(2 * COUNT);
      assertThat(rig.results())
          .filteredOn(result -> !result.getOutcome().equals("delivered"))
          .singleElement()
          .satisfies(
              result -> {
                assertThat(result.getSubmissionId()).isEqualTo("m1-7.0");
                assertThat(result.getOutcome()).isEqualTo("bounced");
                assertThat(result.getCode()).isEqualTo(550);
              });
      // Of the one refused only an empty message was ended, for DATA was in the same group.
      assertThat(server.messages().stream().filter(message -> message.length > 2).count())
          .isEqualTo(2 * COUNT - 1);
      assertThat(faults.first()).isEmpty();
    }
  }
}
