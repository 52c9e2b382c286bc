package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import milena.policy.Policy;
import milena.policy.Selector;
import milena.router.gate.Admissions;
import milena.router.shape.ShaperDecision.Released;
import milena.schemas.AttemptResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever sleeps wakes when he may go, and nobody's waking keeps the others from going. */
class WakingTest {
  private static final long NEVER = 1L << 50;
  private static final long SECOND = 1_000;
  private static final long ANSWERS_AFTER = 20;
  private static final ShaperConfig CONFIG = Samples.config(OptionalDouble.empty(), 64);

  private record Answer(long at, AttemptResult result) {}

  /** One partition; workers answer after a while, unless they are dead. */
  private static final class World implements Advice {
    final List<Held> left = new ArrayList<>();
    final Admissions admissions;
    final ShardShaper shaper;
    Policy policy;
    boolean dead;
    boolean closed;
    long now = 1_000;

    /** How often somebody's terms were asked for. */
    int asked;

    private final ArrayDeque<Answer> answers = new ArrayDeque<>();
    private long offset;

    World(Said said) {
      policy = said.policy();
      admissions = new Admissions(() -> policy, CONFIG.builtInRate(), null);
      shaper =
          new ShardShaper(
              CONFIG,
              new MemoryHoldStore(),
              Samples.around(this, admissions, new SplittableRandom(1)),
              this::decided);
      shaper.start(now);
    }

    private void decided(ShaperDecision decision) {
      if (decision instanceof Released(Held held)) {
        left.add(held);
        if (!dead) {
          answers.add(
              new Answer(
                  now + ANSWERS_AFTER,
                  Samples.result(held.offset, held.attempt, held.issue, "delivered", "")));
        }
      }
    }

    void arrive(String site, String tenant, String campaign, long expiresAt) {
      shaper.arrived(Samples.held(offset++, site, tenant, campaign, now, expiresAt), 0, now);
    }

    /** One for each of so many sites. */
    void arriveAtSites(int sites, String tenant) {
      for (int site = 0; site < sites; site++) {
        arrive("site" + site, tenant, "", NEVER);
      }
    }

    /** One of each of so many campaigns. */
    void arriveOfCampaigns(int campaigns, String site, String tenant) {
      for (int campaign = 0; campaign < campaigns; campaign++) {
        arrive(site, tenant, "campaign" + campaign, NEVER);
      }
    }

    void turn() {
      while (!answers.isEmpty() && answers.peek().at() <= now) {
        shaper.attempted(answers.remove().result(), now);
      }
      admissions.timePassed(now);
      shaper.timePassed(now);
    }

    void runFor(long length) {
      for (long end = now + length; now < end; ) {
        now += 5;
        turn();
      }
    }

    long count(String tenant) {
      return left.stream().filter(held -> held.tenant.equals(tenant)).count();
    }

    @Override
    public @Nullable String suppression(byte[] recipientHash, String tenant) {
      return null;
    }

    @Override
    public @Nullable String known(String domain) {
      return null;
    }

    @Override
    public List<String> hosts(String domain) {
      asked++;
      return List.of();
    }

    @Override
    public boolean findingOut(String domain) {
      return false;
    }

    @Override
    public boolean closed(String site) {
      return closed;
    }
  }

  private static Said outstanding(long most) {
    return new Said().limit(Per.TENANT, Selector.ALL, Kind.OUTSTANDING, Bound.of(most));
  }

  private static Said rate(String tenant, long perSecond) {
    return new Said()
        .limit(Per.TENANT, Said.tenant(tenant), Kind.MESSAGE_RATE, new Bound(perSecond, SECOND, 1));
  }

  @Test
  void shouldForgetNobodyWhenALimitIsLoweredBelowWhatIsOut() {
    // Given
    var world = new World(outstanding(200));
    world.arriveAtSites(1_000, "t");
    world.runFor(5);
    assertThat(world.left).hasSize(200);
    // When
    world.policy = outstanding(20).policy();
    world.runFor(20 * SECOND);
    // Then
    assertThat(world.left).hasSize(1_000);
    assertThat(world.shaper.activeSites()).isZero();
  }

  @Test
  void shouldLetATenantHaveItsRateBesideOneThatAlwaysHasSomething() {
    // Given
    var world = new World(rate("slow", 10));
    world.arriveOfCampaigns(60, "s", "slow");
    for (int i = 0; i < 12_000; i++) {
      world.arrive("s", "busy", "", NEVER);
    }
    // When
    world.runFor(3 * SECOND);
    // Then
    assertThat(world.count("busy")).isBetween(5_000L, 11_999L);
    assertThat(world.count("slow")).isBetween(28L, 31L);
  }

  @Test
  void shouldGoOnAfterLostDispatchesThatAreOverByNow() {
    // Given
    var world = new World(new Said());
    world.dead = true;
    for (int i = 0; i < 64; i++) {
      world.arrive("s", "t", "gone", world.now + 60 * SECOND);
    }
    world.arrive("s", "t", "waits", NEVER);
    world.runFor(5);
    assertThat(world.left).hasSize(64);
    // When
    world.now += CONFIG.reclaimAfterMs() + 60 * SECOND;
    world.runFor(SECOND);
    // Then
    assertThat(world.left).last().extracting(held -> held.campaign).isEqualTo("waits");
  }

  @Test
  void shouldLetOthersGoWhileAllAreAskedAgain() {
    // Given
    var world = new World(rate("held", 1));
    world.arriveAtSites(5_000, "held");
    world.runFor(SECOND);
    // When
    world.policy = rate("held", 2).policy();
    world.turn();
    for (int i = 0; i < 1_000; i++) {
      world.arrive("well", "free", "", NEVER);
    }
    world.asked = 0;
    world.turn();
    int inATurn = world.asked;
    world.runFor(SECOND);
    // Then
    assertThat(inATurn).isLessThan(1_500);
    assertThat(world.count("free")).isEqualTo(1_000);
  }

  @Test
  void shouldAskASiteOfManyQueuesALittleAtATime() {
    // Given
    var world = new World(rate("held", 1));
    world.arriveOfCampaigns(6_000, "s", "held");
    world.runFor(SECOND);
    // When
    world.policy = rate("held", 2).policy();
    world.arrive("well", "free", "", NEVER);
    world.asked = 0;
    world.turn();
    // Then
    assertThat(world.asked).isLessThanOrEqualTo(4_000);
    assertThat(world.count("free")).isEqualTo(1);
    // When
    world.left.clear();
    world.runFor(5 * SECOND);
    // Then
    assertThat(world.count("held")).isBetween(9L, 12L);
  }

  /** A rouse that looked at each of those that sleep would take minutes here. */
  @Test
  @Timeout(20)
  void shouldKeepARateAtASiteOfVeryManyQueues() {
    // Given
    int campaigns = 40_000;
    var world = new World(rate("t", 100));
    world.arriveOfCampaigns(campaigns, "s", "t");
    world.arriveOfCampaigns(campaigns, "s", "t");
    // When
    world.runFor(40 * SECOND);
    // Then: each in its turn
    assertThat(world.left).hasSizeBetween(3_920, 4_110);
    assertThat(world.left).extracting(held -> held.campaign).doesNotHaveDuplicates();
  }

  @Test
  void shouldForgetASiteThatMayNotBeReachedOnceItsMailHasExpired() {
    // Given
    var world = new World(new Said());
    world.closed = true;
    world.arrive("s", "t", "", world.now + 10 * SECOND);
    world.runFor(SECOND);
    world.shaper.beforeCommit();
    // When
    world.runFor(20 * SECOND);
    // Then
    assertThat(world.left).isEmpty();
    assertThat(world.shaper.activeSites()).isZero();
  }
}
