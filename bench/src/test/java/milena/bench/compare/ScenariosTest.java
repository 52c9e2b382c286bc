package milena.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import milena.bench.result.Figure;
import milena.bench.result.Scenario;
import milena.bench.result.Side;
import org.junit.jupiter.api.Test;

class ScenariosTest {
  @Test
  void shouldNameEachScenarioOnce() {
    // When
    var names =
        Stream.of(Scenarios.all(), Scenarios.quick(), Scenarios.growth())
            .flatMap(List::stream)
            .map(Scenario::name);

    // Then
    assertThat(names).doesNotHaveDuplicates().doesNotContainAnyElementsOf(Scenarios.GROUPS);
  }

  @Test
  void shouldTakeGroupsAndNamesTogetherAndEachOnce() {
    // When
    var named = Scenarios.named(List.of("large", "all", "domains-20000"));

    // Then
    assertThat(named.stream().map(Scenario::name))
        .hasSize(Scenarios.all().size() + 1)
        .startsWith("large", "small")
        .endsWith("domains-20000");
  }

  @Test
  void shouldListWhatThereIsWhenANameIsWrong() {
    assertThatThrownBy(() -> Scenarios.named(List.of("smal")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'smal'", "quick", "growth", "small", "messages-320000");
  }

  @Test
  void shouldLeaveOutSidesThatAreNotWanted() {
    // Given
    var both = Scenario.flow("one", 1, 4096, 1);

    // Then
    assertThat(Scenarios.limited(both, Set.of(Side.values()))).containsExactly(both);
    assertThat(Scenarios.limited(both, Set.of(Side.POSTFIX)))
        .containsExactly(both.only(Side.POSTFIX));
    assertThat(Scenarios.limited(both.only(Side.MILENA), Set.of(Side.POSTFIX))).isEmpty();
  }

  @Test
  void shouldWarmUpWithTheScenariosOwnMessagesWhereTheyAreOthers() {
    // Given
    var small = Scenario.flow("small", 20_000, 4096, 20);
    var large = Scenario.flow("large", 500, 1 << 20, 20);

    // Then
    assertThat(WarmUp.usual().told(small)).isEqualTo("100,000 messages of 4 KiB (Postfix: 20,000)");
    assertThat(WarmUp.usual().told(large))
        .isEqualTo("100,000 messages of 4 KiB (Postfix: 20,000), then 500 of 1,048,576 bytes");
    assertThat(new WarmUp(0).alsoOwn(large)).isFalse();
  }

  @Test
  void shouldFileThePhaseAtHalfLoadUnderNamesOfItsOwn() {
    // When
    var half =
        FlowTrial.atHalf(
            Map.of(Figure.ACCEPT_P50_MS, 3.0, Figure.TRANSIT_P99_MS, 40.0, Figure.DUPLICATES, 0.0),
            500);

    // Then
    assertThat(half)
        .isEqualTo(
            Map.of(
                Figure.HALF_RATE, 500.0,
                Figure.HALF_ACCEPT_P50_MS, 3.0,
                Figure.HALF_TRANSIT_P99_MS, 40.0));
  }

  @Test
  void shouldReadTheLastWholeCountOfAForeignSink() {
    assertThat(PostfixTraffic.lastCount("")).isZero();
    assertThat(PostfixTraffic.lastCount("mesg=8\rsess=2 quit=0 mesg=9\rsess=2 quit=1 mesg=1"))
        .isEqualTo(9);
  }
}
