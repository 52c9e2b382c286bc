package milena.bench.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MoodTableTest {
  @Test
  void shouldReadEveryMoodWithItsParameter() {
    // When
    MoodTable table =
        MoodTable.accepting()
            .with(
                List.of(
                    "# trouble",
                    "",
                    "A.test = defer:3",
                    "b.test=reject:0.25",
                    "c.test=reject:bad",
                    "d.test=slow:20",
                    "e.test=drop",
                    "*=busy"));

    // Then
    assertThat(table.of("a.test"))
        .isEqualTo(new SinkMood.DefersThenAccepts(3, SinkReply.TRY_LATER));
    assertThat(table.of("b.test")).isEqualTo(new SinkMood.RejectsSome("", 0.25));
    assertThat(table.of("c.test")).isEqualTo(new SinkMood.RejectsSome("bad", 0));
    assertThat(table.of("d.test")).isEqualTo(new SinkMood.Slow(Duration.ofMillis(20)));
    assertThat(table.of("e.test")).isEqualTo(new SinkMood.Drops());
    assertThat(table.of("elsewhere.test")).isEqualTo(new SinkMood.Busy());
  }

  @Test
  void shouldGiveASubdomainTheMoodOfItsNearestParent() {
    // Given
    MoodTable table = MoodTable.sandbox().with(List.of("quick.slow.test=accept"));

    // When / Then
    assertThat(table.of("a.b.slow.test")).isInstanceOf(SinkMood.Slow.class);
    assertThat(table.of("a.quick.slow.test")).isInstanceOf(SinkMood.Accepts.class);
    assertThat(table.of("notslow.test")).isInstanceOf(SinkMood.Accepts.class);
  }

  @Test
  void shouldNameEveryWrongEntryAtOnce() {
    assertThatThrownBy(
            () ->
                MoodTable.accepting()
                    .with(
                        List.of(
                            "nonsense",
                            "a=grumpy",
                            "b=defer:x",
                            "c=reject:7",
                            "d=drop:1",
                            "e=defer:0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "'nonsense'", "'a=grumpy'", "'b=defer:x'", "'c=reject:7'", "'d=drop:1'", "'e=defer:0'");
  }
}
