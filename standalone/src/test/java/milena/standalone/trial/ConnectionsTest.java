package milena.standalone.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import milena.delivery.path.PathDefaults;
import milena.delivery.path.Tls;
import milena.delivery.send.SmtpTimeouts;
import milena.policy.Policy;
import milena.policy.Traffic;
import milena.policy.document.PolicyReader;
import milena.router.shape.RetrySchedule;
import milena.router.shape.ShaperConfig;
import milena.router.shape.VirtualShaper.Answer;
import milena.router.trial.Figures;
import milena.router.trial.Recorded;
import milena.router.trial.Recorded.Tried;
import milena.router.trial.Trial;
import milena.router.trial.Window;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  /** 2026-05-04T00:00:00Z. */
  private static final long START = 1_777_852_800_000L;

  private static final long HOUR = 3_600_000;
  private static final int SECOND = 1_000;

  private static final Answer DELIVERED = new Answer("delivered", "", 250, "", "", "");

  private static final ShaperConfig CONFIG =
      new ShaperConfig(
          new RetrySchedule(Duration.ofMinutes(20), 2, Duration.ofDays(1), 0.1),
          OptionalDouble.empty(),
          1_000,
          20_000,
          Duration.ofSeconds(60),
          Duration.ofMinutes(15),
          Duration.ofSeconds(10));

  private static final PathDefaults PATHS =
      new PathDefaults(32, 100, 100, Tls.OPPORTUNISTIC, SmtpTimeouts.defaults());

  private static Figures trial(String text, int count, LongFunction<String> site) {
    return trial(text, count, site, 0);
  }

  private static Figures trial(String text, int count, LongFunction<String> site, long gap) {
    var policy = PolicyReader.read(text, Set.of()).policy().orElse(Policy.NONE);
    var mail =
        LongStream.range(0, count)
            .mapToObj(
                i ->
                    new Recorded(
                        new Traffic("a", "", site.apply(i), site.apply(i), "", "", "", Map.of()),
                        0,
                        START + i * gap,
                        START + i * gap,
                        START + 48 * HOUR,
                        0,
                        Long.MAX_VALUE,
                        List.of(new Tried(START, "", DELIVERED, SECOND))))
            .toList();
    var window = Window.of(START, START + HOUR);
    var around = new Trial.Around(CONFIG, domain -> List.of("mx.big.test"), window, 1L << 40);
    var outcome =
        new Trial(policy, around, new Connections(policy, PATHS))
            .run(mail.iterator(), (at, waiting) -> {});
    return ((Trial.Outcome.Done) outcome).figures();
  }

  @Test
  void shouldMakeAttemptsWaitForTheConnectionsThatALimitAllows() {
    // When
    var freely = trial("limits: []\n", 100, i -> "x.test");
    var four = trial("limits:\n  - {per: site, connections: 4}\n", 100, i -> "x.test");

    // Then
    assertThat(freely.toDelivered().percentile(1)).isCloseTo(4 * SECOND, within(500L));
    // 25 s, and a little more since the site's window closes where answers come late.
    assertThat(four.toDelivered().percentile(1)).isBetween(25L * SECOND - 200, 28L * SECOND);
    assertThat(four.totals().delivered()).isEqualTo(100);
    assertThat(four.bites().getFirst().cause().what()).isEqualTo("connections per site");
    assertThat(four.bites().getFirst().messages()).isBetween(60L, 96L);
    assertThat(four.bites().getFirst().cause().line()).isEqualTo(2);
  }

  @Test
  void shouldLetSitesTakeTurnsAtAConnectionThatTheyShare() {
    // Given
    var one =
        """
        providers: {big: {mx-suffix: .big.test}}
        limits:
          - {per: provider, provider: big, connections: 1}
        """;

    // When
    var figures = trial(one, 20, i -> i % 2 == 0 ? "x.test" : "y.test");

    // Then
    assertThat(figures.totals().delivered()).isEqualTo(20);
    assertThat(figures.toDelivered().percentile(1)).isCloseTo(20 * SECOND, within(1_500L));
    assertThat(figures.sites().of("y.test").attemptsInAll()).isEqualTo(10);
  }

  @Test
  void shouldCloseAnIdleConnectionThatAnotherSiteNeeds() {
    // Given
    var one = "limits:\n  - {per: tenant, connections: 1}\n";

    // When
    var figures = trial(one, 4, i -> i % 2 == 0 ? "x.test" : "y.test", 2 * SECOND);

    // Then
    assertThat(figures.totals().delivered()).isEqualTo(4);
    assertThat(figures.toFirst().percentile(1)).isLessThan(10);
  }

  @Test
  void shouldTryAgainWhatWaitedForAConnectionUntilItsDispatchWasTooOld() {
    // When
    var figures = trial("limits:\n  - {per: site, connections: 1}\n", 100, i -> "x.test");

    // Then
    assertThat(figures.totals().delivered()).isEqualTo(100);
    assertThat(figures.totals().attempts()).isEqualTo(100);
    assertThat(figures.toDelivered().percentile(1)).isCloseTo(100 * SECOND, within(2_000L));
  }
}
