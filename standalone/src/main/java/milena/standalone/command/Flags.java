package milena.standalone.command;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** Flags of commands that have settings of their own, declared and read the same way everywhere. */
final class Flags {

  static final String JSON = "--json";

  private Flags() {}

  /** A flag with one value of a type of ours, or none. */
  static <T> OptionSpec optional(
      String flag, String label, Class<T> type, Function<String, T> reader, String... description) {
    return valued(flag, label, type, reader, description).build();
  }

  /** A flag with one value of a type of ours, and what it is when not given. */
  static <T> OptionSpec value(
      String flag,
      String label,
      Class<T> type,
      Function<String, T> reader,
      T otherwise,
      String description) {
    return valued(flag, label, type, reader, description, "  Default: ${DEFAULT-VALUE}")
        .defaultValue(otherwise.toString())
        .build();
  }

  /** A flag that must be given. */
  static <T> OptionSpec required(
      String flag, String label, Class<T> type, Function<String, T> reader, String description) {
    return valued(flag, label, type, reader, description).required(true).build();
  }

  private static <T> OptionSpec.Builder valued(
      String flag, String label, Class<T> type, Function<String, T> reader, String... description) {
    return OptionSpec.builder(flag)
        .arity("1")
        .paramLabel(label)
        .type(type)
        .converters(text -> converted(text, reader))
        .description(description);
  }

  /** What a reader makes of a text, or the parser's own way to say what is wrong with it. */
  static <T> T converted(String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (NumberFormatException notANumber) {
      throw new TypeConversionException("'" + text + "' is not a number");
    } catch (IllegalArgumentException wrong) {
      throw new TypeConversionException(String.valueOf(wrong.getMessage()));
    }
  }

  /** A flag that is there or not. */
  static OptionSpec bare(String flag, String... description) {
    return OptionSpec.builder(flag).arity("0").type(boolean.class).description(description).build();
  }

  /** The flag for reports as JSON. */
  static OptionSpec json() {
    return bare(JSON, "Print the report as one JSON object on standard output, and nothing else.");
  }

  /** Help, an overview, examples and exit codes. */
  static void document(CommandSpec spec, String overview, String examples, String exitCodes) {
    spec.mixinStandardHelpOptions(true);
    spec.usageMessage()
        .description(escaped(overview))
        .sortOptions(false)
        .abbreviateSynopsis(true)
        .footer(
            ("%nExamples:%n" + indented(examples) + "%n%nExit codes:%n" + indented(exitCodes))
                .split("%n", -1));
  }

  private static String indented(String lines) {
    return "  " + escaped(lines).strip().replace("\n", "%n  ");
  }

  private static String escaped(String text) {
    return text.replace("%", "%%");
  }

  /**
   * A value that the parser has filled in.
   *
   * @throws IllegalStateException for a flag without a default that was not given
   */
  static <T> T get(ParseResult parsed, String flag, Class<T> type) {
    @Nullable Object value = parsed.commandSpec().findOption(flag).getValue();
    if (value == null) {
      throw new IllegalStateException("no value and no default: " + flag);
    }
    return type.cast(value);
  }

  /** Whether reports are to be JSON. */
  static boolean asJson(ParseResult parsed) {
    return parsed.hasMatchedOption(JSON);
  }
}
