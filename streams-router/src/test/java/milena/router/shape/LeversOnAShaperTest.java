package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import milena.policy.Selector;
import milena.router.gate.Admissions;
import milena.router.shape.Held.Standing;
import milena.router.shape.ShaperDecision.CancelRequested;
import milena.router.shape.ShaperDecision.Cancelled;
import milena.router.shape.ShaperDecision.Ended;
import milena.router.shape.ShaperDecision.Ending;
import milena.router.shape.ShaperDecision.Released;
import milena.schemas.Command;
import org.junit.jupiter.api.Test;

/** What an operator's commands do to what waits in a partition. */
class LeversOnAShaperTest {
  private static final long NEVER = 1L << 50;
  private static final int MANY = 300;

  private final MemoryHoldStore store = new MemoryHoldStore();
  private final List<ShaperDecision> decided = new ArrayList<>();
  private ShardShaper shaper = newShaper();

  private ShardShaper newShaper() {
    return newShaper(Samples.freely(Samples.NOTHING_KNOWN));
  }

  private ShardShaper newShaper(Surroundings around) {
    var fresh =
        new ShardShaper(Samples.config(OptionalDouble.empty()), store, around, decided::add);
    fresh.start(10);
    return fresh;
  }

  private void arrive(int from, int to, String tenant, long acceptedAt) {
    for (int offset = from; offset < to; offset++) {
      shaper.arrived(Samples.held(offset, "s", tenant, acceptedAt, NEVER), 0, 10);
    }
  }

  private void command(Command command) {
    store.command(command);
    shaper.leversChanged();
  }

  private void run(long now) {
    while (shaper.timePassed(now) == 0) {
      // There is more to do at once.
    }
    shaper.beforeCommit();
    store.commit();
  }

  private void restart() {
    store.kill();
    shaper = newShaper();
  }

  private long count(Class<? extends ShaperDecision> kind) {
    return decided.stream().filter(kind::isInstance).count();
  }

  @Test
  void shouldHoldWhatIsSuspendedAndLetTheOthersGo() {
    // Given
    command(Samples.command("c1", "suspend", 100, "tenant", "acme"));
    // When
    arrive(0, 5, "acme", 50);
    arrive(5, 8, "other", 50);
    arrive(8, 9, "acme", 200);
    run(300);
    // Then
    assertThat(count(Released.class)).isEqualTo(4);
    assertThat(store.parked("c1", -1, MANY))
        .hasSize(5)
        .allMatch(held -> held.reason == WaitReason.SUSPENDED);
  }

  @Test
  void shouldCatchWhatComesLaterWhenAsked() {
    // Given
    command(Samples.command("c1", "suspend", 100, "site", "s", "also-later", "true"));
    // When
    arrive(0, 5, "acme", 200);
    run(300);
    // Then
    assertThat(count(Released.class)).isZero();
  }

  @Test
  void shouldGoOnAfterResumeAlsoWithARestartBetween() {
    // Given
    command(Samples.command("c1", "suspend", 100));
    arrive(0, 20, "acme", 50);
    run(200);
    restart();
    // When
    run(250);
    assertThat(count(Released.class)).isZero();
    command(Samples.command("c2", "resume", 300, "command", "c1"));
    run(300);
    // Then
    assertThat(count(Released.class)).isEqualTo(20);
    assertThat(store.levers()).isEmpty();
  }

  @Test
  void shouldEndASuspensionAtItsTime() {
    // Given
    command(Samples.command("c1", "suspend", 100, "until", "1000"));
    arrive(0, 3, "acme", 50);
    run(200);
    // When
    run(1_000);
    // Then
    assertThat(count(Released.class)).isEqualTo(3);
  }

  @Test
  void shouldPutBackWhereItWasWhatACancellationHeldAndIsUndone() {
    // Given
    arrive(0, MANY, "acme", 50);
    shaper.arrived(Samples.held(900, "s", "acme", 50, NEVER), 9_000, 10);
    // When
    command(Samples.command("c1", "cancel", 100));
    run(100);
    // Then
    assertThat(count(Released.class)).isZero();
    assertThat(count(CancelRequested.class)).isEqualTo(MANY + 1);
    // When
    restart();
    command(Samples.command("c2", "undo", 200, "command", "c1"));
    run(200);
    // Then
    assertThat(count(Released.class)).isEqualTo(Window.FIRST);
    var scheduled = Objects.requireNonNull(store.load(900));
    assertThat(scheduled.standing).isEqualTo(Standing.DEFERRED);
    assertThat(scheduled.dueAt).isEqualTo(9_000);
    assertThat(count(Cancelled.class)).isZero();
  }

  @Test
  void shouldEndWhatIsCancelledOnlyWhenThatIsFinal() {
    // Given
    arrive(0, MANY, "acme", 50);
    run(60);
    assertThat(count(Released.class)).isEqualTo(Window.FIRST);
    command(Samples.command("c1", "cancel", 100));
    run(100);
    assertThat(count(Cancelled.class)).isZero();
    // When
    command(Samples.command("c2", "final", 200, "command", "c1"));
    run(200);
    // Then
    assertThat(count(Cancelled.class)).isEqualTo(MANY - Window.FIRST);
    // When what was on the wire ends, each as its attempt did
    for (int offset = 0; offset < Window.FIRST; offset++) {
      var outcome = offset % 2 == 0 ? "delivered" : "deferred";
      shaper.attempted(Samples.result(offset, 1, 1, outcome, "recipient"), 300);
    }
    run(200 + Sweep.LINGERS_MS);
    // Then
    assertThat(count(Ended.class)).isEqualTo(Window.FIRST / 2);
    assertThat(count(Cancelled.class)).isEqualTo(MANY - Window.FIRST / 2);
    assertThat(store.size()).isZero();
    assertThat(store.levers()).isEmpty();
  }

  @Test
  void shouldLetGoWhatCameAfterTheFinalWord() {
    // Given
    command(Samples.command("c1", "cancel", 100, "tenant", "acme", "also-later", "true"));
    arrive(0, 3, "acme", 150);
    run(150);
    // When
    command(Samples.command("c2", "final", 200, "command", "c1"));
    arrive(3, 5, "acme", 201);
    run(300);
    // Then
    assertThat(count(Cancelled.class)).isEqualTo(3);
    assertThat(count(Released.class)).isEqualTo(2);
  }

  @Test
  void shouldLetGoWhatWasMetBeforeTheFinalWordWasReadButAcceptedAfterIt() {
    // Given
    command(Samples.command("c1", "cancel", 100, "tenant", "acme", "also-later", "true"));
    arrive(0, 3, "acme", 150);
    arrive(3, 5, "acme", 201);
    shaper.arrived(Samples.held(5, "s", "acme", 202, NEVER), 9_000, 10);
    run(250);
    assertThat(store.parked("c1", -1, MANY)).hasSize(6);
    // When
    command(Samples.command("c2", "final", 200, "command", "c1"));
    run(300);
    // Then
    assertThat(count(Cancelled.class)).isEqualTo(3);
    assertThat(count(Released.class)).isEqualTo(2);
    var scheduled = Objects.requireNonNull(store.load(5));
    assertThat(scheduled.standing).isEqualTo(Standing.DEFERRED);
    assertThat(scheduled.dueAt).isEqualTo(9_000);
    assertThat(store.levers())
        .singleElement()
        .satisfies(lever -> assertThat(lever.progress().done()).isEqualTo(3));
  }

  @Test
  void shouldExpireWhatIsHeld() {
    // Given
    shaper.arrived(Samples.held(1, "s", "acme", 50, 5_000), 0, 10);
    command(Samples.command("c1", "cancel", 100));
    run(100);
    // When
    run(5_000);
    // Then
    assertThat(decided.getLast())
        .isInstanceOfSatisfying(
            Ended.class, ended -> assertThat(ended.ending()).isEqualTo(Ending.EXPIRED));
    assertThat(store.size()).isZero();
  }

  @Test
  void shouldMakeDueWhatWaitsToBeTriedAgain() {
    // Given
    arrive(0, 2, "acme", 50);
    run(60);
    shaper.attempted(Samples.result(0, 1, 1, "deferred", "recipient"), 70);
    shaper.attempted(Samples.result(1, 1, 1, "deferred", "recipient"), 70);
    shaper.arrived(Samples.held(5, "s", "acme", 50, NEVER), 9_000, 70);
    // When
    command(Samples.command("c1", "flush", 100));
    run(100);
    // Then
    assertThat(count(Released.class)).isEqualTo(4);
    assertThat(store.load(5)).isNotNull();
    assertThat(store.levers()).isEmpty();
  }

  @Test
  void shouldGiveWhatWaitsAnotherPool() {
    // Given
    arrive(0, MANY, "acme", 50);
    run(60);
    // When
    command(Samples.command("c1", "requeue", 100, "tenant", "acme", "pool", "warm"));
    run(100);
    // Then
    assertThat(store.waiting(-1, MANY)).allMatch(held -> held.pool.equals("warm"));
    assertThat(store.outstanding()).allMatch(held -> held.pool.equals("warm"));
  }

  @Test
  void shouldSendWhatWaitsOnItsWayAgainAsItsSenderAndThePolicySay() {
    // Given
    arrive(0, MANY, "acme", 50);
    run(60);
    command(Samples.command("c1", "requeue", 100, "tenant", "acme", "pool", "warm"));
    run(100);
    restart();
    // When
    command(Samples.command("c2", "requeue", 200, "tenant", "acme"));
    run(200);
    // Then
    assertThat(store.waiting(-1, MANY))
        .hasSize(MANY - Window.FIRST)
        .allMatch(held -> held.pool.isEmpty() && held.fromPool.isEmpty());
    assertThat(store.outstanding()).allMatch(held -> held.pool.isEmpty());
    assertThat(store.levers()).isEmpty();
  }

  @Test
  void shouldLetGoAtOnceWhatIsRequeuedFromAPoolThatIsShut() {
    // Given
    var slow =
        new Selector(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of("slow"),
            List.of(),
            Map.of());
    var policy =
        new Said()
            .pool("slow", Map.of("a", 1))
            .pool("fast", Map.of("b", 1))
            .limit(Per.TENANT, slow, Kind.MESSAGE_RATE, new Bound(1, 3_600_000, 1))
            .policy();
    var config = Samples.config(OptionalDouble.empty());
    var admissions = new Admissions(() -> policy, config.builtInRate(), null);
    shaper = newShaper(Samples.around(Samples.NOTHING_KNOWN, admissions, new SplittableRandom(1)));
    arrive(0, 20, "acme", 50);
    run(60);
    assertThat(count(Released.class)).isLessThanOrEqualTo(1);
    // When
    command(Samples.command("c1", "requeue", 100, "tenant", "acme", "pool", "fast"));
    run(100);
    // Then
    assertThat(count(Released.class)).isEqualTo(20);
  }

  @Test
  void shouldMakeDueOrKeepTheTimeOfWhatIsRequeued() {
    // Given
    arrive(0, 2, "acme", 50);
    arrive(2, 4, "other", 50);
    run(60);
    for (int offset = 0; offset < 4; offset++) {
      shaper.attempted(Samples.result(offset, 1, 1, "deferred", "recipient"), 70);
    }
    run(70);
    var due = Objects.requireNonNull(store.load(0)).dueAt;
    // When
    command(Samples.command("c1", "requeue", 100, "tenant", "acme", "keep-times", "true"));
    command(Samples.command("c2", "requeue", 100, "tenant", "other"));
    run(100);
    // Then
    assertThat(Objects.requireNonNull(store.load(0)).dueAt).isEqualTo(due);
    assertThat(count(Released.class)).isEqualTo(6);
  }

  @Test
  void shouldHoldUnderTheSecondWhatTheFirstLetsGo() {
    // Given
    arrive(0, 10, "acme", 50);
    command(Samples.command("c1", "suspend", 100, "tenant", "acme"));
    command(Samples.command("c2", "suspend", 100, "site", "s"));
    run(100);
    // When
    command(Samples.command("c3", "resume", 200, "command", "c1"));
    run(200);
    // Then
    assertThat(count(Released.class)).isZero();
    assertThat(store.parked("c2", -1, MANY)).hasSize(10);
  }
}
