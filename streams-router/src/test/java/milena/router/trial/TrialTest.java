package milena.router.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import milena.policy.Policy;
import milena.policy.Traffic;
import milena.policy.document.PolicyReader;
import milena.router.shape.RetrySchedule;
import milena.router.shape.ShaperConfig;
import milena.router.shape.VirtualShaper.Answer;
import milena.router.trial.Recorded.Tried;
import milena.router.trial.Trial.Outcome;
import org.junit.jupiter.api.Test;

class TrialTest {
  /** 2026-05-04T00:00:00Z. */
  private static final long START = 1_777_852_800_000L;

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long WEEK = 7 * 24 * HOUR;
  private static final int TOOK = 50;
  private static final long MUCH = 1L << 40;

  private static final Answer DELIVERED = new Answer("delivered", "", 250, "", "", "");
  private static final Answer BUSY =
      new Answer("deferred", "connection", 421, "4.7.0", "try later", "RateLimits");

  private static final ShaperConfig CONFIG =
      new ShaperConfig(
          new RetrySchedule(Duration.ofMinutes(20), 2, Duration.ofDays(1), 0.1),
          OptionalDouble.empty(),
          1_000,
          20_000,
          Duration.ofSeconds(60),
          Duration.ofMinutes(15),
          Duration.ofSeconds(10));

  private static Policy policy(String text) {
    var checked = PolicyReader.read(text, Set.of("RateLimits"));
    assertThat(checked.errors()).isEmpty();
    return checked.policy().orElseThrow();
  }

  private static Traffic mail(String tenant, String site) {
    return new Traffic(tenant, "", site, site, "", "", "", Map.of());
  }

  private static Recorded recorded(String tenant, String site, long at, Answer... answers) {
    var tried = new ArrayList<Tried>();
    for (int i = 0; i < answers.length; i++) {
      tried.add(new Tried(at + i * HOUR, "", answers[i], TOOK));
    }
    return new Recorded(mail(tenant, site), 0, at, at, at + WEEK, 0, Long.MAX_VALUE, tried);
  }

  private static List<Recorded> many(int count, LongFunction<Recorded> each) {
    return LongStream.range(0, count).mapToObj(each).toList();
  }

  private static Outcome outcome(Policy policy, List<Recorded> mail, long forMs, long room) {
    var window = Window.of(START, START + forMs);
    var around = new Trial.Around(CONFIG, domain -> List.of(), window, room);
    return new Trial(policy, around, new AtOnce()).run(mail.iterator(), (at, waiting) -> {});
  }

  private static Figures trial(Policy policy, List<Recorded> mail, long forMs) {
    return ((Outcome.Done) outcome(policy, mail, forMs, MUCH)).figures();
  }

  @Test
  void shouldMakeMailWaitAsLongAsARateSaysAndNameTheLimit() {
    // Given
    var mail = many(1_000, i -> recorded("a", "x.test", START, DELIVERED));
    var slow = policy("limits:\n  - {per: site, message-rate: 10/s, burst: 1}\n");

    // When
    var now = trial(Policy.NONE, mail, HOUR);
    var next = trial(slow, mail, HOUR);

    // Then
    assertThat(now.totals().delivered()).isEqualTo(1_000);
    assertThat(now.toFirst().percentile(0.99)).isLessThan(2 * SECOND);
    assertThat(now.bites()).isEmpty();
    assertThat(next.totals().delivered()).isEqualTo(1_000);
    // A bucket begins empty: the n-th message leaves after n tenths of a second.
    assertThat(next.toFirst().percentile(0.99)).isCloseTo(99 * SECOND, within(SECOND));
    assertThat(next.toFirst().percentile(0.5)).isCloseTo(50 * SECOND, within(SECOND));
    assertThat(next.toDelivered().percentile(0.99)).isCloseTo(99 * SECOND + TOOK, within(SECOND));
    assertThat(next.bites()).hasSize(1);
    var bite = next.bites().getFirst();
    assertThat(bite.cause()).isEqualTo(new Bite.Cause("message-rate per site", "limits[0]", 2));
    assertThat(bite.messages()).isEqualTo(1_000);
    assertThat(bite.standingMs()).isCloseTo(100 * SECOND, within(SECOND));
    assertThat(bite.worst()).containsExactly(new Bite.Key("x.test", 1_000));
    assertThat(next.saysTheSameAs(now)).isFalse();
  }

  @Test
  void shouldFindNoDifferenceWhereThereIsNone() {
    // Given
    var mail =
        many(
            2_000,
            i ->
                i % 5 == 0
                    ? recorded("a", "x" + i % 7 + ".test", START + i * 100, BUSY, DELIVERED)
                    : recorded("b", "x" + i % 7 + ".test", START + i * 100, DELIVERED));
    var one = policy("limits:\n  - {per: site, message-rate: 2/s}\n");
    var same = policy("# slower\nlimits:\n  - {per: site, message-rate: 120/min, burst: 2}\n");

    // When
    var now = trial(one, mail, 2 * HOUR);
    var next = trial(same, mail, 2 * HOUR);

    // Then
    assertThat(next.saysTheSameAs(now)).isTrue();
    assertThat(now.totals().deferred()).isEqualTo(400);
    assertThat(now.totals().delivered()).isEqualTo(2_000);
    assertThat(now.totals().attempts()).isEqualTo(2_400);
  }

  @Test
  void shouldShareAPoolByItsWeights() {
    // Given
    var mail = many(1_000, i -> recorded("a", "x.test", START + i, DELIVERED));
    var pool =
        policy(
            """
            sources: {m1: {address: 192.0.2.1}, m2: {address: 192.0.2.2}}
            pools: {p: {m1: 3, m2: 1}}
            choose-pool: [{pool: p}]
            """);

    // When
    var figures = trial(pool, mail, HOUR);

    // Then
    assertThat(figures.sources().of("m1").attemptsInAll()).isEqualTo(750);
    assertThat(figures.sources().of("m2").attemptsInAll()).isEqualTo(250);
    assertThat(figures.sites().of("x.test").attempts()[0]).isEqualTo(1_000);
  }

  @Test
  void shouldSuspendASiteWhoseServersSaySo() {
    // Given
    var mail =
        many(
            600,
            i ->
                i == 0
                    ? recorded("a", "x.test", START, BUSY, DELIVERED)
                    : recorded("a", "x.test", START + i * SECOND, DELIVERED));
    var careful =
        policy(
            """
            reactions:
              - {name: busy, when: "^421", do: [{suspend: site}], for: 5m}
            """);

    // When
    var now = trial(Policy.NONE, mail, HOUR);
    var next = trial(careful, mail, HOUR);

    // Then
    assertThat(now.reactions()).isEmpty();
    assertThat(now.toFirst().percentile(0.99)).isLessThan(SECOND);
    assertThat(next.reactions()).containsExactly(Map.entry("busy", 1L));
    // Who came in the first five minutes waited until they were over: half of them.
    assertThat(next.toFirst().percentile(0.99)).isBetween(4 * MINUTE + 45 * SECOND, 5 * MINUTE);
    assertThat(next.toFirst().percentile(0.75)).isBetween(2 * MINUTE, 3 * MINUTE);
    assertThat(next.bites())
        .singleElement()
        .satisfies(
            bite -> {
              assertThat(bite.cause().what()).isEqualTo("suspended by a reaction, per site");
              assertThat(bite.standingMs()).isCloseTo(5 * MINUTE, within(2 * SECOND));
            });
    assertThat(next.totals().delivered()).isEqualTo(600);
  }

  @Test
  void shouldAnswerAttemptsByTheirNumberAndBeyondThemAsTheLast() {
    // Given
    var greylisted = recorded("a", "x.test", START, BUSY, BUSY, DELIVERED);
    var never = recorded("a", "y.test", START, BUSY);
    var unknown = recorded("a", "z.test", START);
    var often = policy("retry:\n  - {wait: [1m], factor: 1, longest: 1m, jitter: 0%}\n");

    // When
    var figures = trial(often, List.of(greylisted, never, unknown), 10 * MINUTE);

    // Then
    assertThat(figures.sites().of("x.test").attemptsInAll()).isEqualTo(3);
    assertThat(figures.sites().of("y.test").attemptsInAll()).isEqualTo(10);
    assertThat(figures.sites().of("y.test").deferredInAll()).isEqualTo(10);
    assertThat(figures.sites().of("z.test").attemptsInAll()).isEqualTo(1);
    assertThat(figures.totals().delivered()).isEqualTo(2);
    assertThat(figures.totals().waiting()).isEqualTo(1);
    assertThat(figures.toDelivered().percentile(1)).isCloseTo(2 * MINUTE, within(2 * SECOND));
  }

  @Test
  void shouldGoOnWithWhatWaitedBeforeAndEndWhatExpiresOrIsWithdrawn() {
    // Given
    var what = mail("a", "x.test");
    var before = START - HOUR;
    long never = Long.MAX_VALUE;
    var second = new Tried(START + MINUTE, "", DELIVERED, TOOK);
    var late =
        new Recorded(what, 0, before, START + MINUTE, START + WEEK, 1, never, List.of(second));
    var old = new Recorded(what, 0, before, START, START + MINUTE, 0, never, List.of());
    var cancelled =
        new Recorded(what, 0, before, START, START + WEEK, 0, START + 2 * MINUTE, List.of());
    var mail = List.of(old, cancelled, late);
    var none = policy("limits:\n  - {per: site, message-rate: 1/d}\n");

    // When
    var freely = trial(Policy.NONE, mail, 10 * MINUTE);
    var stopped = trial(none, mail, 10 * MINUTE);

    // Then
    assertThat(freely.totals().carried()).isEqualTo(3);
    assertThat(freely.totals().delivered()).isEqualTo(3);
    assertThat(freely.toFirst().count()).isEqualTo(2);
    assertThat(stopped.totals().attempts()).isZero();
    assertThat(stopped.totals().expired()).isEqualTo(1);
    assertThat(stopped.totals().withdrawn()).isEqualTo(1);
    assertThat(stopped.totals().waiting()).isEqualTo(1);
  }

  @Test
  void shouldKeepToTheHours() {
    // Given
    var mail = many(100, i -> recorded("a", "x.test", START + i * SECOND, DELIVERED));
    var hours = policy("hours:\n  - {from: '01:00', to: '02:00', zone: UTC}\n");

    // When
    var figures = trial(hours, mail, 2 * HOUR);

    // Then
    assertThat(figures.toFirst().percentile(0)).isBetween(58 * MINUTE, 61 * MINUTE);
    assertThat(figures.bites()).hasSize(1);
    assertThat(figures.bites().getFirst().cause().what()).isEqualTo("out of hours");
    assertThat(figures.waitingAt()[figures.window().slot(START + 30 * MINUTE)]).isEqualTo(100);
  }

  @Test
  void shouldSayWhenMoreWaitsThanThereIsRoomFor() {
    // Given
    var mail = many(1_000, i -> recorded("a", "x.test", START + i * SECOND, DELIVERED));
    var none = policy("limits:\n  - {per: site, message-rate: 1/d}\n");

    // When
    var freely = outcome(Policy.NONE, mail, HOUR, 100_000);
    var stopped = outcome(none, mail, HOUR, 100_000);

    // Then
    assertThat(freely).isInstanceOf(Outcome.Done.class);
    assertThat(stopped)
        .isInstanceOfSatisfying(
            Outcome.TooMuchWaits.class,
            much -> {
              assertThat(much.waiting()).isBetween(100, 200);
              assertThat(much.at()).isEqualTo(START + (much.waiting() - 1) * SECOND);
            });
  }

  @Test
  void shouldTellWhatTheLogItselfSays() {
    // Given
    var figures = new Figures(Window.of(START, START + 2 * HOUR));

    // When
    figures.record(recorded("a", "x.test", START, BUSY, DELIVERED));
    figures.record(recorded("a", "x.test", START, BUSY, BUSY, DELIVERED));
    figures.record(recorded("a", "y.test", START, DELIVERED));
    figures.record(recorded("a", "z.test", START));

    // Then
    assertThat(figures.totals()).isEqualTo(new Figures.Totals(4, 0, 5, 2, 3, 0, 0, 0, 2));
    assertThat(figures.toDelivered().percentile(1)).isCloseTo(HOUR + TOOK, within(MINUTE));
  }

  @Test
  void shouldKnowWhatAsksForMeta() {
    assertThat(policy("limits:\n  - {per: site, message-rate: 1/s}\n").mindsMeta()).isFalse();
    assertThat(
            policy("limits:\n  - {per: site, meta: {stream: alerts}, message-rate: 1/s}\n")
                .mindsMeta())
        .isTrue();
  }
}
