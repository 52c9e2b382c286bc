package milena.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class MilenaTest {

  private static final int WIDTH = 80;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "upp | 'upp' is not expected here; did you mean up?",
        "send --massages 3 | '--massages' is not expected here; did you mean --messages?",
        "send --messages x | Invalid value for option '--messages': 'x' is not a number",
        "audit --from yesterday | 'yesterday' is not a time such as 2026-05-04T12:00:00Z",
        "trace | Missing required parameter: 'ID|RECIPIENT'",
        "suppression add a@a.test | Missing required option: '--why=TEXT'",
      },
      quoteCharacter = '"')
  void shouldSayWhatIsWrongAndWhereToReadOnInTwoLines(String arguments, String expected) {
    // When
    var code = execute(arguments.split(" "));

    // Then
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("milena: ", expected);
    assertThat(err.toString().lines()).hasSize(2).last().asString().contains("--help' tells");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void shouldShowTheCommandsToWhoTypesNothing() {
    assertThat(execute()).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: milena", "suppression");
  }

  static Stream<CommandLine> commands() {
    return below(Milena.commandLine());
  }

  private static Stream<CommandLine> below(CommandLine command) {
    return command.getSubcommands().values().stream()
        .filter(below -> !below.getCommandSpec().usageMessage().hidden())
        .flatMap(below -> Stream.concat(Stream.of(below), below(below)));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldHelpWithExamplesThatFitALineAndWithExitCodes(CommandLine command) {
    // When
    var footer = List.of(command.getCommandSpec().usageMessage().footer());

    // Then
    assertThat(footer.stream().map(line -> line.replace("%%", "%")).toList())
        .contains("Examples:", "Exit codes:")
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(WIDTH));
    assertThat(command.getUsageMessage()).doesNotContainPattern("Default: [^\\n]*\\n +Default:");
  }

  private int execute(String... arguments) {
    return Milena.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
