package milena.standalone.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import milena.schemas.BodyRef;
import milena.schemas.MailEvent;
import milena.schemas.Parked;
import milena.schemas.RoutedSubmission;
import milena.schemas.ShaperState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatheringTest {

  private static final String TO = "ann@a.test";
  private static final BodyRef REF = BodyRef.newBuilder().build();

  @Test
  void shouldPutEventsInOrderOfTimeAndKeepTheLogsOrderWithinAMoment() {
    // Given
    var gathering = new Gathering(Sought.parse("M"), 10);

    // When
    gathering.event(event("M.0", "late", 30, false));
    gathering.event(event("M.0", "accepted", 10, false));
    gathering.event(event("M.0", "deferred", 20, false));
    gathering.event(event("M.0", "delivered", 20, true));
    gathering.event(event("OTHER.0", "delivered", 20, true));

    // Then
    assertThat(gathering.trace().events())
        .extracting(MailEvent::getType)
        .containsExactly("accepted", "deferred", "delivered", "late");
  }

  @Test
  void shouldLetAnEndingOutweighHavingWaited() {
    // Given
    var gathering = new Gathering(Sought.parse("M"), 10);

    // When
    gathering.unread("router", "M.0", TO);
    gathering.state("k", state("M.1", "deferred"));
    gathering.event(event("M.0", "bounced", 1, true));
    gathering.event(event("M.2", "accepted", 1, false));

    // Then
    assertThat(gathering.ended()).isFalse();
    assertThat(gathering.trace().standings())
        .containsExactly(
            new Standing.Ended("M.0", TO, "bounced"),
            new Standing.Held("M.1", TO, "deferred", "retry", 7, 2, 451, "later"),
            new Standing.Nowhere("M.2", TO));
  }

  @Test
  void shouldForgetWhatIsNoLongerStored() {
    // Given
    var gathering = new Gathering(Sought.parse(TO), 10);

    // When
    gathering.parked("p", parked("M.0", TO));
    gathering.parked("p", null);
    gathering.state("s", state("M.0", "outstanding"));
    gathering.state("s", state("M.0", "deferred"));
    gathering.state("t", state("M.1", "ready"));
    gathering.state("t", null);
    gathering.parked("q", parked("M.2", TO));
    gathering.parked("r", parked("M.3", "bob@a.test"));

    // Then
    assertThat(gathering.trace().standings())
        .containsExactly(
            new Standing.Held("M.0", TO, "deferred", "retry", 7, 2, 451, "later"),
            new Standing.Aside("M.2", TO, "site-unknown", 9));
  }

  @Test
  void shouldKnowWhereOneIsWhoseRecordWasMovedWhateverIsReadFirst() {
    // Given
    var gathering = new Gathering(Sought.parse(TO), 10);

    // When
    gathering.parked("p", parked("M.0", TO));
    gathering.unread("shaper", "M.0", TO);
    gathering.parked("p", null);
    gathering.state("old", state("M.1", "ready"));
    gathering.state("new", state("M.1", "deferred"));
    gathering.state("old", null);

    // Then
    assertThat(gathering.trace().standings())
        .containsExactly(
            new Standing.Unread("M.0", TO, "shaper"),
            new Standing.Held("M.1", TO, "deferred", "retry", 7, 2, 451, "later"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldKeepAllThatIsSaidOfTheNewestSubmissionsAndNothingOfOthers(boolean oldestFirst) {
    // Given
    var gathering = new Gathering(Sought.parse(TO), 3);
    var ids =
        IntStream.range(0, 100)
            .map(i -> oldestFirst ? i : 99 - i)
            .mapToObj(i -> "M%02d.0".formatted(i))
            .toList();

    // When
    ids.forEach(id -> gathering.unread("router", id, TO));
    ids.forEach(id -> gathering.state("key of " + id, state(id, "ready")));
    gathering.state("key of M98.0", null);
    ids.reversed().forEach(id -> gathering.event(event(id, "accepted", 1, false)));
    gathering.event(event("M98.0", "delivered", 2, true));
    var trace = gathering.trace();

    // Then
    assertThat(trace.standings())
        .extracting(Standing::submissionId, standing -> standing.getClass().getSimpleName())
        .containsExactly(tuple("M97.0", "Held"), tuple("M98.0", "Ended"), tuple("M99.0", "Held"));
    assertThat(trace.events()).hasSize(4);
    assertThat(trace.leftOut()).isEqualTo(97);
    assertThat(trace.cut()).isTrue();
  }

  @Test
  void shouldTakeTheRecipientsOfAMessageInTheirOrder() {
    // Given
    var gathering = new Gathering(Sought.parse("M"), 3);

    // When
    IntStream.range(0, 12).forEach(i -> gathering.unread("router", "M." + i, TO));

    // Then
    assertThat(gathering.trace().standings())
        .extracting(Standing::submissionId)
        .containsExactly("M.9", "M.10", "M.11");
  }

  @Test
  void shouldKeepTheNewestEventsOfOneThatHasVeryManyAndItsEnding() {
    // Given
    var gathering = new Gathering(Sought.parse("M"), 2, 3);

    // When
    gathering.event(event("M.0", "accepted", 0, false));
    gathering.event(event("M.1", "delivered", 0, true));
    IntStream.of(5, 1, 4, 2, 3).forEach(i -> gathering.event(event("M.1", "late", i, false)));
    var trace = gathering.trace();

    // Then
    assertThat(trace.events())
        .extracting(event -> event.getTime().toEpochMilli())
        .containsExactlyElementsOf(List.of(3L, 4L, 5L));
    assertThat(trace.leftOut()).isEqualTo(4);
    assertThat(trace.standings()).containsExactly(new Standing.Ended("M.1", TO, "delivered"));
  }

  @Test
  void shouldKnowNothingOfNothing() {
    // When
    var gathering = new Gathering(Sought.parse("M"), 3);

    // Then
    assertThat(gathering.ended()).isFalse();
    assertThat(gathering.trace().found()).isFalse();
  }

  private static MailEvent event(String id, String type, long at, boolean ending) {
    return MailEvent.newBuilder()
        .setSubmissionId(id)
        .setRecipient(TO)
        .setType(type)
        .setTime(Instant.ofEpochMilli(at))
        .setFinal$(ending)
        .build();
  }

  private static ShaperState state(String id, String state) {
    return ShaperState.newBuilder()
        .setSubmissionId(id)
        .setRecipient(TO)
        .setState(state)
        .setReason("retry")
        .setDueAt(7)
        .setAttempt(2)
        .setLastCode(451)
        .setLastText("later")
        .setRef(REF)
        .build();
  }

  private static Parked parked(String id, String recipient) {
    var routed =
        RoutedSubmission.newBuilder()
            .setSubmissionId(id)
            .setRecipient(recipient)
            .setRef(REF)
            .build();
    return Parked.newBuilder().setRouted(routed).setReason("site-unknown").setUntil(9).build();
  }
}
