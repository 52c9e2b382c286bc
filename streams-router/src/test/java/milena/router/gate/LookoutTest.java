package milena.router.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.LimitRule;
import milena.policy.Per;
import milena.policy.Place;
import milena.policy.Policy;
import milena.policy.Selector;
import milena.policy.Traffic;
import org.junit.jupiter.api.Test;

/** What is told of the gates that some traffic must pass. */
class LookoutTest {
  private static final long NOW = 1_000_000;
  private static final Bound TEN_A_SECOND = new Bound(10, 1_000, 4);
  private static final Policy POLICY =
      new Policy(
          1,
          Map.of(),
          Map.of(),
          List.of(),
          List.of(),
          List.of(
              new LimitRule(
                  Per.SITE,
                  "",
                  Selector.ALL,
                  Map.of(Kind.MESSAGE_RATE, TEN_A_SECOND, Kind.OUTSTANDING, Bound.of(3)),
                  Place.BUILT_IN)),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of());
  private static final Traffic MAIL = new Traffic("shop", "", "", "mx.test", "", "", "", Map.of());

  private final Admissions admissions = new Admissions(() -> POLICY, Optional.empty(), null);

  private List<GateStanding> all(long now) {
    return admissions.standings(admissions.terms(MAIL, List.of(), now), now);
  }

  private GateStanding one(String limit, long now) {
    return all(now).stream()
        .filter(standing -> standing.limit().equals(limit))
        .findFirst()
        .orElseThrow();
  }

  private Verdict pass(long now) {
    return admissions.ask(admissions.terms(MAIL, List.of(), now), 0, now);
  }

  @Test
  void shouldSayHowMuchIsLeftAndWhoWaits() {
    // Given
    admissions.terms(MAIL, List.of(), NOW);
    long later = NOW + 10_000;
    // Then
    assertThat(one("message-rate", later))
        .isEqualTo(
            new GateStanding("message-rate", "site", "mx.test", "", TEN_A_SECOND, 4, later, 0));
    // When
    pass(later);
    pass(later);
    // Then
    assertThat(one("message-rate", later).left()).isEqualTo(2);
    assertThat(one("outstanding", later).left()).isEqualTo(1);
    // When
    pass(later);
    admissions.await(((Verdict.AtGates) pass(later)).gates(), _ -> {}, later);
    // Then
    assertThat(one("outstanding", later).left()).isZero();
    assertThat(one("outstanding", later).sites()).isEqualTo(1);
    assertThat(one("outstanding", later).holds(later)).isTrue();
    assertThat(one("message-rate", later).holds(later)).isFalse();
  }

  @Test
  void shouldTellOfASuspensionWhileItLasts() {
    // When
    admissions.begin(
        new Effect("r1-a", "rule", Per.SITE, "mx.test", null, NOW, NOW + 100, "no"), NOW);
    // Then
    assertThat(one("suspension", NOW).opensAt()).isEqualTo(NOW + 100);
    assertThat(one("suspension", NOW).key()).isEqualTo("mx.test");
    assertThat(all(NOW + 100))
        .extracting(GateStanding::limit)
        .containsExactlyInAnyOrder("message-rate", "outstanding");
  }

  @Test
  void shouldTellTheLimitAsAReactionLoweredIt() {
    // Given
    var lower = new Effect.Limit(Kind.MESSAGE_RATE, new Bound(1, 60_000, 1));
    // When
    admissions.begin(
        new Effect("r1-a", "rule", Per.SITE, "mx.test", lower, NOW, NOW + 100, "no"), NOW);
    // Then
    assertThat(one("message-rate", NOW).bound()).isEqualTo(lower.bound());
    assertThat(one("message-rate", NOW).left()).isZero();
  }
}
