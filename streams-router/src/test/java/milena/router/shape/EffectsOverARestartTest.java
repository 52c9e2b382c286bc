package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import milena.policy.Policy;
import milena.policy.Reaction.Act;
import milena.router.gate.Admissions;
import milena.router.gate.Effect;
import milena.router.shape.ShaperDecision.Reacted;
import milena.router.shape.ShaperDecision.Released;
import milena.schemas.AttemptResult;
import org.junit.jupiter.api.Test;

/** What reactions did outlives the process that did it, until its time is over or it is lifted. */
class EffectsOverARestartTest {
  private static final long NEVER = 1L << 50;
  private static final long SECOND = 1_000;
  private static final long LASTS = 600 * SECOND;
  private static final ShaperConfig CONFIG = Samples.config(OptionalDouble.empty());

  private final MemoryHoldStore store = new MemoryHoldStore();
  private final List<ShaperDecision> decided = new ArrayList<>();
  private Policy policy = said(new Act.Suspend(Per.SITE));
  private long now = 1_000_000;
  private Admissions admissions;
  private ShardShaper shaper;
  private long offset;

  EffectsOverARestartTest() {
    start();
  }

  private static Policy said(Act act) {
    return new Said().when("too much", 1, 0, LASTS, act).policy();
  }

  /** Another process, which knows nothing but what the store has. */
  private void start() {
    admissions = new Admissions(() -> policy, CONFIG.builtInRate(), null);
    shaper =
        new ShardShaper(
            CONFIG,
            store,
            Samples.around(Samples.NOTHING_KNOWN, admissions, new SplittableRandom(1)),
            decided::add);
    shaper.start(now);
  }

  private void restart() {
    store.kill();
    decided.clear();
    start();
  }

  private void arrive(String site) {
    shaper.arrived(Samples.held(offset++, site, "acme", now, NEVER), 0, now);
  }

  private void run(long until) {
    while (now < until) {
      now = Math.min(until, now + SECOND / 10);
      admissions.timePassed(now);
      shaper.timePassed(now);
    }
    shaper.beforeCommit();
    store.commit();
  }

  /** One message to a site leaves, and is answered so that the rule acts. */
  private void complain(String site) {
    complain(site, 550);
  }

  private void complain(String site, int code) {
    long asked = offset;
    arrive(site);
    run(now + SECOND);
    var result =
        AttemptResult.newBuilder(Samples.result(asked, 1, 1, "bounced", "recipient"))
            .setCode(code)
            .setText("too much from you")
            .build();
    shaper.attempted(result, now);
    run(now + SECOND);
  }

  private long released(String site) {
    return decided.stream()
        .filter(decision -> decision instanceof Released(Held held) && held.site.equals(site))
        .count();
  }

  private Effect only() {
    assertThat(admissions.effects()).hasSize(1);
    return admissions.effects().getFirst();
  }

  @Test
  void shouldHoldBackAfterARestartUntilTheTimeIsOver() {
    // Given
    complain("x");
    var effect = only();
    assertThat(decided).anyMatch(Reacted.class::isInstance);
    // When
    restart();
    arrive("x");
    arrive("y");
    run(effect.until() - SECOND);
    // Then
    assertThat(admissions.effects()).containsExactly(effect);
    assertThat(released("x")).isZero();
    assertThat(released("y")).isEqualTo(1);
    // When
    run(effect.until() + SECOND);
    // Then
    assertThat(released("x")).isEqualTo(1);
    assertThat(store.effects()).isEmpty();
    assertThat(admissions.effects()).isEmpty();
  }

  @Test
  void shouldNotHearWhatNoServerSaid() {
    // When
    complain("x", 0);
    arrive("x");
    run(now + SECOND);
    // Then
    assertThat(decided).noneMatch(Reacted.class::isInstance);
    assertThat(released("x")).isEqualTo(2);
  }

  @Test
  void shouldTellWhyItWaitsNowOfWhatWaitedBefore() {
    // Given: written while its site was well
    var many = Window.FIRST + 1;
    for (int i = 0; i < many; i++) {
      arrive("x");
    }
    run(now + SECOND);
    var waits = store.waiting(-1, many).getFirst();
    assertThat(waits.reason).isEqualTo(WaitReason.WINDOW);
    // When
    var complaint =
        AttemptResult.newBuilder(Samples.result(0, 1, 1, "bounced", "recipient"))
            .setText("too much from you")
            .build();
    shaper.attempted(complaint, now);
    run(now + SECOND);
    waits = store.waiting(-1, many).getFirst();
    shaper.show(waits);
    // Then
    assertThat(waits.reason).isEqualTo(WaitReason.REACTION);
  }

  @Test
  void shouldHoldBackEvenWhereThePolicyNoLongerHasTheRule() {
    // Given
    complain("x");
    // When
    policy = new Said().policy();
    restart();
    arrive("x");
    run(now + 10 * SECOND);
    // Then
    assertThat(released("x")).isZero();
  }

  @Test
  void shouldKeepALowerLimitAfterARestart() {
    // Given
    var twoAMinute = new Bound(2, 60 * SECOND, 1);
    policy = said(new Act.Lower(Per.SITE, Kind.MESSAGE_RATE, twoAMinute));
    complain("x");
    restart();
    // When
    for (int i = 0; i < 200; i++) {
      arrive("x");
    }
    run(now + 120 * SECOND);
    // Then
    assertThat(released("x")).isBetween(3L, 5L);
    // When
    run(only().until() + 2 * SECOND);
    // Then
    assertThat(released("x")).isEqualTo(Window.FIRST);
    assertThat(store.effects()).isEmpty();
  }

  @Test
  void shouldGoOnAtOnceWhenItIsLifted() {
    // Given
    complain("x");
    restart();
    arrive("x");
    run(now + 10 * SECOND);
    assertThat(released("x")).isZero();
    // When
    var id = only().id();
    store.removeEffect(id);
    shaper.lifted(id);
    admissions.lift(id, now);
    run(now + SECOND);
    // Then
    assertThat(released("x")).isEqualTo(1);
    assertThat(admissions.effects()).isEmpty();
  }

  @Test
  void shouldLastLongerUnderTheSameIdWhenItIsSaidAgain() {
    // Given
    arrive("x");
    arrive("x");
    run(now + SECOND);
    var result =
        AttemptResult.newBuilder(Samples.result(0, 1, 1, "bounced", "recipient"))
            .setText("too much");
    shaper.attempted(result.build(), now);
    var first = only();
    run(now + 60 * SECOND);
    // When
    shaper.attempted(result.setQueueOffset(1).setSubmissionId("m1.0").build(), now);
    run(now + SECOND);
    // Then
    assertThat(only().id()).isEqualTo(first.id());
    assertThat(only().until()).isGreaterThanOrEqualTo(first.until() + 60 * SECOND);
    assertThat(store.effects()).containsExactly(only());
  }

  @Test
  void shouldKeepSoManyAndLetTheRestHoldInThisProcessAlone() {
    // Given
    for (int each = 0; each <= Consequences.MOST; each++) {
      arrive("s" + each);
      run(now + SECOND / 10);
      var result = Samples.result(each, 1, 1, "bounced", "recipient");
      shaper.attempted(AttemptResult.newBuilder(result).setText("too much").build(), now);
    }
    run(now + SECOND);
    // Then
    assertThat(store.effects()).hasSize(Consequences.MOST);
    assertThat(admissions.effects()).hasSize(Consequences.MOST + 1);
    // When
    decided.clear();
    arrive("s" + Consequences.MOST);
    run(now + 10 * SECOND);
    // Then
    assertThat(released("s" + Consequences.MOST)).isZero();
  }

  @Test
  void shouldForgetInAProcessThatHasNoPartitionLeft() {
    // Given
    complain("x");
    shaper.drop(now);
    // When
    admissions.partitionsGone();
    // Then
    assertThat(admissions.effects()).isEmpty();
    assertThat(store.effects()).hasSize(1);
  }
}
