package milena.http.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import milena.http.compose.Composer.Opened;
import milena.http.request.Bounds;
import milena.http.request.Injection;
import milena.http.request.Injection.Content;
import milena.http.request.Injection.Dialect;
import milena.http.request.Injection.Recipient;
import milena.http.request.Spool;
import milena.ingest.header.HeaderChecks;
import milena.ingest.log.Wishes;
import org.junit.jupiter.api.Test;

class EffortTest {

  private final AtomicLong nanos = new AtomicLong();
  private final Effort effort =
      new Effort(
          nanos::get, new Effort.Limits(Duration.ofSeconds(2), Duration.ofSeconds(5), 4 << 20));

  @Test
  void shouldLookAtTheClockAfterWhatTookLong() {
    // Given
    effort.begin();
    effort.charge(1 << 20);

    // When
    nanos.addAndGet(3_000_000_000L);

    // Then
    assertThatThrownBy(() -> effort.charge(1 << 14))
        .isInstanceOf(Effort.Exceeded.class)
        .hasMessageContaining("too long");
  }

  @Test
  void shouldChargeByLength() {
    // Given
    effort.begin();

    // Then
    effort.charge(100_000_000);
    assertThatThrownBy(() -> effort.charge(1_000_000_000))
        .isInstanceOf(Effort.Exceeded.class)
        .hasMessageContaining("steps");
  }

  @Test
  void shouldWeighAListByWhatItWouldWrite() {
    // Given
    effort.begin();
    var text = "x".repeat(1_000);

    // Then
    assertThat(effort.weigh(List.of(text, Map.of("k", text), 1))).isBetween(2_000L, 2_100L);
    assertThatThrownBy(() -> effort.weigh(Collections.nCopies(10_000, text)))
        .isInstanceOf(Effort.Exceeded.class)
        .hasMessageContaining("characters");
  }

  @Test
  void shouldEndWithTheTimeOfTheRequest() {
    // Given
    effort.begin();
    nanos.addAndGet(4_000_000_000L);
    effort.end();

    // When
    effort.begin();
    nanos.addAndGet(1_500_000_000L);

    // Then
    assertThatThrownBy(() -> effort.charge(1 << 20)).isInstanceOf(Effort.Exceeded.class);
    effort.end();
    assertThat(effort.isSpent()).isTrue();
  }

  @Test
  void shouldMakeNoMoreMessagesAfterTheTimeOfTheRequest() throws Exception {
    // Given
    var content =
        new Content.Parts(
            "{{ n }}",
            null,
            null,
            Map.of(),
            new Injection.Person("a@example.org", null),
            null,
            null,
            List.of());
    var injection = new Injection("", content, Dialect.JINJA, Map.of(), WISHES, 2);
    var recipient = new Recipient(0, "b@example.net", null, Map.of("n", 1L), Map.of());
    // Each look at the clock takes a minute.
    var opened =
        Composer.open(
            injection,
            new Spool(1_000, Path.of("none")),
            Bounds.defaults(10),
            HeaderChecks.DEFAULTS,
            () -> nanos.addAndGet(60_000_000_000L));
    assertThat(opened).isInstanceOf(Opened.Ready.class);
    var composer = ((Opened.Ready) opened).composer();

    // When
    for (int i = 0; i < 4; i++) {
      assertThat(composer.compose(recipient)).isInstanceOf(Composed.Message.class);
    }

    // Then
    assertThat(composer.compose(recipient))
        .isInstanceOfSatisfying(
            Composed.Faulty.class, it -> assertThat(it.detail()).contains("5 minutes"));
  }

  private static final Wishes WISHES = new Wishes("", "", 0, 0, 0, false, false, Map.of());
}
