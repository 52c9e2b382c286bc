package milena.standalone.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import milena.policy.document.PolicyText;
import milena.policy.versions.PolicyVersions;
import milena.policy.versions.Put;
import milena.policy.versions.Version;
import milena.standalone.OpenLog;
import milena.standalone.policy.PolicyReports;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Puts a document into force, or an old version again. */
final class PolicyChangeCommand implements Callable<Integer> {

  private static final String WHO = "--who";
  private static final String WHY = "--why";
  private static final String EXPECT = "--expect";

  private static final String EXIT_CODES =
      """
      0  in force, acknowledged by the log and read back
      1  refused: another version is in force, or there is no such version
      2  wrong usage, a document with errors, or there is no log in the data folder
      3  the log cannot be read or written; look with `milena policy history`
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;
  private final boolean back;

  private PolicyChangeCommand(Map<String, String> environment, boolean back) {
    this.environment = environment;
    this.back = back;
  }

  static CommandSpec apply(Map<String, String> environment) {
    var spec = new PolicyChangeCommand(environment, false).spec;
    Flags.document(
        spec,
        "Puts a document into force as the next version: within two seconds on every node, for mail"
            + " that waits as for new mail. Refuses one with errors, and when somebody else puts a"
            + " version meanwhile.",
        """
        milena policy apply policy.yaml --why 'slower to example.com'
        milena policy apply policy.yaml --why 'as reviewed' --expect 4
        """,
        EXIT_CODES);
    spec.addPositional(
        PolicyFile.parameter(0, true, "The document; TOML if it ends with .toml, else YAML."));
    spec.addOption(
        Flags.optional(
            EXPECT,
            "VERSION",
            Integer.class,
            Integer::valueOf,
            "Only if this version is in force; 0 for none.",
            "  Default: whichever is when the command starts"));
    return withFlags(spec);
  }

  static CommandSpec rollback(Map<String, String> environment) {
    var spec = new PolicyChangeCommand(environment, true).spec;
    Flags.document(
        spec,
        "Puts the text of an old version into force as the next version. Nothing is taken back: the"
            + " history shows both.",
        "milena policy rollback 4 --why 'was better'",
        EXIT_CODES);
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .required(true)
            .arity("1")
            .type(Integer.class)
            .paramLabel("VERSION")
            .description("Which one; `milena policy history` lists them.")
            .build());
    return withFlags(spec);
  }

  private static CommandSpec withFlags(CommandSpec spec) {
    spec.addOption(
        Flags.value(
            WHO,
            "NAME",
            String.class,
            text -> text,
            System.getProperty("user.name", "unknown"),
            "Who decides it."));
    spec.addOption(
        Flags.required(WHY, "TEXT", String.class, text -> text, "Why, in words; required."));
    LogOptions.addTo(spec);
    spec.addOption(Flags.json());
    return spec;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (back) {
      int to = spec.commandLine().getParseResult().matchedPositionalValue(0, 0);
      return LogOptions.with(
          spec,
          environment,
          (log, _, _) -> told(PolicyFile.versions(log).rollback(to, value(WHO), value(WHY))));
    }
    Path file = spec.commandLine().getParseResult().matchedPositionalValue(0, Path.of(""));
    var document = PolicyFile.text(spec, file);
    if (document.isEmpty()) {
      return ExitCode.USAGE;
    }
    var checked = PolicyFile.check(document.get());
    if (checked.policy().isEmpty()) {
      PolicyFile.wrong(spec, file.toString(), checked);
      return ExitCode.USAGE;
    }
    if (!checked.findings().isEmpty()) {
      spec.commandLine().getErr().println(PolicyReports.findings(checked.findings()));
    }
    return LogOptions.with(spec, environment, (log, _, _) -> apply(log, document.get()));
  }

  private int apply(OpenLog log, PolicyText document) throws InterruptedException {
    var versions = PolicyFile.versions(log);
    int expected = expected(versions);
    var inForce = versions.inForce();
    if (inForce.isPresent()
        && inForce.get().number() == expected
        && inForce.get().document().equals(document)) {
      return print(inForce.get(), " has this text already");
    }
    return told(versions.put(document, value(WHO), value(WHY), expected));
  }

  private int expected(PolicyVersions versions) {
    var parsed = spec.commandLine().getParseResult();
    return parsed.hasMatchedOption(EXPECT)
        ? parsed.matchedOptionValue(EXPECT, 0)
        : versions.inForceNumber();
  }

  private String value(String flag) {
    return Flags.get(spec.commandLine().getParseResult(), flag, String.class);
  }

  private int told(Put put) {
    var err = spec.commandLine().getErr();
    return switch (put) {
      case Put.Done(var version) -> print(version, " is in force");
      case Put.Overtaken(var inForce) -> {
        err.println(
            "milena: version "
                + inForce
                + " is in force, which was not expected; see what it changed with `milena policy"
                + " diff`, then try again");
        yield ExitCode.SOFTWARE;
      }
      case Put.NoSuchVersion(var number) -> {
        err.println(
            "milena: there is no version "
                + number
                + "; `milena policy history` lists those that there are");
        yield ExitCode.SOFTWARE;
      }
      case Put.Wrong(var findings) -> {
        err.println("milena: it has errors; correct these first:");
        err.println(PolicyReports.findings(findings));
        yield ExitCode.USAGE;
      }
    };
  }

  private int print(Version version, String what) {
    var json = Flags.asJson(spec.commandLine().getParseResult());
    spec.commandLine()
        .getOut()
        .println(json ? PolicyReports.json(version) : "version " + version.number() + what);
    return ExitCode.OK;
  }
}
