package milena.standalone.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import milena.router.shape.VirtualShaper.Answer;
import milena.router.trial.Recorded;
import milena.router.trial.Window;
import milena.standalone.trial.TrialFact.Kind;
import org.junit.jupiter.api.Test;

class JoiningTest {
  private static final long FROM = 1_777_852_800_000L;
  private static final long MINUTE = 60_000;
  private static final long WEEK = 10_080 * MINUTE;
  private static final Answer BUSY = new Answer("deferred", "recipient", 450, "", "busy", "");

  private final Joining joining = new Joining(Window.of(FROM, FROM + 60 * MINUTE), WEEK);

  private List<Recorded> join(TrialFact... facts) {
    var joined = new ArrayList<Recorded>();
    joining.take(List.of(facts), joined::add);
    return joined;
  }

  private static TrialFact fact(Kind kind, String site, String pool, long accepted, long at) {
    return new TrialFact(
        kind,
        "M.0",
        TrialFact.mail("a", "", "d.test", site, pool, Map.of()),
        kind == Kind.QUEUED ? 5 : 0,
        accepted,
        at,
        0,
        0,
        "",
        TrialFact.NONE,
        0);
  }

  private static TrialFact tried(int number, String site, long accepted, long at) {
    return new TrialFact(
        Kind.TRIED,
        "M.0",
        TrialFact.mail("a", "", "d.test", site, "policys", Map.of()),
        0,
        accepted,
        at,
        0,
        number,
        "m1",
        BUSY,
        20);
  }

  @Test
  void shouldTakeWhatTheQueueSaysAndTheSiteThatItWentTo() {
    // When
    var joined =
        join(
            tried(2, "x.test", FROM, FROM + 20 * MINUTE),
            fact(Kind.SEEN, "", "asked", FROM, FROM),
            fact(Kind.QUEUED, "unresolved:d.test", "asked", FROM, FROM + 5),
            tried(1, "x.test", FROM, FROM + 100));

    // Then
    assertThat(joined)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.what().site()).isEqualTo("x.test");
              assertThat(one.what().pool()).isEqualTo("asked");
              assertThat(one.priority()).isEqualTo(5);
              assertThat(one.comesAt()).isEqualTo(FROM + 5);
              assertThat(one.before()).isZero();
              assertThat(one.expiresAt()).isEqualTo(FROM + WEEK);
              assertThat(one.tried())
                  .extracting(Recorded.Tried::at)
                  .containsExactly(FROM + 100, FROM + 20 * MINUTE);
            });
  }

  @Test
  void shouldBringInWhatWaitedWhenItsNextAttemptWasDue() {
    // When
    var joined = join(tried(3, "x.test", FROM - 50 * MINUTE, FROM + 7 * MINUTE));

    // Then
    assertThat(joined)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.comesAt()).isEqualTo(FROM + 7 * MINUTE);
              assertThat(one.before()).isEqualTo(2);
              // The pool that an attempt names is the policy's, which another one need not choose.
              assertThat(one.what().pool()).isEmpty();
            });
  }

  @Test
  void shouldLeaveOutWhatIsNotOfTheTrial() {
    assertThat(join(fact(Kind.SEEN, "", "", FROM + 61 * MINUTE, FROM + 61 * MINUTE))).isEmpty();
    assertThat(join(fact(Kind.NEVER_QUEUED, "", "", FROM, FROM))).isEmpty();
    assertThat(joining.leftOut()).isEmpty();
    assertThat(join(fact(Kind.PARKED, "x.test", "", FROM, 0))).isEmpty();
    assertThat(join(fact(Kind.SEEN, "", "", FROM, FROM))).isEmpty();
    assertThat(joining.leftOut())
        .containsOnly(
            Map.entry(Joining.LeftOut.HELD_BY_OPERATORS, 1L),
            Map.entry(Joining.LeftOut.WITHOUT_A_SITE, 1L));
  }

  @Test
  void shouldKnowWhenOneWasWithdrawn() {
    // When
    var joined =
        join(
            fact(Kind.QUEUED, "x.test", "", FROM, FROM),
            fact(Kind.WITHDRAWN, "x.test", "", FROM, FROM + 9 * MINUTE));

    // Then
    assertThat(joined.getFirst().withdrawnAt()).isEqualTo(FROM + 9 * MINUTE);
  }
}
