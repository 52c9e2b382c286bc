package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import milena.policy.Selector;
import milena.router.shape.PolicyWorld.Left;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is slow at one site, or much of one tenant, does not delay the others. */
class NeighboursTest {
  private static final long SECOND = PolicyWorld.SECOND;
  private static final int SITES = 200;
  private static final int ILL = 10;
  private static final int CONNECTIONS = 32;
  private static final long SLOW = 2 * SECOND;

  /** As a process has them by itself: {@code standalone} says so. */
  private static final ShaperConfig CONFIG =
      new ShaperConfig(
          Samples.RETRY,
          OptionalDouble.empty(),
          1_024,
          20_000,
          Duration.ofSeconds(60),
          Duration.ofMinutes(30),
          Duration.ofSeconds(10));

  /** What came of the others: how many of them left, and how long half of them took at most. */
  private record Others(long left, long median) {}

  private static boolean isIll(Held held) {
    return Integer.parseInt(held.site.substring("site".length())) < ILL;
  }

  /** Each of the ten has more to send than 32 connections of two seconds each carry. */
  private static PolicyWorld run(Predicate<Held> slow, Predicate<Held> refuses) {
    var world = new PolicyWorld(new Said(), CONFIG, 0);
    world.connections = CONNECTIONS;
    world.takes = held -> slow.test(held) ? SLOW : PolicyWorld.ANSWERS_AFTER;
    world.refuses = refuses;
    world.refusal = "451 4.3.2 try later";
    for (int tick = 0; tick < 100; tick++) {
      for (int site = 0; site < SITES; site++) {
        boolean much = site < ILL;
        if (much || (tick + site) % 5 == 0) {
          world.arrive(much ? 40 : 1, "site" + site, "a");
        }
      }
      world.runUntil(world.now + 100);
    }
    return world;
  }

  private static Others others(PolicyWorld world) {
    var delays =
        world.left.stream()
            .filter(left -> !isIll(left.held()))
            .map(left -> world.delay(left.held()))
            .sorted()
            .toList();
    return new Others(delays.size(), median(delays));
  }

  private static long median(List<Long> delays) {
    return delays.get(delays.size() / 2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldKeepTheOthersRateAndDelayWhenTenSitesAreSlow(boolean andDefer) {
    // Given
    var well = others(run(_ -> false, _ -> false));
    // When
    var world = run(NeighboursTest::isIll, held -> andDefer && isIll(held));
    // Then
    var ill = others(world);
    assertThat(ill.left()).isGreaterThanOrEqualTo((long) (well.left() * 0.95));
    assertThat(ill.median()).isLessThanOrEqualTo(well.median() + world.step);
  }

  private static long smallsMedian(PolicyWorld world, int huge) {
    world.arrive(huge, "x", "huge");
    world.runUntil(5 * SECOND);
    for (int i = 0; i < 20; i++) {
      world.arrive(1, "x", "small");
      // Not in step with the rate.
      world.runUntil(world.now + SECOND + world.step);
    }
    Predicate<Left> small = left -> left.held().tenant.equals("small");
    assertThat(world.count(small)).isEqualTo(20);
    return median(
        world.left.stream().filter(small).map(left -> world.delay(left.held())).sorted().toList());
  }

  @Test
  void shouldKeepASmallTenantsDelayBehindAHugeOneAtASiteWithARate() {
    // Given
    var rule =
        new Said().limit(Per.SITE, Selector.ALL, Kind.MESSAGE_RATE, new Bound(50, SECOND, 1));
    var alone = smallsMedian(new PolicyWorld(rule), 0);
    // When
    var world = new PolicyWorld(rule);
    var beside = smallsMedian(world, 200_000);
    // Then
    assertThat(beside).isLessThanOrEqualTo(2 * alone);
    assertThat(world.left.size()).isGreaterThan(1_200);
  }

  @ParameterizedTest
  @CsvSource({"32, 20", "32, 100", "4, 20", "1, 100"})
  void shouldKeepASmallTenantsDelayBehindAHugeOneAtASiteOfFewConnections(
      int connections, long takes) {
    // Given
    var alone = smallsMedian(world(connections, takes), 0);
    // When
    var beside = smallsMedian(world(connections, takes), 40_000);
    // Then
    assertThat(beside).isLessThanOrEqualTo(2 * alone);
  }

  private static PolicyWorld world(int connections, long takes) {
    var world = new PolicyWorld(new Said(), CONFIG, 0);
    world.connections = connections;
    world.takes = _ -> takes;
    return world;
  }
}
