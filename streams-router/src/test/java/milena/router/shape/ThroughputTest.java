package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import milena.router.shape.QueueAnswer.Group;
import milena.router.shape.QueueAnswer.Speed;
import milena.router.shape.ShaperDecision.Ended;
import milena.router.shape.ShaperDecision.Ending;
import milena.router.shape.ShaperDecision.Released;
import org.junit.jupiter.api.Test;

class ThroughputTest {
  private static final long BEGIN = 1_000_000_003;
  private static final int MOST = 3;

  private final Throughput throughput = new Throughput(MOST);

  private static Held of(String tenant) {
    return Samples.held(1, "s", tenant, 0, 1L << 50);
  }

  private static Group group(String tenant) {
    return new Group(tenant, "s", "");
  }

  @Test
  void shouldTellHowFastAGroupLeavesAndIsDelivered() {
    // Given
    var held = of("acme");
    // When
    for (long now = BEGIN; now < BEGIN + 25_000; now += 50) {
      throughput.decided(new Released(held), now);
      if (now % 100 < 50) {
        throughput.decided(new Ended(held, Ending.DELIVERED, null), now);
        throughput.decided(new Ended(held, Ending.EXPIRED, null), now);
      }
    }
    // Then
    var speed = throughput.of(group("acme"), BEGIN + 25_000).orElseThrow();
    assertThat(speed.released()).isCloseTo(20, within(0.2));
    assertThat(speed.delivered()).isCloseTo(10, within(0.2));
    // When it has stopped
    assertThat(throughput.of(group("acme"), BEGIN + 50_000)).contains(Speed.NONE);
  }

  @Test
  void shouldKnowSoManyAndSayThatItDoesNotKnowTheRest() {
    // Given
    for (int each = 0; each < MOST; each++) {
      throughput.decided(new Released(of("t" + each)), BEGIN);
    }
    assertThat(throughput.of(group("late"), BEGIN)).contains(Speed.NONE);
    // When
    throughput.decided(new Released(of("late")), BEGIN + 1);
    // Then
    assertThat(throughput.of(group("late"), BEGIN + 1)).isEmpty();
    assertThat(throughput.of(group("t0"), BEGIN + 1).orElseThrow().released()).isPositive();
    // When the others have stopped
    long later = BEGIN + 3 * Throughput.WINDOW_MS;
    throughput.decided(new Released(of("late")), later);
    // Then
    assertThat(throughput.of(group("late"), later).orElseThrow().released()).isPositive();
    assertThat(throughput.of(QueueAnswer.OTHERS, later)).isEmpty();
  }
}
