package milena.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import milena.standalone.HandWrittenLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class TraceCommandTest {

  private final Instant start = Instant.now();

  @TempDir Path folder;

  @Test
  void shouldShowAMessageASubmissionAndARecipient() throws Exception {
    // Given
    try (var log = new HandWrittenLog(folder)) {
      log.accept("M", 2);
      log.takeUp();
      event(log, "M.0", "late", 3);
      event(log, "M.0", "accepted", 0);
      event(log, "M.1", "accepted", 0);
      log.end("M.0", "delivered", 1);
      log.state(4, HandWrittenLog.state("M.1", "deferred", "retry", start.toEpochMilli()));
      for (int other = 0; other < 20; other++) {
        event(log, "OTHER" + other + ".0", "accepted", 0);
      }
      log.accept("NEW", 1);
      log.flush();

      // When
      var message = trace("M");
      var submission = trace("M.0", "--json");
      var recipient = trace("R0@A.test");
      var newest = trace("r0@a.test", "--most", "2");
      var unread = trace("NEW");
      var nothing = trace("GONE");

      // Then
      assertThat(message.code).as(message.err()).isZero();
      assertThat(message.out())
          .contains("now: M.0", "ended as delivered", "now: M.1", "deferred, reason retry")
          .doesNotContain("OTHER");
      assertThat(message.out().lines()).hasSize(6);
      var json = new ObjectMapper().readTree(submission.out());
      assertThat(json.get("events").findValuesAsText("type"))
          .containsExactly("accepted", "delivered", "late");
      assertThat(json.get("now").get(0).get("state").asText()).isEqualTo("delivered");
      assertThat(recipient.out()).contains("OTHER19.0", "now: NEW.0");
      assertThat(newest.out())
          .contains("now: OTHER9.0", "only the newest 2 submissions are shown", "--most N")
          .doesNotContain("OTHER7");
      assertThat(unread.out()).contains("now: NEW.0  r0@a.test  waits for the router");
      assertThat(nothing.code).isEqualTo(1);
      assertThat(nothing.out()).contains("nothing is known of GONE");
    }
  }

  @Test
  void shouldReadAFolderAtRest() throws Exception {
    // Given
    try (var log = new HandWrittenLog(folder)) {
      log.accept("M", 1);
      log.takeUp();
      log.park("M.0", "site-unknown", start.toEpochMilli());
    }

    // When
    var trace = trace("M");

    // Then
    assertThat(trace.code).as(trace.err()).isZero();
    assertThat(trace.out()).contains("now: M.0  r0@a.test  parked: site-unknown, goes on at");
  }

  @Test
  void shouldTellWhatIsWrong() {
    // When
    var noAddress = trace("ann@");
    var nothing = trace();
    var tooMany = trace("M", "--most", "10001");
    var noFolder = trace("M", "--data=" + folder.resolve("missing"));

    // Then
    assertThat(noAddress.code).isEqualTo(2);
    assertThat(noAddress.err()).contains("'ann@' is not an address");
    assertThat(nothing.code).isEqualTo(2);
    assertThat(nothing.err()).contains("ID|RECIPIENT");
    assertThat(tooMany.err()).contains("'10001' is not from 1 to 10000");
    assertThat(noFolder.code).isEqualTo(2);
  }

  private void event(HandWrittenLog log, String id, String type, int daysLater) {
    log.write(
        HandWrittenLog.event(id, type)
            .setRecipient("r0@a.test")
            .setTime(start.plus(Duration.ofDays(daysLater - 1L)))
            .build());
  }

  /** A run of the command. */
  private record Traced(int code, String out, String err) {}

  private Traced trace(String... arguments) {
    var console = new Console();
    var environment = Map.of("MILENA_DATA", folder.toString());
    var code = console.execute(TraceCommand.spec(environment), arguments);
    return new Traced(code, console.out(), console.err());
  }
}
