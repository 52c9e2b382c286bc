package milena.standalone.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketsTest {

  @Test
  void shouldGiveBackEveryFactInOrderAndKeepTheFactsOfAnIdTogether() throws Exception {
    // Given
    var met = new HashSet<String>();
    var found = new HashMap<String, ArrayList<Fact>>();
    try (var buckets = new Buckets<>(Fact.FORM)) {
      IntStream.range(0, 3_000)
          .forEach(i -> buckets.add(Fact.waits("M." + i % 1_000, "wörd " + i, i)));

      // When
      buckets.each(
          facts -> {
            var here = new HashSet<String>();
            facts.forEach(
                fact -> {
                  here.add(fact.id());
                  found.computeIfAbsent(fact.id(), id -> new ArrayList<>()).add(fact);
                });
            assertThat(here).noneMatch(met::contains);
            met.addAll(here);
          });
    }

    // Then
    assertThat(found).hasSize(1_000);
    found
        .values()
        .forEach(
            facts -> {
              assertThat(facts)
                  .hasSize(3)
                  .isSortedAccordingTo((a, b) -> Long.compare(a.due(), b.due()));
              assertThat(facts).allMatch(fact -> fact.word().equals("wörd " + fact.due()));
            });
  }

  @Test
  void shouldTakeTextsLongerThanJavasFormatForThem() throws Exception {
    // Given
    var word = "x".repeat(200_000);
    var words = new ArrayList<String>();
    try (var buckets = new Buckets<>(Fact.FORM)) {

      // When
      buckets.add(Fact.waits(word, word, 1));
      buckets.each(facts -> facts.forEach(fact -> words.addAll(List.of(fact.id(), fact.word()))));
    }

    // Then
    assertThat(words).containsExactly(word, word);
  }
}
