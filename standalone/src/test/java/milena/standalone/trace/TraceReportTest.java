package milena.standalone.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import milena.schemas.MailEvent;
import org.junit.jupiter.api.Test;

class TraceReportTest {

  private static final MailEvent ACCEPTED =
      MailEvent.newBuilder()
          .setType("accepted")
          .setSubmissionId("M.0")
          .setMessageId("M")
          .setTime(Instant.parse("2026-05-04T12:00:00Z"))
          .setSender("shop@s.test")
          .setRecipient("ann@a.test")
          .setProtocol("ESMTP")
          .setPeer("127.0.0.1")
          .setSize(4_321)
          .build();

  private static final MailEvent DEFERRED =
      MailEvent.newBuilder()
          .setType("deferred")
          .setSubmissionId("M.0")
          .setMessageId("M")
          .setTime(Instant.parse("2026-05-04T12:00:01.250Z"))
          .setRecipient("ann@a.test")
          .setAttempt(1)
          .setRemoteHost("mx.a.test")
          .setRemoteAddress("127.0.0.9:25")
          .setTlsProtocol("TLSv1.3")
          .setCode(451)
          .setEnhanced("4.7.1")
          .setText("later\u001b[2J\r\nplease")
          .setReason("retry")
          .setNextAttemptAt(Instant.parse("2026-05-04T12:20:00Z"))
          .setMeta(Map.of("order", "42"))
          .build();

  private static final Standing HELD =
      new Standing.Held(
          "M.0", "ann@a.test", "deferred", "retry", 1_777_897_200_000L, 1, 451, "later");

  private static final Trace TRACE =
      new Trace(Sought.parse("M"), List.of(ACCEPTED, DEFERRED), List.of(HELD), 0, false);

  @Test
  void shouldPrintALineForEachEventAndThenWhereItIs() {
    assertThat(new TraceReport(TRACE).toText())
        .isEqualTo(
            """
            2026-05-04T12:00:00Z      accepted    M.0  ann@a.test  ESMTP from 127.0.0.1, sender <shop@s.test>, 4,321 bytes
            2026-05-04T12:00:01.250Z  deferred    M.0  ann@a.test  attempt 1 to mx.a.test [127.0.0.9:25] over TLSv1.3, 451 4.7.1 later?[2J??please, reason retry, next at 2026-05-04T12:20:00Z
            now: M.0  ann@a.test  deferred, reason retry, due at 2026-05-04T12:20:00Z, attempts so far 1, last reply 451 later
            """);
  }

  @Test
  void shouldSayWhereOthersAreAndWhatIsNotShown() {
    // Given
    List<Standing> standings =
        List.of(
            new Standing.Ended("M.0", "a@a.test", "expired"),
            new Standing.Unread("M.1", "b@a.test", "router"),
            new Standing.Aside("M.2", "c@a.test", "site-unknown", 0),
            new Standing.Held("M.3", "d@a.test", "ready", "window", 1_777_897_200_000L, 0, 0, ""),
            new Standing.Nowhere("M.4", "d@a.test"));

    // When
    var text = text(standings, 1_200, false);
    var cut = text(standings, 1_200, true);

    // Then
    assertThat(text)
        .isEqualTo(
            """
            now: M.0  a@a.test  ended as expired
            now: M.1  b@a.test  waits for the router
            now: M.2  c@a.test  parked: site-unknown
            now: M.3  d@a.test  ready, reason window, expires at 2026-05-04T12:20:00Z, attempts so far 0
            now: M.4  d@a.test  neither ended nor found waiting
            (1,200 older events are left out)
            """);
    assertThat(cut)
        .endsWith(
            """
            (only the newest 5 submissions are shown, 1,200 older events are left out; --most N shows more, an id shows one)
            """);
  }

  private static String text(List<Standing> standings, long leftOut, boolean cut) {
    return new TraceReport(new Trace(Sought.parse("M"), List.of(), standings, leftOut, cut))
        .toText();
  }

  @Test
  void shouldPrintOneJsonObject() throws Exception {
    // When
    var json = new ObjectMapper().readTree(new TraceReport(TRACE).toJson());

    // Then
    var deferred = json.get("events").get(1);
    assertThat(json.get("found").asBoolean()).isTrue();
    assertThat(deferred.get("code").asInt()).isEqualTo(451);
    assertThat(deferred.get("text").asText()).isEqualTo("later\u001b[2J\r\nplease");
    assertThat(deferred.get("time").asText()).isEqualTo("2026-05-04T12:00:01.250Z");
    assertThat(deferred.get("final").asBoolean()).isFalse();
    assertThat(deferred.get("meta").get("order").asText()).isEqualTo("42");
    assertThat(deferred.has("tenant")).isFalse();
    assertThat(json.get("now").get(0).get("due").asText()).isEqualTo("2026-05-04T12:20:00Z");
  }

  @Test
  void shouldSayThatNothingIsKnown() throws Exception {
    // Given
    var report = new TraceReport(new Trace(Sought.parse("M"), List.of(), List.of(), 0, false));

    // Then
    assertThat(report.toText()).isEqualTo("nothing is known of M\n");
    assertThat(new ObjectMapper().readTree(report.toJson()).get("found").asBoolean()).isFalse();
  }
}
