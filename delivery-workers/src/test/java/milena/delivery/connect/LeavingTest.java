package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import milena.delivery.outcome.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A partition goes to another worker, which counts the connections to its sites for itself. */
class LeavingTest {

  private static final String LEFT = "left.example";
  private static final String KEPT = "kept.example";

  private TestServer server;
  private SmtpLanes lanes;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
    lanes =
        SmtpLanesTest.lanes(
            TestDirectory.relaying(LEFT, server.port()).relayTo(KEPT, server.port()),
            SmtpLanesTest.config());
  }

  @AfterEach
  void stop() {
    lanes.close();
    server.close();
  }

  private TestConsignment offer(String domain, int partition) {
    var consignment = TestConsignment.to(domain).fromPartition(partition);
    lanes.offer(consignment);
    return consignment;
  }

  private static void assertDelivered(TestConsignment consignment) {
    assertThat(consignment.outcome().verdict()).isInstanceOf(Verdict.Delivered.class);
  }

  @Test
  void shouldCloseWhatIsIdleOfItsSitesAndNothingElse() {
    // Given
    assertDelivered(offer(LEFT, 3));
    assertDelivered(offer(KEPT, 4));

    // When
    lanes.leave(Set.of(3));
    SmtpLanesTest.until(() -> server.open() == 1);

    // Then
    assertDelivered(offer(KEPT, 4));
    assertThat(server.visits()).hasSize(2);
    assertThat(server.visits().getFirst().commands()).endsWith("QUIT");
  }

  @Test
  void shouldCloseWhatIsBusyAfterItsMessage() {
    // Given
    var dot = server.holdingDots();
    var onWire = offer(LEFT, 3);
    dot.arrived().join();

    // When
    lanes.leave(Set.of(3));
    dot.answer().complete("250 ok");

    // Then
    assertDelivered(onWire);
    SmtpLanesTest.until(() -> server.open() == 0);
  }

  @Test
  void shouldGiveUpWhatIsBeingOpenedForNobody() {
    // Given
    server.answering("", TestServer.SILENCE);
    var waiting = offer(LEFT, 3);
    SmtpLanesTest.until(() -> server.open() == 1);
    lanes.withdraw(waiting::equals);

    // When
    lanes.leave(Set.of(3));

    // Then
    SmtpLanesTest.until(() -> server.open() == 0);
    assertThat(lanes.waiting()).isZero();
  }

  @Test
  void shouldServeWhatComesBack() {
    // Given
    assertDelivered(offer(LEFT, 3));
    lanes.leave(Set.of(3));
    SmtpLanesTest.until(() -> server.open() == 0);

    // When
    var offered = List.of(offer(LEFT, 3), offer(LEFT, 3), offer(LEFT, 3));

    // Then
    offered.forEach(LeavingTest::assertDelivered);
    assertThat(server.visits()).hasSize(2);
  }
}
