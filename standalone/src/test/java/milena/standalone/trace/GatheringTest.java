package milena.standalone.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import milena.schemas.MailEvent;
import milena.schemas.Parked;
import milena.schemas.RoutedSubmission;
import milena.schemas.ShaperState;
import org.junit.jupiter.api.Test;

class GatheringTest {

  private static final String TO = "ann@a.test";

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
  void shouldKeepTheNewestEventsAndSayHowManyAreLeftOut() {
    // Given
    var gathering = new Gathering(Sought.parse(TO), 3);

    // When
    IntStream.of(5, 1, 4, 2, 3)
        .forEach(i -> gathering.event(event("M" + i + ".0", "late", i, false)));
    IntStream.range(0, 100).forEach(i -> gathering.unread("router", "U" + i + ".0", TO));
    var trace = gathering.trace();

    // Then
    assertThat(trace.events())
        .extracting(event -> event.getTime().toEpochMilli())
        .containsExactlyElementsOf(List.of(3L, 4L, 5L));
    assertThat(trace.leftOut()).isEqualTo(2);
    assertThat(trace.standings()).hasSizeLessThanOrEqualTo(6);
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
        .build();
  }

  private static Parked parked(String id, String recipient) {
    var routed = RoutedSubmission.newBuilder().setSubmissionId(id).setRecipient(recipient).build();
    return Parked.newBuilder().setRouted(routed).setReason("site-unknown").setUntil(9).build();
  }
}
