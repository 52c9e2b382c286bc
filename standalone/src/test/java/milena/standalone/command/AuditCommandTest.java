package milena.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import milena.standalone.HandWrittenLog;
import milena.standalone.data.FolderLock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class AuditCommandTest {

  @TempDir Path folder;

  @Test
  @Tag("long")
  void shouldBalanceWhenEverySubmissionIsInOnePlace() throws Exception {
    // Given
    try (var log = new HandWrittenLog(folder)) {
      balanced(log);

      // When
      var running = audit("--data=" + folder);
      var registries = "http://127.0.0.1:1," + log.registryUrl();
      var cluster = audit("--kafka", log.bootstrap(), "--registry-url", registries);

      // Then
      assertThat(running.out())
          .containsPattern("accepted +10\n")
          .containsPattern("delivered +3\n")
          .containsPattern("bounced +1\n")
          .containsPattern("waiting +6\n")
          .containsPattern("router +1\n")
          .containsPattern("shaper +1\n")
          .containsPattern("parked: unresolved +1\n")
          .containsPattern("retry +1\n")
          .containsPattern("outstanding +2\n")
          .containsPattern("deferred, then delivered +1\n")
          .contains("The account balances");
      assertThat(running.code).isZero();
      assertThat(cluster.code).isZero();
    }

    // When
    var atRest = audit("--data", folder.toString(), "--json");

    // Then
    assertThat(atRest.code).as(atRest.err()).isZero();
    var account = new ObjectMapper().readTree(atRest.out());
    assertThat(account.get("balances").asBoolean()).isTrue();
    assertThat(account.get("accepted").asInt()).isEqualTo(10);
    assertThat(account.get("endings").get("delivered").asInt()).isEqualTo(3);
    assertThat(account.get("waiting").get("retry").asInt()).isEqualTo(1);
    assertThat(atRest.err()).contains("starting its broker");
    FolderLock.take(folder).close();
  }

  @Test
  void shouldNameTheOnesWhoseRecordsAreMissing() throws Exception {
    // Given
    try (var log = new HandWrittenLog(folder)) {
      log.accept("NOQUEUE", 1);
      log.accept("NODISPATCH", 1);
      log.accept("TWICE", 1);
      balanced(log);
      log.state(
          90,
          HandWrittenLog.state("NODISPATCH.0", "outstanding", "outstanding", soon()).setIssue(2));
      log.dispatch("NODISPATCH.0", 1);
      log.end("TWICE.0", "delivered", 1);
      log.end("TWICE.0", "bounced", 1);
      log.flush();

      // When
      var audit = audit("--data=" + folder);

      // Then
      assertThat(audit.code).isEqualTo(1);
      assertThat(audit.out())
          .contains("! NOQUEUE.0 is found nowhere")
          .contains("! NODISPATCH.0 waits for the result of a dispatch that is not there")
          .contains("! TWICE.0 has 2 endings")
          .containsPattern("unaccounted for +2\n")
          .containsPattern("with two endings +1\n")
          .contains("DOES NOT BALANCE");
    }
  }

  @Test
  void shouldJudgeAFolderAtRestAsOfItsNewestRecord() throws Exception {
    // Given
    try (var log = new HandWrittenLog(folder)) {
      log.accept("A", 1);
      log.takeUp();
      log.state(1, HandWrittenLog.state("A.0", "deferred", "retry", soon()));
    }
    var nextWeek = InstantSource.offset(InstantSource.system(), Duration.ofDays(7));

    // When
    var atRest = run(nextWeek, "--data=" + folder);
    Audited running;
    try (var _ = new HandWrittenLog(folder)) {
      running = run(nextWeek, "--data=" + folder);
    }

    // Then
    assertThat(atRest.code).as(atRest.out() + atRest.err()).isZero();
    assertThat(running.code).isEqualTo(1);
    assertThat(running.out()).contains("A.0 waits (retry) and is overdue");
  }

  @Test
  void shouldTakeOnlyTheRangeAndTheTenantAskedFor() throws Exception {
    // Given
    try (var log = new HandWrittenLog(folder)) {
      log.accept("A", 1);
      log.takeUp();
      log.end("A.0", "delivered", 1);
      log.flush();

      // When
      var before = audit("--data=" + folder, "--to", "-1h");
      var after = audit("--data=" + folder, "--from", "-1h", "--to=now", "--tenant", "default");
      var other = audit("--data=" + folder, "--tenant", "other");

      // Then
      assertThat(before.out()).containsPattern("accepted +0\n");
      assertThat(after.out()).containsPattern("accepted +1\n");
      assertThat(other.out()).contains("tenant other").containsPattern("accepted +0\n");
    }
  }

  @Test
  void shouldSayWhatIsWrongAndCreateNothing() throws Exception {
    // Given
    var missing = folder.resolve("missing");
    var empty = Files.createDirectory(folder.resolve("empty"));

    // When
    var noFolder = audit("--data=" + missing);
    var noLog = audit("--data=" + empty);
    var wrongTime = audit("--from", "yesterday");
    var wrongFlag = audit("--form", "-1h");
    var noRegistry = audit("--registry-url", "ftp://x");

    // Then
    assertThat(noFolder.code).isEqualTo(2);
    assertThat(noFolder.err()).contains("does not exist");
    assertThat(missing).doesNotExist();
    assertThat(noLog.code).isEqualTo(2);
    assertThat(noLog.err()).contains("there is no log in");
    assertThat(empty).isEmptyDirectory();
    assertThat(wrongTime.code).isEqualTo(2);
    assertThat(wrongTime.err()).contains("'yesterday' is not a time such as");
    assertThat(wrongFlag.code).isEqualTo(2);
    assertThat(wrongFlag.err()).contains("--form", "--from");
    assertThat(noRegistry.code).isEqualTo(2);
    assertThat(noRegistry.err()).contains("registry-url");
  }

  @Test
  @Tag("long")
  void shouldSayThatTheClusterDoesNotAnswer() {
    // When
    var audit = audit("--kafka=127.0.0.1:1", "--registry-url=http://127.0.0.1:1");

    // Then
    assertThat(audit.code).isEqualTo(3);
    assertThat(audit.err()).contains("the log cannot be read");
  }

  /** Ten submissions: every ending and every place in which one can wait. */
  private static void balanced(HandWrittenLog log) throws Exception {
    log.accept("M", 4);
    log.accept("PARKED", 1);
    log.accept("RETRY", 1);
    log.accept("OUT", 2);
    log.accept("QUEUED", 1);
    log.takeUp();
    log.end("M.0", "delivered", 1);
    log.end("M.1", "delivered", 3);
    log.write(HandWrittenLog.event("M.1", "deferred").setAttempt(1).build());
    log.end("M.2", "bounced", 1);
    log.end("M.3", "delivered", 1);
    log.state(7, HandWrittenLog.state("M.3", "outstanding", "outstanding", 1));
    log.forget(7);
    log.park("PARKED.0", "unresolved", soon());
    log.state(1, HandWrittenLog.state("RETRY.0", "outstanding", "outstanding", 1).setIssue(1));
    log.state(1, HandWrittenLog.state("RETRY.0", "deferred", "retry", soon()).setIssue(1));
    log.queue("QUEUED.0");
    for (int index = 0; index < 2; index++) {
      var out = HandWrittenLog.state("OUT." + index, "outstanding", "outstanding", soon());
      log.state(2 + index, out.setIssue(3));
      log.dispatch("OUT." + index, 3);
    }
    log.accept("NEW", 1);
    log.flush();
  }

  private static long soon() {
    return System.currentTimeMillis() + Duration.ofHours(1).toMillis();
  }

  /** A run of the command. */
  private record Audited(int code, String out, String err) {}

  private static Audited audit(String... arguments) {
    return run(InstantSource.system(), arguments);
  }

  private static Audited run(InstantSource clock, String... arguments) {
    var console = new Console();
    var code = console.execute(AuditCommand.spec(Map.of(), clock), arguments);
    return new Audited(code, console.out(), console.err());
  }
}
