package milena.mail.route.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BoundedCacheTest {

  private static final Instant NOW = Instant.EPOCH;
  private static final Instant LATER = NOW.plusSeconds(1);

  @Test
  void shouldKeepWhatIsReadThroughAFlood() {
    var cache = new BoundedCache<Integer, String>(100, value -> 1);
    cache.put(-1, "wanted", LATER);

    for (var i = 0; i < 10_000; i++) {
      assertThat(cache.get(-1, NOW)).isEqualTo("wanted");
      cache.put(i, "flood", LATER);
    }

    assertThat(cache.size()).isEqualTo(100);
  }

  @Test
  void shouldForgetWhatExpired() {
    var cache = new BoundedCache<Integer, String>(100, value -> 1);
    cache.put(1, "one", LATER);

    assertThat(cache.get(1, LATER.minusNanos(1))).isEqualTo("one");
    assertThat(cache.get(1, LATER)).isNull();
    assertThat(cache.last(1)).isEqualTo("one");
  }

  /** Values weigh themselves; even operations put, odd ones read. */
  @Property
  void shouldStayWithinItsWeightAndNeverGiveAnythingButTheLastValue(
      @ForAll @Size(max = 300) List<@IntRange(max = 999) Integer> operations) {
    var cache = new BoundedCache<Integer, Integer>(50, value -> value);
    var last = new HashMap<Integer, Integer>();
    for (var operation : operations) {
      var key = operation % 20;
      if (operation % 2 == 0) {
        var value = operation % 17 + 1;
        cache.put(key, value, LATER);
        last.put(key, value);
        assertThat(cache.get(key, NOW)).isEqualTo(value);
      } else {
        assertThat(cache.get(key, NOW)).isIn(null, last.get(key));
      }
      var weight = 0;
      for (var i = 0; i < 20; i++) {
        var kept = cache.last(i);
        weight += kept == null ? 0 : kept;
      }
      assertThat(weight).isLessThanOrEqualTo(50);
    }
  }
}
