package milena.router.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import milena.limits.lease.Lessor;
import milena.limits.lease.Permits;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.LimitRule;
import milena.policy.Per;
import milena.policy.Place;
import milena.policy.Policy;
import milena.policy.Selector;
import milena.policy.Traffic;
import org.junit.jupiter.api.Test;

/** Limits that several processes share, as one of them meets them. */
class AdmissionsTest {
  private static final long MINUTE = 60_000;
  private static final long DAY = 86_400_000;

  private final Permits permits = new Permits("one");
  private final Lessor lessor = new Lessor("owner", 7);

  AdmissionsTest() {
    lessor.hear(lessor.assigned(0, -2_000), -2_000);
  }

  private void exchange(long now) {
    permits.asks(now).forEach(ask -> lessor.hear(0, ask, now));
    lessor.leases(now).forEach(lease -> permits.apply(lease, now));
  }

  private Admissions under(LimitRule... rules) {
    var policy = policy(rules);
    return new Admissions(() -> policy, Optional.empty(), permits);
  }

  /** Of a process that shares no limit with others. */
  private static Admissions alone(Policy policy) {
    return new Admissions(() -> policy, Optional.empty(), null);
  }

  private static Policy site(Bound bound) {
    return policy(rate(Per.SITE, "", Selector.ALL, bound));
  }

  private static Policy policy(LimitRule... rules) {
    return new Policy(
        1,
        Map.of(),
        Map.of(),
        List.of(),
        List.of(),
        List.of(rules),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static LimitRule rate(Per per, String group, Selector where, Bound bound) {
    return new LimitRule(per, group, where, Map.of(Kind.MESSAGE_RATE, bound), Place.BUILT_IN);
  }

  private static Traffic campaign(String name) {
    return new Traffic("acme", name, "", "site", "", "", "", Map.of());
  }

  private static Selector ofCampaign(String name) {
    return new Selector(
        List.of(), List.of(name), List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());
  }

  @Test
  void shouldLetOthersPassALimitThatHasRoomWhenANarrowerOneHasNone() {
    // Given
    var admissions =
        under(
            rate(Per.TENANT, "", Selector.ALL, new Bound(1_000, 1_000, 100)),
            rate(Per.GROUP, "narrow", ofCampaign("news"), new Bound(1, MINUTE, 1)));
    var news = admissions.terms(campaign("news"), List.of(), 0);
    var receipts = admissions.terms(campaign("receipts"), List.of(), 0);
    long now = 0;
    Verdict verdict = admissions.ask(news, 0, now);
    while (!(verdict instanceof Verdict.Go) && now < MINUTE) {
      now += 10;
      exchange(now);
      verdict = admissions.ask(news, 0, now);
    }
    assertThat(verdict).isInstanceOf(Verdict.Go.class);

    // When
    var refused = admissions.ask(news, 0, now);
    var passed = admissions.ask(receipts, 0, now);

    // Then
    assertThat(refused)
        .isInstanceOfSatisfying(Verdict.AtGates.class, at -> assertThat(at.gates()).hasSize(1));
    assertThat(passed).isInstanceOf(Verdict.Go.class);
  }

  @Test
  void shouldTakeARateThatIsMoreThanCanBeLeased() {
    // Given
    var huge = rate(Per.TENANT, "", Selector.ALL, new Bound(3_000_000_000L, DAY, 50_000));

    // When
    var terms = under(huge).terms(campaign("news"), List.of(), 0);

    // Then
    assertThat(terms.gates()).hasSize(1);
  }

  /** How many of a campaign pass at a time. */
  private static int passing(Admissions admissions, long now) {
    admissions.timePassed(now);
    int passed = 0;
    while (admissions.ask(admissions.terms(campaign("news"), List.of(), now), 0, now)
        instanceof Verdict.Go) {
      passed++;
    }
    return passed;
  }

  @Test
  void shouldSaveNothingOfTheTimeBeforeAPartitionCame() {
    // Given
    var admissions = alone(site(new Bound(60, MINUTE, 20)));
    passing(admissions, 0);

    // When
    admissions.partitionCame(true, MINUTE);

    // Then
    assertThat(passing(admissions, MINUTE)).isZero();
    assertThat(passing(admissions, MINUTE + 2_000)).isEqualTo(2);
  }

  @Test
  void shouldHaveSavedABurstAfterAPauseInWhichTheLimitWasForgotten() {
    // Given
    var admissions = alone(site(new Bound(60, MINUTE, 20)));
    passing(admissions, 0);
    long now = 0;
    while (now < 5 * MINUTE) {
      now += 1_000;
      admissions.timePassed(now);
    }

    // When
    int passed = passing(admissions, now);

    // Then
    assertThat(passed).isEqualTo(20);
  }

  @Test
  void shouldHaveSavedNothingOfALimitThatIsNew() {
    // Given
    var policy = new AtomicReference<>(Policy.NONE);
    var admissions = new Admissions(policy::get, Optional.empty(), null);
    admissions.timePassed(0);

    // When
    policy.set(site(new Bound(60, MINUTE, 20)));

    // Then
    assertThat(passing(admissions, MINUTE)).isZero();
    assertThat(passing(admissions, MINUTE + 2_000)).isEqualTo(2);
  }
}
