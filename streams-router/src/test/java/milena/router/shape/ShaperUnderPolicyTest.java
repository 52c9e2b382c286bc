package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import milena.policy.Reaction.Act;
import milena.policy.RetryRule;
import milena.policy.Selector;
import milena.policy.Traffic;
import milena.router.gate.Verdict;
import milena.router.shape.PolicyWorld.Left;
import milena.router.shape.ShaperDecision.Deferred;
import milena.router.shape.ShaperDecision.Ended;
import milena.router.shape.ShaperDecision.Ending;
import milena.router.shape.ShaperDecision.Reacted;
import org.junit.jupiter.api.Test;

/** Two partitions of one process under a policy, in virtual time; workers answer after a while. */
class ShaperUnderPolicyTest {
  private static final long SECOND = PolicyWorld.SECOND;

  private static Bound perSecond(long most, long burst) {
    return new Bound(most, SECOND, burst);
  }

  @Test
  void shouldKeepATenantsRateOverAllSitesAndPartitionsAndUseIt() {
    // Given
    var world =
        new PolicyWorld(
            new Said()
                .limit(Per.TENANT, Said.tenant("slow"), Kind.MESSAGE_RATE, perSecond(50, 10)));
    for (int site = 0; site < 40; site++) {
      world.arrive(200, "site" + site, "slow");
    }
    world.arrive(1_000, "site1", "free");
    // When
    world.runUntil(30 * SECOND);
    // Then
    Predicate<Left> slow = left -> left.held().tenant.equals("slow");
    assertThat(world.mostWithin(10 * SECOND, slow)).isLessThanOrEqualTo(500 + 10);
    assertThat(world.count(slow)).isGreaterThanOrEqualTo((long) (30 * 50 * 0.98));
    assertThat(world.count(slow.negate())).isEqualTo(1_000);
    assertThat(bySite(world, slow).values()).allMatch(count -> count >= 30);
  }

  private static Map<String, Integer> bySite(PolicyWorld world, Predicate<Left> which) {
    var counts = new TreeMap<String, Integer>();
    world.left.stream()
        .filter(which)
        .forEach(left -> counts.merge(left.held().site, 1, Integer::sum));
    return counts;
  }

  @Test
  void shouldLetAGroupShareItsRate() {
    // Given
    var world =
        new PolicyWorld(
            new Said().group("both", Said.tenant("a", "b"), Kind.MESSAGE_RATE, perSecond(20, 1)));
    world.arrive(500, "x", "a");
    world.arrive(500, "y", "b");
    // When
    world.runUntil(10 * SECOND);
    // Then
    assertThat(world.left.size()).isBetween(196, 201);
    assertThat(world.count(left -> left.held().tenant.equals("a"))).isBetween(90L, 110L);
  }

  @Test
  void shouldBoundWhatIsOutstandingAtATenant() {
    // Given
    var world =
        new PolicyWorld(new Said().limit(Per.TENANT, Selector.ALL, Kind.OUTSTANDING, Bound.of(3)));
    world.arrive(100, "x", "a");
    world.arrive(100, "y", "a");
    // When
    world.runUntil(2 * SECOND);
    // Then
    assertThat(world.mostWithin(PolicyWorld.ANSWERS_AFTER, _ -> true)).isLessThanOrEqualTo(3);
    assertThat(world.left).hasSize(200);
  }

  @Test
  void shouldLetNothingGoThatNoConnectionIsAllowedForUntilThePolicyChanges() {
    // Given
    var none = new Said().group("blocked", Said.tenant("a"), Kind.CONNECTIONS, Bound.of(0));
    var world = new PolicyWorld(none);
    for (int site = 0; site < 20; site++) {
      world.arrive(50, "site" + site, "a");
    }
    world.arrive(100, "site0", "b");
    // When
    world.runUntil(2 * SECOND);
    long allowed = world.count(left -> left.held().tenant.equals("b"));
    long blocked = world.count(left -> left.held().tenant.equals("a"));
    var wakes = world.admissions.nextAt();
    world.policy = new Said().policy();
    world.runUntil(4 * SECOND);
    // Then
    assertThat(allowed).isEqualTo(100);
    assertThat(blocked).isZero();
    assertThat(wakes).isEqualTo(Long.MAX_VALUE);
    assertThat(world.left).hasSize(1_100);
  }

  @Test
  void shouldLetTheOtherSourcesHaveThePartOfOneThatMayNotConnect() {
    // Given
    var one =
        new Selector(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of("one"),
            Map.of());
    var world =
        new PolicyWorld(
            new Said()
                .pool("p", Map.of("one", 3, "two", 1))
                .limit(Per.PATH, one, Kind.CONNECTIONS, Bound.of(0)));
    world.arrive(100, "x", "a");
    // When
    world.runUntil(2 * SECOND);
    // Then
    assertThat(world.left).hasSize(100).allMatch(left -> left.source().equals("two"));
  }

  @Test
  void shouldNotMindLimitsOfConnectionsThatTheWorkerCannotKeep() {
    // Given
    var world =
        new PolicyWorld(
            new Said().limit(Per.SITE, Said.campaign("news"), Kind.CONNECTIONS, Bound.of(0)));
    var news = new Traffic("a", "news", "b.test", "x", "", "", "", Map.of());
    // When
    var verdict = world.admissions.ask(world.admissions.terms(news, List.of(), 0), 0, 0);
    // Then
    assertThat(verdict).isInstanceOf(Verdict.Go.class);
  }

  @Test
  void shouldGiveTenantsTheirPartOfASitesRate() {
    // Given
    var world =
        new PolicyWorld(
            new Said()
                .share("heavy", 3)
                .limit(Per.SITE, Selector.ALL, Kind.MESSAGE_RATE, perSecond(40, 1)));
    world.arrive(2_000, "x", "heavy");
    world.arrive(2_000, "x", "light");
    // When
    world.runUntil(10 * SECOND);
    // Then
    long heavy = world.count(left -> left.held().tenant.equals("heavy"));
    assertThat(heavy).isBetween(295L, 303L);
    assertThat(world.left.size()).isBetween(392, 401);
  }

  @Test
  void shouldNotLetAPasswordResetWaitNorANewsletterStarve() {
    // Given
    var world =
        new PolicyWorld(
            new Said().limit(Per.SITE, Selector.ALL, Kind.MESSAGE_RATE, perSecond(10, 1)));
    for (int i = 0; i < 1_000; i++) {
      world.arrive(0, "x", "a", 0);
    }
    world.runUntil(5 * SECOND);
    // When
    world.arrive(0, "x", "a", 9);
    long reset = world.now;
    world.runUntil(10 * SECOND);
    for (int i = 0; i < 1_000; i++) {
      world.arrive(0, "x", "a", 9);
    }
    world.runUntil(100 * SECOND);
    // Then
    var first = world.left.stream().filter(left -> left.held().priority == 9).findFirst();
    assertThat(first.orElseThrow().at() - reset).isLessThanOrEqualTo(200);
    long urgent = world.count(left -> left.held().priority == 9 && left.at() > 10 * SECOND);
    long usual = world.count(left -> left.held().priority == 0 && left.at() > 10 * SECOND);
    assertThat((double) urgent / usual).isBetween(7.0, 9.0);
  }

  @Test
  void shouldKeepASmallTenantsDelayBesideAHugeOne() {
    // Given
    var rule = new Said().limit(Per.SITE, Selector.ALL, Kind.MESSAGE_RATE, perSecond(20, 1));
    var alone = medianOfSmall(new PolicyWorld(rule), 0);
    // When
    var beside = medianOfSmall(new PolicyWorld(rule), 3_000);
    // Then
    assertThat(beside).isLessThanOrEqualTo(2 * Math.max(alone, 50));
  }

  private static long medianOfSmall(PolicyWorld world, int huge) {
    world.arrive(huge, "x", "huge");
    world.runUntil(5 * SECOND);
    var came = new HashMap<String, Long>();
    for (int i = 0; i < 20; i++) {
      world.arrive(1, "x", "small");
      came.put("m" + (world.offset - 1) + ".0", world.now);
      world.runUntil(world.now + SECOND);
    }
    var delays =
        world.left.stream()
            .filter(left -> left.held().tenant.equals("small"))
            .map(left -> left.at() - came.getOrDefault(left.held().submissionId, 0L))
            .sorted()
            .toList();
    return delays.get(delays.size() / 2);
  }

  @Test
  void shouldShareAPoolByItsWeightsAndLeaveASickSourcesPartToTheOthers() {
    // Given
    var world = new PolicyWorld(new Said().pool("p", Map.of("one", 3, "two", 1)));
    world.arrive(400, "x", "a");
    world.runUntil(5 * SECOND);
    assertThat(world.count(left -> left.source().equals("one"))).isEqualTo(300);
    // When
    world.admissions.sick("one", PolicyWorld.partition("x"), world.now);
    world.left.clear();
    world.arrive(100, "x", "a");
    world.runUntil(world.now + 2 * SECOND);
    // Then
    assertThat(world.left).hasSize(100).allMatch(left -> left.source().equals("two"));
    assertThat(world.left.getFirst().held().policyVersion).isEqualTo(7);
  }

  @Test
  void shouldHoldASourceForSickOnlyWhereItsWorkerCannotUseIt() {
    // Given
    var world = new PolicyWorld(new Said().pool("p", Map.of("one", 1)));
    world.admissions.sick("one", 1 - PolicyWorld.partition("x"), 0);
    // When
    world.arrive(10, "x", "a");
    world.runUntil(SECOND);
    // Then
    assertThat(world.left).hasSize(10);
  }

  @Test
  void shouldKeepAPoolsWeightsOverManyDestinationsWithAMessageEach() {
    // Given
    var world = new PolicyWorld(new Said().pool("p", Map.of("one", 3, "two", 1)));
    // When
    for (int i = 0; i < 400; i++) {
      world.arrive(1, "site-" + i, "a");
    }
    world.runUntil(SECOND);
    // Then
    assertThat(world.count(left -> left.source().equals("one"))).isBetween(260L, 340L);
  }

  @Test
  void shouldGoByASourceThatIsWellAgainThoughTheOtherIsShut() {
    // Given
    var hourly = new Bound(1, 3_600 * SECOND, 1);
    var world =
        new PolicyWorld(
            new Said()
                .pool("p", Map.of("one", 1, "two", 1))
                .limit(Per.PATH, source("two"), Kind.MESSAGE_RATE, hourly));
    world.admissions.sick("one", PolicyWorld.partition("x"), 0);
    // When
    world.arrive(10, "x", "a");
    world.runUntil(6 * SECOND);
    // Then
    assertThat(world.left).hasSize(10).allMatch(left -> left.source().equals("one"));
  }

  @Test
  void shouldCountTheMailOfANarrowerRuleByItself() {
    // Given
    var world =
        new PolicyWorld(
            new Said()
                .limit(Per.SITE, Selector.ALL, Kind.MESSAGE_RATE, perSecond(50, 1))
                .limit(Per.SITE, Said.tenant("trial"), Kind.MESSAGE_RATE, perSecond(1, 1)));
    world.arrive(1_000, "x", "acme");
    world.arrive(1_000, "x", "trial");
    // When
    world.runUntil(10 * SECOND);
    // Then
    assertThat(world.count(left -> left.held().tenant.equals("acme"))).isBetween(490L, 501L);
    assertThat(world.count(left -> left.held().tenant.equals("trial"))).isBetween(9L, 11L);
  }

  @Test
  void shouldLetARuleForOneSourceHoldForThatSourceInPlaceOfAWiderOne() {
    // Given
    var world =
        new PolicyWorld(
            new Said()
                .pool("p", Map.of("one", 1, "two", 1))
                .limit(Per.SITE, Selector.ALL, Kind.MESSAGE_RATE, perSecond(50, 1))
                .limit(Per.SITE, source("one"), Kind.MESSAGE_RATE, perSecond(5, 1)));
    world.arrive(1_000, "x", "a");
    // When
    world.runUntil(10 * SECOND);
    // Then
    assertThat(world.count(left -> left.source().equals("one"))).isBetween(48L, 51L);
    assertThat(world.count(left -> left.source().equals("two"))).isBetween(490L, 501L);
  }

  private static Selector source(String name) {
    return new Selector(
        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(name), Map.of());
  }

  @Test
  void shouldLetALimitedPathsPartGoByTheOtherSources() {
    // Given
    var world =
        new PolicyWorld(
            new Said()
                .pool("p", Map.of("one", 1, "two", 1))
                .limit(Per.SITE, Selector.ALL, Kind.MESSAGE_RATE, perSecond(100, 1))
                .limit(Per.PATH, source("one"), Kind.MESSAGE_RATE, perSecond(10, 1)));
    world.arrive(1_000, "x", "a");
    // When
    world.runUntil(11 * SECOND);
    // Then
    assertThat(world.left).hasSize(1_000);
    assertThat(world.mostWithin(SECOND, left -> left.source().equals("one"))).isBetween(8, 11);
  }

  @Test
  void shouldSuspendASiteThatComplainedOftenEnoughAndGoOnAfterwards() {
    // Given
    var world =
        new PolicyWorld(
            new Said()
                .limit(Per.SITE, Selector.ALL, Kind.MESSAGE_RATE, perSecond(10, 1))
                .when("unusual rate", 3, 60 * SECOND, 30 * SECOND, new Act.Suspend(Per.SITE)));
    world.refuses = held -> held.site.equals("x");
    world.refusal = "4.7.28 we see an unusual rate";
    world.arrive(1_000, "x", "a");
    world.arrive(300, "y", "a");
    // When
    world.runUntil(20 * SECOND);
    long before = world.count(left -> left.held().site.equals("x"));
    world.runUntil(40 * SECOND);
    // Then
    assertThat(before).isBetween(3L, 4L);
    assertThat(world.count(left -> left.held().site.equals("y"))).isBetween(198L, 300L);
    assertThat(world.count(left -> left.held().site.equals("x") && left.at() > 30 * SECOND))
        .isGreaterThan(1);
    assertThat(world.decided)
        .filteredOn(Reacted.class::isInstance)
        .first()
        .satisfies(
            decision -> {
              var reacted = (Reacted) decision;
              assertThat(reacted.result().getText()).contains("unusual rate");
              assertThat(reacted.acted().until()).isGreaterThan(30 * SECOND);
            });
  }

  @Test
  void shouldLowerALimitForAWhileAndBounceWhatTheOperatorSaysIsFinal() {
    // Given
    var world =
        new PolicyWorld(
            new Said()
                .when("slow down", 1, 0, 20 * SECOND, lower(2))
                .when("never again", 1, 0, 0, new Act.Bounce()));
    world.refuses = held -> held.offset == 0;
    world.refusal = "slow down, and never again";
    world.arrive(1_000, "x", "a");
    // When
    world.runUntil(10 * SECOND);
    long slowly = world.left.size();
    world.runUntil(60 * SECOND);
    // Then
    assertThat(slowly).isLessThan(200);
    assertThat(world.left).hasSize(1_000);
    assertThat(world.decided)
        .filteredOn(decision -> decision instanceof Ended ended && ended.ending() == Ending.BOUNCED)
        .hasSize(1);
  }

  @Test
  void shouldNotRaiseALimitThatIsLowerAlready() {
    // Given
    var world =
        new PolicyWorld(
            new Said()
                .limit(Per.SITE, Selector.ALL, Kind.MESSAGE_RATE, perSecond(1, 1))
                .when("slow down", 1, 0, 60 * SECOND, lower(20)));
    world.refuses = held -> held.offset == 0;
    world.refusal = "slow down";
    world.arrive(1_000, "x", "a");
    // When
    world.runUntil(20 * SECOND);
    // Then
    assertThat(world.left).hasSizeBetween(19, 21);
  }

  private static Act lower(long perSecond) {
    return new Act.Lower(Per.SITE, Kind.MESSAGE_RATE, perSecond(perSecond, 1));
  }

  @Test
  void shouldRetryByTheClassOfTheReply() {
    // Given
    var schedule =
        new RetryRule.Schedule(
            List.of(3 * SECOND, 7 * SECOND), 1, PolicyWorld.NEVER, 0, 15 * SECOND);
    var world = new PolicyWorld(new Said().retry("Greylisted", schedule));
    world.refuses = held -> true;
    world.refusalClass = "Greylisted";
    world.arrive(1, "x", "a");
    // When
    world.runUntil(60 * SECOND);
    // Then
    var waits =
        world.decided.stream()
            .filter(Deferred.class::isInstance)
            .map(decision -> ((Deferred) decision).nextAt())
            .toList();
    assertThat(waits).hasSize(3);
    assertThat(waits.get(1) - waits.get(0)).isBetween(7 * SECOND, 7 * SECOND + 100);
    assertThat(waits.get(2)).isEqualTo(15 * SECOND);
    assertThat(world.decided.getLast())
        .isInstanceOfSatisfying(
            Ended.class, ended -> assertThat(ended.ending()).isEqualTo(Ending.EXPIRED));
  }

  @Test
  void shouldKeepToTheHours() {
    // Given
    var world = new PolicyWorld(new Said().daily(LocalTime.of(0, 1), LocalTime.of(0, 2)));
    world.arrive(500, "x", "a");
    // When
    world.runUntil(59 * SECOND);
    int early = world.left.size();
    world.runUntil(Duration.ofMinutes(2).toMillis());
    // Then
    assertThat(early).isZero();
    assertThat(world.left).hasSize(500);
    assertThat(world.left.getFirst().at()).isBetween(60 * SECOND, 60 * SECOND + 250);
  }

  @Test
  void shouldTakeUpAnotherPolicyAtOnce() {
    // Given
    var world =
        new PolicyWorld(
            new Said().limit(Per.SITE, Selector.ALL, Kind.MESSAGE_RATE, perSecond(1, 1)));
    world.arrive(500, "x", "a");
    world.runUntil(5 * SECOND);
    int slowly = world.left.size();
    // When
    world.policy = new Said().policy();
    world.runUntil(8 * SECOND);
    // Then
    assertThat(slowly).isLessThan(10);
    assertThat(world.left).hasSize(500);
  }

  @Test
  void shouldKeepTheOthersRateAndDelayWhenSomeSitesDefer() {
    // Given
    var well = world200(0);
    // When
    var ill = world200(10);
    // Then
    assertThat(ill.size()).isGreaterThanOrEqualTo((int) (well.size() * 0.95));
    assertThat(median(ill)).isLessThanOrEqualTo(median(well) + 5);
  }

  private List<Long> world200(int ill) {
    var world = new PolicyWorld(new Said());
    world.refuses = held -> Integer.parseInt(held.site.substring(4)) < ill;
    world.refusal = "451 try later";
    for (int second = 0; second < 10; second++) {
      for (int site = 0; site < 200; site++) {
        world.arrive(2, "site" + site, "a");
      }
      world.runUntil(world.now + SECOND);
    }
    return world.left.stream()
        .filter(left -> Integer.parseInt(left.held().site.substring(4)) >= 10)
        .map(left -> left.at() - left.held().acceptedAt)
        .sorted()
        .toList();
  }

  private static long median(List<Long> delays) {
    return delays.get(delays.size() / 2);
  }
}
