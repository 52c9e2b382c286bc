package milena.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Ids are unique and sort by time. */
class MessageIdsTest {

  @Test
  void shouldSortByTimeAndNeverRepeatEvenWhenTheClockGoesBack() {
    // Given
    var millis = new AtomicLong(1_800_000_000_000L);
    InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    var ids = new MessageIds(clock);
    var others = new MessageIds(clock);
    var seen = new HashSet<String>();
    var last = "";
    // When
    for (int i = 0; i < 10_000; i++) {
      millis.addAndGet(i % 7 == 0 ? 1 : i % 500 == 3 ? -20 : 0);
      var id = ids.next();
      // Then
      assertThat(id).isGreaterThan(last).matches("[0-9A-HJKMNP-TV-Z]{26}");
      assertThat(seen.add(id)).isTrue();
      assertThat(seen.add(others.next())).isTrue();
      last = id;
    }
  }

  @Test
  void shouldTellWhenAnIdWasMadeUnlessItIsDerived() {
    // Given
    var made = new MessageIds(() -> Instant.ofEpochMilli(1_800_000_000_123L)).next();
    // Then
    assertThat(MessageIds.madeAt(made)).hasValue(1_800_000_000_123L);
    for (int first = 0; first < 256; first++) {
      var digest = new byte[32];
      digest[0] = (byte) first;
      var derived = MessageIds.of(digest);
      assertThat(derived).matches("[G-HJKMNP-TV-Z][0-9A-HJKMNP-TV-Z]{25}");
      assertThat(MessageIds.madeAt(derived)).isEmpty();
    }
    assertThat(MessageIds.madeAt("not one of ours at all, no")).isEmpty();
    assertThat(MessageIds.madeAt("")).isEmpty();
  }
}
