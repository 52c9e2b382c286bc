package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
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
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * More waits than may be in memory: nothing is lost, nobody's part changes, and the room is kept.
 */
class LittleRoomTest {
  private static final long NEVER = 1L << 50;
  private static final int ANSWERS_AFTER = 20;

  private record Answer(long at, AttemptResult result) {}

  /** Counts how often the terms of a flow are asked for. */
  private record Asked(World world) implements Advice {
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
      world.asked++;
      return List.of();
    }

    @Override
    public boolean findingOut(String domain) {
      return false;
    }
  }

  private static final class World {
    final MemoryHoldStore store = new MemoryHoldStore();
    final List<Held> left = new ArrayList<>();
    final ArrayDeque<Answer> answers = new ArrayDeque<>();
    final Policy policy;
    final int heads;
    final int sites;
    Room room;
    Admissions admissions;
    ShardShaper shaper;
    long now = 1_000;
    long asked;
    private long offset;

    World(Policy policy, int heads, int sites) {
      this.policy = policy;
      this.heads = heads;
      this.sites = sites;
      room = new Room(heads, sites);
      admissions = Samples.admissions(Samples.config(OptionalDouble.empty()), policy);
      shaper = started();
    }

    private ShardShaper started() {
      var fresh =
          new ShardShaper(
              Samples.config(OptionalDouble.empty()),
              store,
              Samples.around(new Asked(this), admissions, new SplittableRandom(offset), room),
              this::decided);
      fresh.start(now);
      return fresh;
    }

    void restart() {
      commit();
      room = new Room(heads, sites);
      admissions = Samples.admissions(Samples.config(OptionalDouble.empty()), policy);
      store.kill();
      shaper = started();
    }

    private void decided(ShaperDecision decision) {
      if (decision instanceof Released(Held held)) {
        left.add(held);
        answers.add(
            new Answer(
                now + ANSWERS_AFTER,
                Samples.result(held.offset, held.attempt, held.issue, "delivered", "")));
      }
    }

    void arrive(int count, String site, String tenant) {
      for (int i = 0; i < count; i++) {
        shaper.arrived(Samples.held(offset++, site, tenant, now, NEVER), 0, now);
      }
    }

    void arriveOf(String campaign, int count) {
      for (int i = 0; i < count; i++) {
        shaper.arrived(Samples.held(offset++, "s", "t", campaign, now, NEVER), 0, now);
      }
    }

    void commit() {
      shaper.beforeCommit();
      store.commit();
    }

    /** Some turns, each with its commit. */
    void runUntil(long end) {
      while (now < end) {
        now += 5;
        while (!answers.isEmpty() && answers.peek().at() <= now) {
          shaper.attempted(answers.remove().result(), now);
        }
        admissions.timePassed(now);
        shaper.timePassed(now);
        commit();
        assertThat(room.heads()).isLessThanOrEqualTo(heads + 1);
        shaper.timePassed(now);
        assertThat(room.sites()).isLessThanOrEqualTo(sites + shaper.outstandingCount());
      }
    }

    long count(String tenant) {
      return left.stream().filter(held -> held.tenant.equals(tenant)).count();
    }
  }

  private static Policy sites(Said said, long perSecond) {
    return said.limit(Per.SITE, Selector.ALL, Kind.MESSAGE_RATE, new Bound(perSecond, 1_000, 1))
        .policy();
  }

  @Property(tries = 100)
  void shouldReleaseEverythingOnceWithinItsRoom(@ForAll long seed) {
    // Given
    var random = new SplittableRandom(seed);
    var policy = random.nextBoolean() ? Policy.NONE : sites(new Said(), random.nextInt(5, 100));
    var world = new World(policy, random.nextInt(1, 40), random.nextInt(6));
    // When
    for (int step = 0; step < 60; step++) {
      world.arrive(random.nextInt(12), "site" + random.nextInt(40), "tenant" + random.nextInt(3));
      world.runUntil(world.now + random.nextInt(60));
      if (random.nextInt(20) == 0) {
        world.restart();
      }
    }
    world.runUntil(world.now + 60_000);
    // Then
    var once = new HashSet<Long>();
    world.left.forEach(held -> once.add(held.offset));
    assertThat(once).hasSize((int) world.offset);
    assertThat(world.store.size()).isZero();
    assertThat(world.room.heads()).isZero();
    assertThat(world.room.sites()).isZero();
  }

  @Test
  void shouldKeepTenantsPartsOverSitesThatDozeAndWake() {
    // Given
    var world = new World(sites(new Said().share("heavy", 3), 2), 8, 2);
    for (int site = 0; site < 50; site++) {
      world.arrive(60, "site" + site, "light");
      world.arrive(60, "site" + site, "heavy");
    }
    // When
    world.runUntil(world.now + 20_000);
    // Then
    assertThat(world.left.size()).isBetween(50 * 39, 50 * 41);
    assertThat((double) world.count("heavy") / world.count("light")).isBetween(2.8, 3.2);
  }

  @Test
  void shouldNotLetWhoSleptCatchUpThoughHisSiteDozed() {
    // Given
    var world = new World(sites(new Said(), 2), 8, 2);
    for (int site = 0; site < 20; site++) {
      world.arrive(100, "site" + site, "held");
      world.arrive(100, "site" + site, "other");
    }
    world.runUntil(world.now + 2_000);
    world.store.command(
        Samples.command("c1", "suspend", world.now, "tenant", "held", "also-later", "true"));
    world.shaper.leversChanged();
    world.runUntil(world.now + 20_000);
    // When
    world.store.command(Samples.command("c2", "resume", world.now, "command", "c1"));
    world.shaper.leversChanged();
    world.left.clear();
    world.runUntil(world.now + 10_000);
    // Then
    assertThat(world.left.size()).isBetween(20 * 19, 20 * 21);
    assertThat((double) world.count("held") / world.count("other")).isBetween(0.8, 1.25);
  }

  @Test
  void shouldKeepTheOrderOfAFlowWhatIsReadAgain() {
    // Given
    var world = new World(sites(new Said(), 20), 4, 1);
    for (int site = 0; site < 10; site++) {
      world.arrive(50, "site" + site, "t");
    }
    // When
    world.runUntil(world.now + 10_000);
    // Then
    for (int site = 0; site < 10; site++) {
      var name = "site" + site;
      assertThat(world.left.stream().filter(h -> h.site.equals(name)).map(h -> h.offset).toList())
          .hasSize(50)
          .isSorted();
    }
  }

  @Test
  void shouldTakeUpAfterAStartALittleInEachTurn() {
    // Given
    var world = new World(Policy.NONE, 100, 10);
    world.store.command(Samples.command("c1", "suspend", 1, "tenant", "t", "also-later", "true"));
    world.shaper.leversChanged();
    for (int site = 0; site < 2_500; site++) {
      world.arrive(1, "site" + site, "t");
    }
    world.restart();
    // When
    world.shaper.timePassed(world.now);
    int first = world.shaper.activeSites();
    world.runUntil(world.now + 50);
    // Then
    assertThat(first).isEqualTo(250);
    assertThat(world.shaper.activeSites()).isEqualTo(2_500);
  }

  @Test
  void shouldLeaveWhereItIsWhatIsSuspendedAsAWholeAndGoOnFromThere() {
    // Given
    var world = new World(sites(new Said(), 1), 10, 2);
    world.arrive(300, "s", "held");
    world.runUntil(world.now + 50);
    // When
    var suspend =
        Samples.command("c1", "suspend", world.now, "tenant", "held", "also-later", "true");
    world.store.command(suspend);
    world.shaper.leversChanged();
    int before = world.left.size();
    world.arrive(20, "s", "held");
    world.arrive(3, "s", "other");
    world.runUntil(world.now + 10_000);
    // Then
    assertThat(world.count("held")).isEqualTo(before);
    assertThat(world.count("other")).isEqualTo(3);
    assertThat(world.store.parked("c1", -1, 1)).isEmpty();
    var waiting = world.store.waiting(-1, 1_000);
    waiting.forEach(world.shaper::show);
    assertThat(waiting).hasSize(320 - before).allMatch(h -> h.reason == WaitReason.SUSPENDED);
    // When
    world.store.command(Samples.command("c2", "resume", world.now, "command", "c1"));
    world.shaper.leversChanged();
    world.runUntil(world.now + 10_000);
    // Then
    assertThat(world.count("held")).isBetween(before + 9L, before + 11L);
    assertThat(world.store.levers()).isEmpty();
  }

  @Test
  void shouldAskNoMoreFlowsThanMayPassAGateTheyWaitAt() {
    // Given
    var policy =
        new Said()
            .limit(Per.TENANT, Selector.ALL, Kind.MESSAGE_RATE, new Bound(100, 1_000, 1))
            .policy();
    var world = new World(policy, 10_000, 10);
    for (int campaign = 0; campaign < 400; campaign++) {
      world.arriveOf("campaign" + campaign, 10);
    }
    world.runUntil(world.now + 1_000);
    world.left.clear();
    long asked = world.asked;
    // When
    world.runUntil(world.now + 5_000);
    // Then
    assertThat(world.left.size()).isBetween(490, 501);
    assertThat(world.asked - asked).isLessThan(4L * world.left.size());
    assertThat(world.left.stream().map(held -> held.campaign).distinct().count()).isEqualTo(400);
  }

  @Test
  void shouldLetASiteGoOnBehindWhatIsParked() {
    // Given
    var world = new World(Policy.NONE, 10_000, 10);
    world.arrive(3_000, "s", "held");
    world.store.command(Samples.command("c1", "suspend", 5_000, "tenant", "held"));
    world.shaper.leversChanged();
    world.arrive(10, "s", "other");
    // When
    world.runUntil(world.now + 5);
    // Then
    assertThat(world.count("other")).isEqualTo(10);
  }

  @Test
  void shouldParkWhatIsSuspendedOfAQueueThatGoesOn() {
    // Given
    var world = new World(Policy.NONE, 10, 2);
    world.store.command(
        Samples.command("c1", "suspend", 1, "recipient", "r1@b.test", "also-later", "true"));
    world.shaper.leversChanged();
    // When
    world.arrive(3, "s", "t");
    world.runUntil(world.now + 50);
    // Then
    assertThat(world.left).extracting(held -> held.offset).containsExactly(0L, 2L);
    assertThat(world.store.parked("c1", -1, 10)).hasSize(1);
  }

  @Test
  void shouldCancelOneOfAQueueThatIsSuspendedAsAWhole() {
    // Given
    var world = new World(Policy.NONE, 10, 2);
    world.store.command(Samples.command("c1", "suspend", 1, "tenant", "t", "also-later", "true"));
    world.store.command(
        Samples.command("c2", "cancel", 2, "recipient", "r1@b.test", "also-later", "true"));
    world.shaper.leversChanged();
    // When
    world.arrive(3, "s", "t");
    world.runUntil(world.now + 50);
    // Then
    assertThat(world.left).isEmpty();
    assertThat(world.store.parked("c1", -1, 10)).isEmpty();
    assertThat(world.store.parked("c2", -1, 10))
        .extracting(held -> held.offset)
        .containsExactly(1L);
  }
}
