package milena.bench.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QueueSizeTest {

  @Test
  void shouldReadSizes() {
    assertThat(QueueSize.list("1000/1,500000/20000"))
        .containsExactly(new QueueSize(1_000, 1), new QueueSize(500_000, 20_000));
    assertThat(QueueSize.list(QueueSize.USUAL)).hasSize(3);
    assertThat(QueueSize.list(QueueSize.FULL)).containsExactly(new QueueSize(5_000_000, 200_000));
  }

  @Test
  void shouldSayWhatIsWrongWithOthers() {
    assertThatThrownBy(() -> QueueSize.list("1000/1,many"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'many'");
    assertThatThrownBy(() -> QueueSize.list("1000/2000"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1000/2000");
  }
}
