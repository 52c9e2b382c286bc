package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import milena.router.shape.ShaperDecision.Ended;
import milena.router.shape.ShaperDecision.Ending;
import milena.router.shape.ShaperDecision.Released;
import milena.schemas.AvroFormat;
import milena.schemas.MailEvent;
import milena.schemas.RoutedSubmission;
import milena.schemas.ShaperState;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import milena.testing.FixedIds;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What its sender wants back in time (RFC 2852, mode R) is a failure then, and is not tried. */
class ReturnInTimeTest {
  private static final long BY = 60_000;

  private final MemoryHoldStore store = new MemoryHoldStore();
  private final List<ShaperDecision> decided = new ArrayList<>();
  private ShardShaper shaper = shaper();

  /** Every process has a format, and with that Avro may copy our records. */
  @BeforeAll
  static void trustOurRecords() throws ClassNotFoundException {
    Class.forName(AvroFormat.class.getName());
  }

  private ShardShaper shaper() {
    return new ShardShaper(
        Samples.config(OptionalDouble.empty()),
        store,
        Samples.freely(new Samples.Changing()),
        decided::add);
  }

  private void startsAgain(long now) {
    store.commit();
    store.kill();
    decided.clear();
    shaper = shaper();
    shaper.start(now);
  }

  private void triedInVain(Held held, long now) {
    shaper.start(now);
    shaper.arrived(held, 0, now);
    shaper.timePassed(now);
    shaper.attempted(Samples.result(held.offset, 1, 1, "deferred", "recipient"), now + 10);
  }

  private MailEvent ending(long now) {
    assertThat(decided).last().isInstanceOf(Ended.class);
    var ended = (Ended) decided.getLast();
    assertThat(ended.ending()).isEqualTo(Ending.EXPIRED);
    return ShaperRecords.ended(ended.held(), ended.ending(), ended.result(), now);
  }

  @Test
  void shouldEndForGoodWhatWasToBeDeliveredByNow() {
    // Given
    triedInVain(Samples.heldUntil(BY, 1, "s", 0), 10);
    shaper.timePassed(BY - 1);
    assertThat(decided).noneMatch(Ended.class::isInstance);
    // When
    shaper.timePassed(BY);
    // Then
    assertThat(ending(BY))
        .returns("expired", MailEvent::getType)
        .returns("5.4.7", MailEvent::getEnhanced)
        .returns("delivery time expired", MailEvent::getText);
  }

  @Test
  void shouldNotEndForGoodWhatExpiresOtherwise() {
    // Given
    triedInVain(Samples.held(1, "s", "t", 0, BY), 10);
    // When
    shaper.timePassed(BY);
    // Then
    assertThat(ending(BY))
        .returns("4.4.7", MailEvent::getEnhanced)
        .returns("expired", MailEvent::getText);
  }

  @Test
  void shouldKnowItAfterAKill() {
    // Given
    triedInVain(Samples.heldUntil(BY, 1, "s", 0), 10);
    // When
    startsAgain(BY / 2);
    shaper.timePassed(BY);
    // Then
    assertThat(ending(BY).getEnhanced()).isEqualTo("5.4.7");
  }

  @Test
  void shouldNotBeTriedOnceMoreForHavingBeenOff() {
    // Given
    triedInVain(Samples.heldUntil(BY, 1, "s", 0), 10);
    long back = BY + Duration.ofDays(1).toMillis();
    // When
    startsAgain(back);
    shaper.timePassed(back);
    // Then
    assertThat(decided).noneMatch(Released.class::isInstance);
    assertThat(ending(back).getEnhanced()).isEqualTo("5.4.7");
  }

  @Test
  void shouldGoWithItToAnotherSite() {
    // When
    var moved = ShaperRecords.moved(Samples.heldUntil(BY, 1, "s", 0), "other", 2, 10);
    // Then
    assertThat(new Held(2, moved, moved.getRef()).isToReturn(BY)).isTrue();
  }

  @Test
  void shouldSurviveTheLog() throws UnreadableRecord {
    // Given
    var states = new AvroFormat(new FixedIds()).codec(Topics.SHAPER_STATE, ShaperState.class);
    var bytes = states.encode(Samples.heldUntil(BY, 1, "s", 0).toState());
    // When
    var read = new Held(1, states.decode(bytes));
    // Then
    assertThat(read.isToReturn(BY - 1)).isFalse();
    assertThat(read.isToReturn(BY)).isTrue();
  }

  @Test
  void shouldBeForNeverInRecordsFromBefore() {
    assertThat(new Held(1, ShaperState.newBuilder().build()).isToReturn(Long.MAX_VALUE)).isFalse();
    var routed = RoutedSubmission.newBuilder().build();
    assertThat(new Held(1, routed, routed.getRef()).isToReturn(Long.MAX_VALUE)).isFalse();
  }
}
