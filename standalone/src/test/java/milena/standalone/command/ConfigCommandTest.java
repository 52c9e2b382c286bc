package milena.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ConfigCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldPrintEveryValueAndWhereItIsFrom() {
    // When
    var code = execute(Map.of("MILENA_RETRY", "5m"), "--smtp", "127.0.0.1:2526", "--allow-mx");

    // Then
    assertThat(code).isZero();
    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches("smtp +127\\.0\\.0\\.1:2526 +flag --smtp"))
        .anyMatch(line -> line.matches("retry +5m +environment MILENA_RETRY"))
        .anyMatch(line -> line.matches("allow-mx +true +flag --allow-mx"))
        .anyMatch(line -> line.matches("durability +flush +default"))
        .anyMatch(line -> line.matches("partitions +1 +default"))
        .anyMatch(line -> line.matches("hostname +[^ -].* +default"))
        .anyMatch(line -> line.matches("expiry +7d +default"));
  }

  @Test
  void shouldPrintJson() {
    // When
    var code = execute(Map.of("MILENA_REGISTRY_PASSWORD", "hunter2"), "--json");

    // Then
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("registry-password needs").doesNotContain("hunter2");

    // When
    out.getBuffer().setLength(0);
    assertThat(execute(Map.of(), "--json")).isZero();

    // Then
    assertThat(out.toString()).startsWith("[").contains("\"value\" : \"127.0.0.1:2525\"");
  }

  @Test
  void shouldTellAllThatIsWrongWithACommandLine() {
    // When
    var code =
        execute(Map.of(), "--smpt", "127.0.0.1:25", "extra", "--smtp", "--retry=soon", "--drian=1");

    // Then
    assertThat(code).isEqualTo(2);
    assertThat(err.toString())
        .contains("5 problems")
        .contains("argument extra: not expected here")
        .contains("flag --smpt: no such flag; did you mean --smtp?")
        .contains("flag --drian: no such flag; did you mean --drain?")
        .contains("flag --smtp: smtp: needs a value: HOST:PORT")
        .contains("flag --retry: retry: 'soon' is not a duration");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void shouldTakeARepeatedFlagAsAListAndRefuseItForOneValue() {
    assertThat(execute(Map.of(), "--allow-mx-to", "127.0.0.0/8", "--allow-mx-to=10.0.0.0/8"))
        .isZero();
    assertThat(out.toString()).contains("127.0.0.0/8,10.0.0.0/8");
    assertThat(execute(Map.of(), "--smtp=a:1", "--smtp=b:2")).isEqualTo(2);
  }

  private int execute(Map<String, String> environment, String... arguments) {
    return new CommandLine(ConfigCommand.spec(environment))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
