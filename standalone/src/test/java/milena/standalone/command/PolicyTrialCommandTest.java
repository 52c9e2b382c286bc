package milena.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import milena.schemas.MxHost;
import milena.schemas.RoutedSubmission;
import milena.schemas.SiteRecord;
import milena.schemas.Topics;
import milena.standalone.HandWrittenLog;
import milena.standalone.account.LogReader;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class PolicyTrialCommandTest {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final int MANY = 600;

  private static final String SLOW =
      """
      providers: {big: {mx-suffix: .big.test}}
      limits:
        - {per: provider, provider: big, message-rate: 1/s, burst: 1}
      reactions:
        - {name: busy, when: "^421", do: [{suspend: site}], for: 5m}
      """;

  private final long now = System.currentTimeMillis();
  @TempDir Path folder;

  @Test
  void shouldSayWhatWouldDifferAndTouchNothing() throws Exception {
    // Given
    var slow = Files.writeString(folder.resolve("slow.yaml"), SLOW).toString();
    var same = Files.writeString(folder.resolve("same.yaml"), "limits: []\n").toString();
    Ran text;
    Ran unchanged;
    try (var log = new HandWrittenLog(folder)) {
      log.salt();
      recorded(log);
      log.flush();
      var before = stands(log);

      // When
      text = run("trial", slow, "--from", "-2h");
      unchanged = run("trial", same, "--from", "-2h");

      // Then
      assertThat(stands(log)).isEqualTo(before);
    }
    var atRest = run("trial", slow, "--json");

    // Then
    assertThat(text.code).as(text.err()).isZero();
    assertThat(text.out())
        .contains("slow.yaml tried instead of no policy")
        .containsPattern("submissions +602 +602 +602")
        .containsPattern("waiting from before +1 +1 +1")
        .containsPattern("deferred +1 +[23] +[23]")
        .contains("message-rate per provider: ", "<- limits[0] (line 3)")
        .containsPattern("busy +0 +[23] ")
        .contains("Left out, held back by an operator's command: 1.");
    assertThat(unchanged.code).as(unchanged.err()).isZero();
    assertThat(unchanged.out()).contains("No difference: the same mail");
    assertThat(atRest.code).as(atRest.err()).isZero();
    figures(new ObjectMapper().readTree(atRest.out()));
  }

  private static void figures(JsonNode report) {
    assertThat(report.get("differs").asBoolean()).isTrue();
    var recorded = report.get("recorded");
    assertThat(recorded.get("delivered").asInt()).isEqualTo(MANY);
    assertThat(recorded.get("deferred").asInt()).isEqualTo(1);
    assertThat(recorded.get("acceptedToFirstAttempt").get("p50").asLong()).isEqualTo(100);
    for (var side : List.of("now", "new")) {
      assertThat(report.get(side).get("delivered").asInt()).isEqualTo(MANY + 1);
      assertThat(report.get(side).get("waiting").asInt()).isEqualTo(1);
    }
    assertThat(report.get("now").get("heldBack")).isEmpty();
    assertThat(report.get("now").get("acceptedToFirstAttempt").get("p99").asLong())
        .isLessThan(10 * SECOND);
    // Ten come in a second and one leaves: the one before the last six of 600 has waited so long.
    assertThat(report.get("new").get("acceptedToFirstAttempt").get("p99").asLong())
        .isCloseTo((594 - 59) * SECOND, within(10 * SECOND));
    var bite = report.get("new").get("heldBack").get(0);
    assertThat(bite.get("what").asText()).isEqualTo("message-rate per provider");
    // The first finds the burst saved.
    assertThat(bite.get("messages").asInt()).isEqualTo(MANY - 1);
    assertThat(bite.get("worst").get(0).get("key").asText()).isEqualTo("big");
  }

  /** Six hundred to one site within a minute, one that is deferred, one that waits, one parked. */
  private void recorded(HandWrittenLog log) {
    log.write(
        Topics.SITES_TABLE,
        0,
        "x.test",
        SiteRecord.newBuilder()
            .setDomain("x.test")
            .setKind("mx")
            .setSite("mx.big.test")
            .setHosts(List.of(new MxHost("mx.big.test", 10)))
            .build());
    for (int i = 0; i < MANY; i++) {
      long at = now - HOUR + i * 100L;
      queued(log, "M" + i, "x.test", "mx.big.test", at);
      attempted(log, "M" + i, "mx.big.test", at, "delivered", 250);
    }
    queued(log, "DEFERRED", "y.test", "mx.y.test", now - HOUR);
    attempted(log, "DEFERRED", "mx.y.test", now - HOUR, "deferred", 421);
    for (var state : List.of("deferred", "parked")) {
      log.write(
          Topics.SHAPER_STATE,
          0,
          state + "-key",
          HandWrittenLog.state(
                  state.toUpperCase(Locale.ROOT) + "1.0", state, "retry", now - 30 * MINUTE)
              .setAttempt(1)
              .setDomain("z.test")
              .setSite("mx.z.test")
              .setAcceptedAt(now - 48 * HOUR)
              .setExpiresAt(now + 48 * HOUR)
              .build());
    }
  }

  private static void queued(HandWrittenLog log, String id, String domain, String site, long at) {
    log.write(
        Topics.QUEUE,
        0,
        id + ".0",
        RoutedSubmission.newBuilder()
            .setSubmissionId(id + ".0")
            .setTenant("default")
            .setDomain(domain)
            .setSite(site)
            .setAcceptedAt(at)
            .setRoutedAt(at)
            .setExpiresAt(at + 48 * HOUR)
            .build());
  }

  private static void attempted(
      HandWrittenLog log, String id, String site, long at, String type, int code) {
    log.write(
        HandWrittenLog.event(id + ".0", type)
            .setAcceptedAt(Instant.ofEpochMilli(at))
            .setTime(Instant.ofEpochMilli(at + 150))
            .setFinal$(type.equals("delivered"))
            .setSite(site)
            .setAttempt(1)
            .setCode(code)
            .setText(code == 250 ? "ok" : "try later")
            .setScope(code == 250 ? "" : "connection")
            .setQueuedMs(100)
            .setSendMs(50)
            .build());
  }

  /** Everything that a reader could have changed. */
  private static List<Object> stands(HandWrittenLog log) throws Exception {
    try (var admin = Admin.create(log.clients().admin())) {
      var topics = admin.listTopics().names().get();
      var reader = new LogReader(log.clients());
      return List.of(
          topics,
          reader.ends(topics.stream().filter(each -> each.startsWith("mail.")).toList()),
          admin.listGroups().all().get().size());
    }
  }

  @Test
  void shouldTellWhatIsWrong() throws Exception {
    // Given
    var wrong = Files.writeString(folder.resolve("wrong.yaml"), "limits: 1\n").toString();
    var fine = Files.writeString(folder.resolve("fine.yaml"), "limits: []\n").toString();
    Ran backwards;
    Ran version;
    try (var log = new HandWrittenLog(folder)) {
      log.salt();
      log.flush();

      // When
      backwards = run("trial", fine, "--from", "-1h", "--to", "-2h");
      version = run("trial", fine, "--against", "4");
    }
    var errors = run("trial", wrong);
    var missing = run("trial", fine, "--data", folder.resolve("missing").toString());

    // Then
    assertThat(List.of(backwards, version, errors, missing)).allMatch(run -> run.code == 2);
    assertThat(backwards.err()).contains("--from must be before --to");
    assertThat(version.err()).contains("there is no version 4");
    assertThat(errors.err()).contains("error at limits (line 1): is a single value");
    assertThat(missing.err()).contains("does not exist");
  }

  /** A run of the command. */
  private record Ran(int code, String out, String err) {}

  private Ran run(String... arguments) {
    var console = new Console();
    var environment = Map.of("MILENA_DATA", folder.toString());
    var code = console.execute(PolicyCommand.spec(environment), arguments);
    return new Ran(code, console.out(), console.err());
  }
}
