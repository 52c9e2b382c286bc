package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What servers have shown to take in one transaction, in virtual time. */
class SharingTest {

  private final AtomicLong nanos = new AtomicLong(-5);
  private final Sharing sharing = new Sharing(nanos::get);

  private static List<Consignment> to(String domain, int count) {
    return IntStream.range(0, count)
        .<Consignment>mapToObj(_ -> TestConsignment.to(domain))
        .toList();
  }

  private void pass(int minutes) {
    nanos.addAndGet(Duration.ofMinutes(minutes).toNanos());
  }

  @Test
  void shouldAskForMoreAgainAfterSomeMinutes() {
    // Given
    sharing.learn(to("a.example", 5), to("a.example", 20));
    var atFirst = sharing.most(100);
    pass(3);
    sharing.learn(to("a.example", 2), to("a.example", 3));

    // When
    pass(4);
    var meanwhile = sharing.most(100);
    pass(1);

    // Then
    assertThat(atFirst).isEqualTo(5);
    assertThat(meanwhile).isEqualTo(2);
    assertThat(sharing.most(100)).isEqualTo(100);
  }

  @Test
  void shouldLearnAnewWhatItHadForgotten() {
    // Given
    sharing.learn(to("a.example", 1), to("a.example", 20));
    pass(5);

    // When
    sharing.learn(to("a.example", 9), to("a.example", 20));

    // Then
    assertThat(sharing.most(100)).isEqualTo(9);
  }

  @Test
  void shouldMixDomainsAgainAfterSomeMinutes() {
    // Given
    sharing.learn(to("a.example", 1), to("b.example", 1));
    var atFirst = sharing.isOneDomain();

    // When
    pass(5);

    // Then
    assertThat(atFirst).isTrue();
    assertThat(sharing.isOneDomain()).isFalse();
    assertThat(sharing.most(100)).isEqualTo(100);
  }
}
