package milena.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyImportCommandTest {

  private static final String WHOLE =
      """
      [default]
      connection_limit = 5
      [[default.automation]]
      regex = "slow"
      action = "Suspend"
      duration = "1h"
      """;

  private final Console console = new Console();

  @TempDir Path folder;

  @Test
  void shouldPrintTheDocumentAndSayThatAllWasTakenOver() throws IOException {
    // When
    int code = execute(file("a.toml", WHOLE));

    // Then
    assertThat(code).isZero();
    assertThat(console.out())
        .startsWith("# From KumoMTA's shaping files")
        .contains("  - {per: path, connections: 5}\n")
        .endsWith("    for: 1h\n");
    assertThat(console.err())
        .isEqualToIgnoringNewLines("providers: 0, domains: 0, rules: 1 of 1, not as they were: 0");
  }

  @Test
  void shouldListWhatIsNotAsItWasWithFileAndLine() throws IOException {
    // Given
    var second = file("b.toml", "[default]\nconnection_limit = 7\nmax_ready = 9\n");

    // When
    int code = execute(file("a.toml", WHOLE), second);

    // Then
    assertThat(code).isEqualTo(1);
    assertThat(console.out()).contains("  - {per: path, connections: 7}\n");
    assertThat(console.err())
        .contains(second + ":3: default.max_ready = 9: ")
        .contains("not as they were: 1");
  }

  @Test
  void shouldWriteTheDocumentIntoAFileAndPrintAReportAsJson() throws IOException {
    // Given
    var out = folder.resolve("policy.yaml");
    var source = file("a.toml", WHOLE + "[provider.x]\nmatch = 1\n");

    // When
    int code = execute(source, "--out", out.toString(), "--json");

    // Then
    assertThat(code).isEqualTo(1);
    assertThat(out).content().contains("connections: 5");
    assertThat(console.out())
        .startsWith("{\"providers\":1,\"domains\":0,\"rules\":1,\"rulesTaken\":1,\"unmapped\":[")
        .contains("\"line\":8,\"key\":\"provider.x.match\",\"value\":\"1\",\"why\":\"")
        .doesNotContain("\"document\"");
    assertThat(console.err()).isEmpty();
  }

  @Test
  void shouldPrintTheDocumentWithinTheJsonWhereThereIsNoFile() throws IOException {
    // When
    int code = execute(file("a.toml", WHOLE), "--json");

    // Then
    assertThat(code).isZero();
    assertThat(console.out()).contains("\"unmapped\":[],\"document\":\"# From KumoMTA's");
  }

  @Test
  void shouldWriteNothingOfFilesThatCannotBeRead() throws IOException {
    // Given
    var out = folder.resolve("policy.yaml");
    var broken = file("a.toml", "[x\ny = = 1\n");

    // When
    int wrong = execute(broken, "--out", out.toString());
    int missing = execute(folder.resolve("none.toml").toString(), "--out", out.toString());
    int nothing = execute();

    // Then
    assertThat(wrong).isEqualTo(2);
    assertThat(missing).isEqualTo(2);
    assertThat(nothing).isEqualTo(2);
    assertThat(console.err()).contains("milena: " + broken + ":1: ").contains("none.toml");
    assertThat(out).doesNotExist();
    assertThat(console.out()).isEmpty();
  }

  private int execute(String... arguments) {
    return console.execute(PolicyImportCommand.spec(), arguments);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
