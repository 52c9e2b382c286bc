package milena.standalone.command;

import java.util.Optional;
import java.util.function.Function;
import milena.ingest.header.HeaderChecks.Anonymity;
import milena.ingest.header.HeaderChecks.Breach;
import milena.ingest.header.HeaderChecks.Lack;
import milena.ingest.header.OwnChecks;
import milena.tenants.book.Words;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The flags of what one tenant's messages must be like. */
final class OwnCheckFlags {

  private static final String MISSING_FIELDS = "--missing-fields";
  private static final String MISSING_FROM = "--missing-from";
  private static final String REPEATED_FIELDS = "--repeated-fields";
  private static final String RECEIVED_MAX = "--received-max";
  private static final String DEFAULT = "default";

  /** A check as an argument; empty for {@code default}. */
  private record Own<T>(Optional<T> check) {

    static <T> Own<T> parse(String text, Function<String, T> reader) {
      return new Own<>(text.equals(DEFAULT) ? Optional.empty() : Optional.of(reader.apply(text)));
    }
  }

  private OwnCheckFlags() {}

  static void addTo(CommandSpec spec) {
    word(spec, MISSING_FIELDS, Lack.class, "Without Date or Message-ID:");
    word(spec, MISSING_FROM, Anonymity.class, "Without From:");
    word(spec, REPEATED_FIELDS, Breach.class, "With a field twice that may be there once:");
    spec.addOption(
        Flags.optional(
            RECEIVED_MAX,
            "N",
            Own.class,
            text -> Own.parse(text, OwnCheckFlags::hops),
            "Most Received fields of a message, or default."));
  }

  private static <E extends Enum<E>> void word(
      CommandSpec spec, String flag, Class<E> constants, String description) {
    var words = String.join(", ", Words.all(constants)) + " or " + DEFAULT;
    spec.addOption(
        Flags.optional(
            flag,
            "WORD",
            Own.class,
            text ->
                Own.parse(
                    text,
                    word ->
                        Words.constant(constants, word)
                            .orElseThrow(
                                () ->
                                    new IllegalArgumentException(
                                        "'" + word + "' is none of " + words))),
            description + " " + words + ", which is what the settings say."));
  }

  private static Integer hops(String text) {
    int most = Integer.parseInt(text);
    var none = OwnChecks.NONE;
    return new OwnChecks(
            none.missingFields(), none.missingFrom(), none.repeatedFields(), Optional.of(most))
        .maxReceived()
        .orElseThrow();
  }

  /** Those that were, with everything that is named on the command line. */
  static OwnChecks asked(ParseResult parsed, OwnChecks before) {
    return new OwnChecks(
        parsed.matchedOptionValue(MISSING_FIELDS, new Own<>(before.missingFields())).check(),
        parsed.matchedOptionValue(MISSING_FROM, new Own<>(before.missingFrom())).check(),
        parsed.matchedOptionValue(REPEATED_FIELDS, new Own<>(before.repeatedFields())).check(),
        parsed.matchedOptionValue(RECEIVED_MAX, new Own<>(before.maxReceived())).check());
  }
}
