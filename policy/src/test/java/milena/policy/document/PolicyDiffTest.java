package milena.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import milena.policy.Policy;
import org.junit.jupiter.api.Test;

class PolicyDiffTest {

  @Test
  void shouldFindNoDifferenceInWhatSaysTheSame() {
    // Given
    var policy = policy(PolicyReaderTest.COMPLETE);
    var spaced = policy("# a comment\n\n" + PolicyReaderTest.COMPLETE.replace(": ", ":   "));

    // Then
    assertThat(PolicyDiff.between(policy, spaced)).isEmpty();
    assertThat(PolicyDiff.between(policy, policy.as(7))).isEmpty();
    assertThat(PolicyDiff.between(Policy.NONE, policy)).hasSize(22);
  }

  @Test
  void shouldTellWhatWasAddedRemovedChangedAndMoved() {
    // Given
    var before =
        policy(
            """
            sources: {a: {port: 26}, b: }
            pools: {p: {a: 1}, q: [b]}
            choose-pool:
              - {tenant: x, pool: p}
              - {tenant: y, pool: q}
            limits:
              - {per: site, message-rate: 100/s}
              - {per: tenant, message-rate: 5/s}
            """);
    var after =
        policy(
            """
            sources: {a: {port: 26}, b: }
            pools: {p: {a: 1, b: 2}, q: [b]}
            choose-pool:
              - {tenant: y, pool: q}
              - {tenant: x, pool: p}
            limits:
              - {group: g, domain: x.test, message-rate: 1/min}
              - {per: site, message-rate: 50/s, connections: 2}
            """);

    // When
    var differences = PolicyDiff.between(before, after);

    // Then
    assertThat(differences)
        .extracting(Difference::toText)
        .containsExactly(
            "~ pools.p (line 2) p: b nothing → 2",
            "^ choose-pool[0] (line 4) tenant y (is asked in another order)",
            "^ choose-pool[1] (line 5) tenant x (is asked in another order)",
            "+ limits[0] (line 7) group g, domain x.test: message-rate 1/min burst 1",
            "~ limits[1] (line 8) per site, all mail: connections nothing → 2;"
                + " message-rate 100/s burst 100 → 50/s burst 50",
            "- limits[1] (line 8) per tenant, all mail: message-rate 5/s burst 5");
  }

  private static Policy policy(String text) {
    var checked = PolicyReader.read(text, Set.of());
    assertThat(checked.errors()).isEmpty();
    return checked.policy().orElseThrow();
  }
}
