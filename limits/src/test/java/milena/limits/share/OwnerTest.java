package milena.limits.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OwnerTest {

  private static final Limit LIMIT = new Limit("shop", 100, 1_000, 1);
  private static final long ALL = 100_000;

  @Test
  void shouldDivideFairlyAndNeverMoreThanThereIs() {
    assertThat(Fairness.divide(100, new long[] {})).isEmpty();
    assertThat(Fairness.divide(100, new long[] {0})).containsExactly(100);
    assertThat(Fairness.divide(100, new long[] {0, 0})).containsExactly(50, 50);
    assertThat(Fairness.divide(100, new long[] {100, 100})).containsExactly(50, 50);
    assertThat(Fairness.divide(100, new long[] {100, 20})).containsExactly(80, 20);
    assertThat(Fairness.divide(100, new long[] {60, 20})).containsExactly(70, 30);
    assertThat(Fairness.divide(100, new long[] {10, 1_000, 30})).containsExactly(10, 60, 30);
    var random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      var wants = random.longs(1 + random.nextInt(9), 0, 300).toArray();
      assertThat(LongStream.of(Fairness.divide(100, wants)).sum()).isBetween(90L, 100L);
    }
  }

  @Test
  void shouldGiveToOneOnlyWhatNobodyElseMayStillBeUsing() {
    // Given: one that has all of it
    var owner = new Owner();
    owner.assigned(0, 0);
    owner.hear(0, new Report(LIMIT, "a", ALL, ALL, 7), 100);
    owner.hear(0, new Report(LIMIT, "b", ALL, 0, 0), 2_900);
    owner.hear(0, new Report(LIMIT, "a", ALL, ALL, 7), 2_900);

    // When
    var listening = owner.decide(2_950);
    var lowered = owner.decide(4_000);

    // Then
    assertThat(listening).isEmpty();
    assertThat(lowered).extracting(Award::task).containsExactly("a", "b");
    assertThat(lowered).extracting(Award::granted).containsExactly(ALL / 2, 0L);
    assertThat(lowered.getFirst().serial()).isGreaterThan(7);

    // When: it says that it goes by less
    long serial = lowered.getFirst().serial();
    owner.hear(0, new Report(LIMIT, "a", ALL, ALL / 2, serial), 4_100);

    // Then
    var raised = owner.decide(4_150);
    assertThat(raised).singleElement().matches(it -> it.task().equals("b"));
    assertThat(raised.getFirst().granted()).isEqualTo(ALL / 2);
  }

  @Test
  void shouldGiveOnWhatASilentOneHadAfterItsLease() {
    // Given
    var owner = new Owner();
    owner.assigned(0, 0);
    owner.hear(0, new Report(LIMIT, "dead", ALL, ALL, 7), 100);
    long shareOfTheOther = 0;
    long gotAllAt = 0;
    long serial = 0;

    // When
    for (long now = 200; now < 10_000 && gotAllAt == 0; now += 100) {
      owner.hear(0, new Report(LIMIT, "b", ALL, shareOfTheOther, serial), now);
      for (var award : owner.decide(now)) {
        if (award.task().equals("b")) {
          shareOfTheOther = award.granted();
          serial = award.serial();
          gotAllAt = shareOfTheOther == ALL ? now : 0;
        }
      }
    }

    // Then
    assertThat(gotAllAt).isBetween(100 + Sharing.LEASE_MS, 100 + Sharing.LEASE_MS + 300);
  }

  @Test
  void shouldNeverAwardMoreThanTheLimitWhateverIsSaid() {
    var random = new Random(3);
    var owner = new Owner();
    owner.assigned(0, 0);
    var granted = new HashMap<String, Long>();
    for (long now = 0; now < 200_000; now += 50) {
      var task = "t" + random.nextInt(5);
      var share = granted.getOrDefault(task, 0L);
      owner.hear(
          0, new Report(LIMIT, task, random.nextLong(2 * ALL), share, random.nextInt(2)), now);
      owner.decide(now).forEach(award -> granted.put(award.task(), award.granted()));
      assertThat(granted.values().stream().mapToLong(it -> it).sum()).isLessThanOrEqualTo(ALL);
    }
    assertThat(granted).hasSize(5);
  }

  @Test
  void shouldTellAllWithinASecondWhatOneDoesNotNeedAnyMore() {
    // Given: two that want all they can get
    var world = new SharedLimitWorld(1, LIMIT);
    var one = world.join();
    var other = world.join();
    one.perSecond = 300;
    other.perSecond = 300;
    runFor(world, 15_000);
    assertThat(one.shares.part("shop")).isBetween(0.45, 0.55);

    // When
    other.perSecond = 0;
    runFor(world, 1_000);

    // Then
    assertThat(one.shares.part("shop")).isGreaterThan(0.7);

    // When
    runFor(world, 2_000);

    // Then
    assertThat(one.shares.part("shop")).isGreaterThan(0.95);
  }

  @Test
  void shouldSoonGiveAShareToANewOne() {
    // Given
    var world = new SharedLimitWorld(2, LIMIT);
    world.join().perSecond = 300;
    runFor(world, 10_000);
    assertThat(world.nodes.getFirst().shares.part("shop")).isEqualTo(1);

    // When
    var late = world.join();
    late.perSecond = 300;
    runFor(world, 2_000);

    // Then
    assertThat(late.shares.part("shop")).isGreaterThan(0.4);
  }

  private static void runFor(SharedLimitWorld world, long millis) {
    for (long end = world.now + millis; world.now < end; ) {
      world.step();
    }
  }

  @Test
  void shouldTakeAllWishesOrNone() {
    // Given
    var shares = new Shares("a");
    var limits = List.of(new Limit("m", 1_000, 1_000, 1), new Limit("r", 100, 1_000, 1));
    shares.follow(limits, 0);

    // When: the second has a tenth of a hundred for the start
    var first = List.of(new Shares.Wish("m", 1), new Shares.Wish("r", 10));
    assertThat(shares.take(first, 0)).isZero();

    // Then
    assertThat(shares.take(first, 0)).isEqualTo(1_000);
    assertThat(shares.take(List.of(new Shares.Wish("m", 99)), 0)).isZero();
    assertThat(shares.take(List.of(new Shares.Wish("m", 1)), 0)).isPositive();
    assertThat(shares.take(List.of(new Shares.Wish("unknown", 1)), 0)).isZero();
  }

  @Test
  void shouldLetOneThroughThatIsLargerThanItsBucketAndHaveItPaidBack() {
    // Given
    var shares = new Shares("a");
    shares.follow(List.of(new Limit("r", 100, 1_000, 1)), 0);

    // When
    assertThat(shares.take(List.of(new Shares.Wish("r", 50)), 0)).isZero();

    // Then: 40 are owed, at ten a second
    assertThat(shares.take(List.of(new Shares.Wish("r", 1)), 0)).isEqualTo(4_100);
    assertThat(shares.take(List.of(new Shares.Wish("r", 1)), 4_100)).isZero();
  }

  @Test
  void shouldPassOverAwardsThatAreOldOrOfSomebodyElse() {
    // Given
    var shares = new Shares("a");
    shares.follow(List.of(LIMIT), 0);

    // When
    for (var award :
        List.of(
            new Award("shop", "a", ALL, 5_000, 9),
            new Award("shop", "a", 5, 5_000, 8),
            new Award("shop", "b", 5, 5_000, 10),
            new Award("other", "a", 5, 5_000, 10))) {
      shares.apply(award, 1);
    }

    // Then
    assertThat(Map.of("shop", shares.part("shop"))).containsEntry("shop", 1.0);
    assertThat(shares.expired(5_000)).isZero();
    assertThat(shares.expired(5_002)).isOne();
    assertThat(shares.part("shop")).as("it goes on with its last share").isEqualTo(1);
  }
}
