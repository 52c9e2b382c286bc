package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Tenants and priorities take turns at the connections of a berth. */
class BerthQueueTest {
  private static final long NOW = 1_000;

  private final BerthQueue queue = new BerthQueue();

  private static TestConsignment of(String tenant) {
    return TestConsignment.to("d.example").ofTenant(tenant);
  }

  private List<Consignment> add(int count, String tenant) {
    var added = new ArrayList<Consignment>();
    for (int i = 0; i < count; i++) {
      added.add(of(tenant));
    }
    added.forEach(each -> queue.add(each, NOW));
    return added;
  }

  private Consignment next() {
    return queue.poll(1, false).getFirst();
  }

  @Example
  void shouldServeOneOfEachTenantInTurnWhateverIsThere() {
    // Given
    var huge = add(1_000, "huge");
    var first = next();
    // When
    var small = add(2, "small");
    // Then
    assertThat(first).isSameAs(huge.get(0));
    assertThat(List.of(next(), next(), next(), next(), next()))
        .containsExactly(small.get(0), huge.get(1), small.get(1), huge.get(2), huge.get(3));
  }

  @Example
  void shouldServeAPasswordResetBesideANewsletterOfItsTenant() {
    // Given
    add(1_000, "shop");
    var reset = of("shop").ofPriority(9);
    // When
    next();
    queue.add(reset, NOW);
    // Then
    assertThat(next()).isSameAs(reset);
  }

  @Example
  void shouldServeOneWhoAlwaysHasSomethingBesideManyWhoCome() {
    // Given
    var huge = new HashSet<>(add(100, "huge"));
    for (int i = 0; i < 50; i++) {
      add(1, "small" + i);
    }
    // When: each of the small ones has something again as soon as it was served
    int served = 0;
    for (int i = 0; i < 51 * 10; i++) {
      var next = next();
      if (huge.contains(next)) {
        served++;
      } else {
        queue.add(of(next.tenant()), NOW);
      }
    }
    // Then
    assertThat(served).isBetween(9, 11);
  }

  @Example
  void shouldPutBackBeforeAllOthers() {
    // Given
    var ours = add(2, "a");
    add(2, "b");
    var taken = queue.poll(1, false);
    // When
    queue.addFirst(taken, NOW);
    // Then
    assertThat(next()).isSameAs(ours.get(0));
  }

  @Example
  void shouldTakeWhatHasOutlivedItsTimeOfEachTenant() {
    // Given
    var old = List.<Consignment>of(of("a").validUntil(5), of("b").validUntil(5));
    queue.add(of("a"), NOW);
    old.forEach(each -> queue.addFirst(List.of(each), NOW));
    // When
    var taken = queue.pollWhile(each -> each.validUntil() < 10);
    // Then
    assertThat(taken).containsExactlyInAnyOrderElementsOf(old);
    assertThat(queue.size()).isEqualTo(1);
  }

  @Example
  void shouldTellSinceWhenTheFirstOfAllWaits() {
    // When
    queue.add(of("a"), 30);
    queue.add(of("b"), 10);
    // Then
    assertThat(queue.waitingSince(40)).isEqualTo(10);
    assertThat(new BerthQueue().waitingSince(40)).isEqualTo(40);
  }

  @Property(tries = 1000)
  void shouldLoseAndDoubleNothingAndLetNobodyWaitForMoreThanATurnOfEach(
      @ForAll @Size(max = 80) List<@IntRange(max = 99) Integer> steps) {
    // Given
    var in = new HashSet<Consignment>();

    for (var step : steps) {
      // When
      switch (step % 7) {
        case 0, 1, 2, 3 -> {
          var added = of("t" + step / 7 % 5).ofPriority(step / 35);
          queue.add(added, step);
          in.add(added);
        }
        case 4 -> {
          var taken = queue.poll(2, false);
          assertThat(in.removeAll(taken)).isEqualTo(!taken.isEmpty());
        }
        case 5 -> {
          var taken = queue.poll(1, false);
          queue.addFirst(taken, step);
        }
        case 6 -> {
          var tenant = "t" + step / 7 % 5;
          var before = in.size();
          in.removeIf(each -> each.tenant().equals(tenant));
          assertThat(queue.removeIf(each -> each.tenant().equals(tenant)))
              .isEqualTo(before - in.size());
        }
        default -> throw new AssertionError();
      }

      // Then
      assertThat(queue.size()).isEqualTo(in.size());
      assertThat(queue.transactions(1)).isEqualTo(in.size());
      assertThat(queue.isEmpty()).isEqualTo(in.isEmpty());
    }
    var flows = in.stream().map(each -> each.tenant() + "/" + each.priority()).distinct().count();
    var met = new HashSet<String>();
    for (int i = 0; i < flows; i++) {
      var next = next();
      met.add(next.tenant() + "/" + next.priority());
      in.remove(next);
    }
    assertThat(met).hasSize((int) flows);
    assertThat(queue.clear()).containsExactlyInAnyOrderElementsOf(in);
  }
}
