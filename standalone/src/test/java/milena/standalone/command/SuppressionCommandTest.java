package milena.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import milena.schemas.RecipientHash;
import milena.schemas.Suppression;
import milena.schemas.Topics;
import milena.standalone.HandWrittenLog;
import milena.standalone.account.LogReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class SuppressionCommandTest {

  @TempDir Path folder;

  @Test
  void shouldAddListAndLiftWithWhoAndWhy() throws Exception {
    // Given
    try (var log = new HandWrittenLog(folder)) {
      log.salt();
      log.flush();

      // When
      var added = run("add", "Ann@Example.com", "--why", "asked by telephone", "--who", "ops");
      var everywhere = run("add", "bob@b.test", "--tenant=*", "--why=trap", "--json");
      var all = run("list");
      var ann = run("list", "ANN@example.com", "--json");
      var ofDefault = run("list", "--tenant", "default");
      var lifted = run("remove", "ann@example.com", "--why", "new mailbox");
      var again = run("remove", "ann@example.com", "--why", "new mailbox");
      var gone = run("list", "ann@example.com");

      // Then
      assertThat(added.code).as(added.err()).isZero();
      assertThat(added.out()).contains("suppressed ann@example.com for tenant default");
      assertThat(everywhere.out()).contains("\"address\":\"bob@b.test\",\"tenant\":\"*\"");
      assertThat(all.out())
          .containsPattern("ann@example.com +default +manual .* by ops: asked by telephone")
          .contains("bob@b.test", "2 suppressed");
      var entry = new ObjectMapper().readTree(ann.out()).get("suppressions").get(0);
      assertThat(entry.get("who").asText()).isEqualTo("ops");
      assertThat(entry.get("why").asText()).isEqualTo("asked by telephone");
      assertThat(ofDefault.out()).contains("ann@example.com").doesNotContain("bob@b.test");
      assertThat(lifted.code).isZero();
      assertThat(lifted.out()).contains("lifted the suppression of ann@example.com");
      assertThat(again.code).isEqualTo(1);
      assertThat(again.err()).contains("there is no suppression of ann@example.com");
      assertThat(gone.code).isEqualTo(1);
      shouldBeKeyedAsTheRouterLooksThemUp(log);
    }
  }

  private static void shouldBeKeyedAsTheRouterLooksThemUp(HandWrittenLog log) throws Exception {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    new LogReader(log.clients()).read(Topics.SUPPRESSIONS, 0, records::add);
    var hash = new RecipientHash(HexFormat.of().parseHex(HandWrittenLog.SALT));
    var ann = hash.of("ann@example.com");
    var ofAnn =
        records.stream()
            .filter(record -> record.partition() == RecipientHash.partition(ann, 3))
            .filter(
                record -> Arrays.equals(record.key(), RecipientHash.suppressionKey(ann, "default")))
            .toList();
    assertThat(records).hasSize(3);
    assertThat(ofAnn).hasSize(2);
    var codec = log.format().codec(Topics.SUPPRESSIONS, Suppression.class);
    assertThat(codec.decode(ofAnn.getFirst().value()).getRecipientHash().array()).isEqualTo(ann);
    assertThat(ofAnn.getLast().value()).isNull();
    assertThat(ofAnn.getLast().headers().lastHeader("milena-why").value())
        .isEqualTo("new mailbox".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldSayThatAClusterWithoutASaltHasNoKeys() throws Exception {
    // Given
    try (var _ = new HandWrittenLog(folder)) {

      // When
      var run = run("add", "ann@example.com", "--why", "x");

      // Then
      assertThat(run.code).isEqualTo(3);
      assertThat(run.err()).contains("no salt yet");
    }
  }

  @Test
  void shouldTellWhatIsWrong() {
    // When
    var runs =
        List.of(
            run(),
            run("add", "ann@example.com"),
            run("add", "ann", "--why", "x"),
            run("remove", "--why", "x"),
            run("list", "--data", folder.resolve("missing").toString()));

    // Then
    assertThat(runs).allMatch(run -> run.code == 2);
    assertThat(runs.get(0).err()).contains("list", "add", "remove", "Examples:");
    assertThat(runs.get(1).err()).contains("--why");
    assertThat(runs.get(2).err()).contains("'ann' is not an address");
    assertThat(runs.get(3).err()).contains("ADDRESS");
    assertThat(runs.get(4).err()).contains("does not exist");
  }

  /** A run of the command. */
  private record Ran(int code, String out, String err) {}

  private Ran run(String... arguments) {
    var console = new Console();
    var environment = Map.of("MILENA_DATA", folder.toString());
    var code = console.execute(SuppressionCommand.spec(environment), arguments);
    return new Ran(code, console.out(), console.err());
  }
}
