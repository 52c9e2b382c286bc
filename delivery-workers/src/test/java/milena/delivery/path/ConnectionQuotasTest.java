package milena.delivery.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import milena.delivery.path.ConnectionQuotas.Answer;
import milena.delivery.path.ConnectionQuotas.Slot;
import milena.limits.lease.Lease;
import milena.limits.lease.Permits;
import milena.policy.Applied;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import milena.policy.Place;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Connections against limits, in virtual time. */
class ConnectionQuotasTest {

  private static final long VERSION = 3;

  private final AtomicLong nanos = new AtomicLong(7);
  private final ConnectionQuotas quotas = new ConnectionQuotas(nanos::get, Leases.NONE);

  private static final class Asker implements ConnectionQuotas.Waiter {
    private final AtomicInteger told = new AtomicInteger();

    @Override
    public void roomMade() {
      told.incrementAndGet();
    }
  }

  private static Applied most(Per per, String key, long most) {
    return new Applied(per, key, Kind.CONNECTIONS, Bound.of(most), Place.BUILT_IN);
  }

  private static Applied rate(String key, long most, long burst) {
    var bound = new Bound(most, TimeUnit.MINUTES.toMillis(1), burst);
    return new Applied(Per.SITE, key, Kind.CONNECTION_RATE, bound, Place.BUILT_IN);
  }

  private static Counted counted(Applied... limits) {
    return new Counted(List.of(limits), VERSION);
  }

  private boolean ask(Asker who, Applied... limits) {
    return quotas.ask(counted(limits), who, false) instanceof Answer.Granted;
  }

  private Slot slot(Asker who, Applied... limits) {
    return ((Answer.Granted) quotas.ask(counted(limits), who, true)).slot();
  }

  private void pass(long seconds) {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void shouldKeepEveryLimitThatHolds() {
    // Given
    var site = most(Per.SITE, "s", 3);
    var one = most(Per.PATH, "one s", 2);
    var two = most(Per.PATH, "two s", 2);
    var asker = new Asker();

    // When
    var first = slot(asker, site, one);
    var second = slot(asker, site, one);
    var beyondPath = ask(asker, site, one);
    var third = ask(asker, site, two);
    var beyondSite = quotas.ask(counted(site, two), asker, false);
    first.close();
    first.close();
    second.close();

    // Then
    assertThat(beyondPath).isFalse();
    assertThat(third).isTrue();
    assertThat(beyondSite).isEqualTo(new Answer.Refused(site, false));
    assertThat(ask(asker, site, one)).isTrue();
    assertThat(ask(asker, site, one)).isTrue();
    assertThat(ask(asker, site, one)).isFalse();
  }

  @Test
  void shouldOpenAtTheRateAndNoFaster() {
    // Given
    var limit = rate("s", 60, 5);
    var asker = new Asker();
    var opened = new ArrayList<Integer>();

    // When
    for (int second = 0; second < 120; second++) {
      for (int i = 0; i < 10; i++) {
        if (ask(asker, limit)) {
          opened.add(second);
        }
      }
      pass(1);
    }

    // Then
    assertThat(opened).hasSize(5 + 119);
    assertThat(opened.stream().filter(second -> second == 0)).hasSize(5);
    assertThat(opened.stream().filter(second -> second == 60)).hasSize(1);
  }

  @Test
  void shouldOpenNothingWithoutALeaseOfWhatSpansSites() {
    // Given
    var permits = new Permits("one");
    var shared = new ConnectionQuotas(nanos::get, Leases.of(permits, () -> 0));
    var provider = most(Per.PROVIDER, "google", 9);

    // When
    var within = shared.ask(counted(most(Per.SITE, "s", 9)), new Asker(), false);
    var without = shared.ask(counted(most(Per.SITE, "s", 9), provider), new Asker(), false);

    // Then
    assertThat(within).isInstanceOf(Answer.Granted.class);
    assertThat(without).isEqualTo(new Answer.Refused(provider, true));
    assertThat(permits.asks(1))
        .singleElement()
        .satisfies(
            ask -> {
              assertThat(ask.limit().name()).isEqualTo("connections provider google");
              assertThat(ask.limit().version()).isEqualTo(VERSION);
              assertThat(ask.limit().parts()).isEqualTo(9);
            });
  }

  @Test
  void shouldKeepTheNarrowerRuleWhereALeaseIsOfAnother() {
    // Given: one site of the tenant has a rule of its own
    var permits = new Permits("one");
    var shared = new ConnectionQuotas(nanos::get, Leases.of(permits, () -> 0));
    var wide = counted(most(Per.TENANT, "acme", 9));
    shared.ask(wide, new Asker(), false);
    permits.asks(1);
    permits.apply(new Lease("connections tenant acme", "one", 1, 1, 9, 0, 0, 0), 2);

    // When
    shared.ask(wide, new Asker(), false);

    // Then
    var narrow = most(Per.TENANT, "acme", 1);
    assertThat(shared.ask(counted(narrow), new Asker(), false))
        .isEqualTo(new Answer.Refused(narrow, false));
    assertThat(shared.hasSurplus(wide)).isFalse();
    assertThat(shared.ask(wide, new Asker(), false)).isInstanceOf(Answer.Granted.class);
    assertThat(shared.hasSurplus(counted(narrow))).isTrue();
  }

  @Test
  void shouldLetWhoHasNoneGoFirst() {
    // Given
    var provider = most(Per.PROVIDER, "p", 1);
    var rich = new Asker();
    var poor = new Asker();
    var held = slot(rich, provider);

    // When
    var refused = quotas.ask(counted(provider), poor, true);
    var wanted = quotas.isWanted(counted(provider), rich);
    held.leave();
    var stillWanted = quotas.isWanted(counted(provider), rich);
    held.close();

    // Then
    assertThat(refused).isInstanceOf(Answer.Refused.class);
    assertThat(wanted).isTrue();
    assertThat(stillWanted).isFalse();
    assertThat(poor.told).hasValue(1);
    assertThat(quotas.ask(counted(provider), rich, true)).isInstanceOf(Answer.Refused.class);
    assertThat(ask(poor, provider)).isTrue();
  }

  /** Counts how often one is looked at. */
  private record Watched(AtomicInteger looks) implements ConnectionQuotas.Waiter {
    @Override
    public void roomMade() {
      throw new AssertionError("there is none");
    }

    @Override
    public boolean equals(@Nullable Object other) {
      looks.incrementAndGet();
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  @Test
  void shouldNotLookAtAllWhoWaitWhereThereIsNoRoom() {
    // Given
    var provider = counted(most(Per.PROVIDER, "p", 1));
    var leased = new ConnectionQuotas(nanos::get, Leases.of(new Permits("one"), () -> 0));
    var looks = new AtomicInteger();
    var waiting = IntStream.range(0, 1_000).mapToObj(_ -> new Watched(looks)).toList();
    quotas.ask(provider, new Asker(), true);

    // When
    for (int tick = 0; tick < 3; tick++) {
      for (var each : waiting) {
        assertThat(quotas.ask(provider, each, true)).isInstanceOf(Answer.Refused.class);
        assertThat(leased.ask(provider, each, true)).isInstanceOf(Answer.Refused.class);
      }
      pass(1);
    }

    // Then
    assertThat(looks).hasValueLessThan(20 * waiting.size());
  }

  @Test
  void shouldLetAsManyGoAsThereIsRoomForInTheirOrder() {
    // Given
    var limits = most(Per.PROVIDER, "p", 2);
    var held = List.of(slot(new Asker(), limits), slot(new Asker(), limits));
    var waiting = List.of(new Asker(), new Asker(), new Asker());
    waiting.forEach(each -> quotas.ask(counted(limits), each, true));

    // When
    held.forEach(Slot::close);

    // Then
    assertThat(ask(new Asker(), limits)).isFalse();
    assertThat(ask(waiting.get(2), limits)).isFalse();
    quotas.ask(counted(limits), waiting.get(2), true);
    assertThat(ask(waiting.get(1), limits)).isTrue();
    assertThat(ask(waiting.get(0), limits)).isTrue();
    assertThat(ask(waiting.get(2), limits)).isFalse();
  }

  @Test
  void shouldNotWaitForWhoHasGivenUp() {
    // Given
    var provider = most(Per.PROVIDER, "p", 1);
    var held = slot(new Asker(), provider);
    quotas.ask(counted(provider), new Asker(), true);

    // When
    pass(2);
    held.close();

    // Then
    assertThat(ask(new Asker(), provider)).isTrue();
  }

  @Test
  void shouldSayHowManyAreTooManyUnderALowerLimit() {
    // Given
    var asker = new Asker();
    var slots = List.of(slot(asker, most(Per.SITE, "s", 3)), slot(asker, most(Per.SITE, "s", 3)));
    var lower = counted(most(Per.SITE, "s", 1), most(Per.PROVIDER, "p", 2));

    // When
    slots.forEach(slot -> slot.count(lower));
    var before = quotas.hasSurplus(lower);
    slots.getFirst().leave();
    var after = quotas.hasSurplus(lower);
    slots.getFirst().close();

    // Then
    assertThat(before).isTrue();
    assertThat(after).isFalse();
    assertThat(ask(asker, most(Per.PROVIDER, "p", 2))).isTrue();
    assertThat(ask(asker, most(Per.PROVIDER, "p", 2))).isFalse();
  }

  @Test
  void shouldNotForgetARateThatIsStillPaidOff() {
    // Given
    var slow = rate("slow", 1, 1);
    ask(new Asker(), slow);

    // When
    for (int i = 0; i < 25_000; i++) {
      ask(new Asker(), rate("site" + i, 1, 1));
    }

    // Then
    assertThat(ask(new Asker(), slow)).isFalse();
    pass(60);
    assertThat(ask(new Asker(), slow)).isTrue();
  }
}
