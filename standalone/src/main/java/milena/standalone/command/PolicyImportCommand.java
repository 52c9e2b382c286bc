package milena.standalone.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import milena.policy.kumo.Imported;
import milena.policy.kumo.ShapingFile;
import milena.policy.kumo.ShapingImport;
import milena.standalone.policy.ImportReport;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Makes a policy document of KumoMTA's shaping files. */
final class PolicyImportCommand implements Callable<Integer> {

  private static final String OVERVIEW =
      "Makes a policy document of KumoMTA's shaping files (TOML), later ones over earlier ones,"
          + " and lists with file and line whatever it cannot say as they do. The document goes to"
          + " standard output, the list to standard error. Nothing is asked of DNS, and nothing"
          + " takes effect.";

  private static final String EXAMPLES =
      """
      milena policy import shaping.toml --out policy.yaml
      milena policy import base.toml mine.toml --json
      """;

  private static final String EXIT_CODES =
      """
      0  everything was taken over
      1  written, but something is not as it was: see the list
      2  wrong usage, or a file cannot be read, or is no TOML
      """;

  private static final String OUT = "--out";

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private PolicyImportCommand() {}

  static CommandSpec spec() {
    var spec = new PolicyImportCommand().spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, EXIT_CODES);
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .required(true)
            .arity("1..*")
            .type(List.class)
            .auxiliaryTypes(Path.class)
            .paramLabel("FILE")
            .description("A shaping file. Give them in the order in which KumoMTA loads them.")
            .build());
    spec.addOption(
        Flags.optional(OUT, "FILE", Path.class, Path::of, "Where to write the document to."));
    spec.addOption(Flags.json());
    return spec;
  }

  @Override
  public Integer call() {
    try {
      var files = new ArrayList<ShapingFile>();
      List<Path> named = spec.commandLine().getParseResult().matchedPositionalValue(0, List.of());
      for (var path : named) {
        files.add(new ShapingFile(path.toString(), Files.readString(path)));
      }
      return switch (ShapingImport.of(files)) {
        case Imported.Unreadable unreadable -> {
          unreadable.mistakes().forEach(mistake -> complain(mistake.toString()));
          yield ExitCode.USAGE;
        }
        case Imported.Document document -> write(document);
      };
    } catch (IOException failure) {
      complain(failure.toString());
      return ExitCode.USAGE;
    }
  }

  private int write(Imported.Document document) throws IOException {
    var parsed = spec.commandLine().getParseResult();
    var out = Optional.<Path>ofNullable(parsed.matchedOptionValue(OUT, null));
    if (out.isPresent()) {
      Files.writeString(out.get(), document.yaml());
    }
    var report = new ImportReport(document);
    if (Flags.asJson(parsed)) {
      spec.commandLine().getOut().println(report.toJson(out.isEmpty()));
    } else {
      if (out.isEmpty()) {
        spec.commandLine().getOut().print(document.yaml());
        spec.commandLine().getOut().flush();
      }
      spec.commandLine().getErr().println(report.toText());
    }
    return document.unmapped().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void complain(String what) {
    spec.commandLine().getErr().println("milena: " + what);
  }
}
