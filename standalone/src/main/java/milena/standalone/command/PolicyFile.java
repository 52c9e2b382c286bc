package milena.standalone.command;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import milena.mail.classify.BounceClass;
import milena.policy.Policy;
import milena.policy.document.Checked;
import milena.policy.document.Notation;
import milena.policy.document.PolicyReader;
import milena.policy.document.PolicyText;
import milena.policy.versions.PolicyVersions;
import milena.policy.versions.Version;
import milena.runtime.clock.SteadyClock;
import milena.standalone.OpenLog;
import milena.standalone.policy.PolicyReports;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The documents that the commands about the policy work on. */
final class PolicyFile {

  /** What is no failure, or an ending. */
  private static final Set<BounceClass> NEVER_DEFERRED =
      EnumSet.of(
          BounceClass.AUTO_REPLY,
          BounceClass.SUBSCRIBE,
          BounceClass.UNSUBSCRIBE,
          BounceClass.CHALLENGE_RESPONSE,
          BounceClass.MESSAGE_EXPIRED);

  private PolicyFile() {}

  /** A document on the command line; TOML by the end of its name, else YAML. */
  static PositionalParamSpec parameter(int index, boolean required, String... description) {
    return PositionalParamSpec.builder()
        .index(Integer.toString(index))
        .required(required)
        .arity(required ? "1" : "0..1")
        .type(Path.class)
        .paramLabel("FILE")
        .description(description)
        .build();
  }

  /** Reads a document, by its name in YAML or TOML; says so where that cannot be. */
  static Optional<PolicyText> text(CommandSpec spec, Path file) {
    try {
      if (Files.size(file) <= PolicyReader.LARGEST) {
        var notation = Notation.ofFile(file.toString());
        return Optional.of(new PolicyText(Files.readString(file), notation));
      }
      unreadable(spec, file, "is larger than 1 MiB; split its lists by patterns");
    } catch (NoSuchFileException absent) {
      unreadable(spec, file, "does not exist; give the path of the document");
    } catch (CharacterCodingException wrong) {
      unreadable(spec, file, "is not UTF-8 text; save it as that");
    } catch (IOException wrong) {
      unreadable(
          spec,
          file,
          "cannot be read (" + wrong.getClass().getSimpleName() + "); is it a file of yours?");
    }
    return Optional.empty();
  }

  private static void unreadable(CommandSpec spec, Path file, String why) {
    spec.commandLine().getErr().println("milena: " + file + " " + why);
  }

  static Checked check(PolicyText document) {
    return PolicyReader.read(
        document,
        Arrays.stream(BounceClass.values())
            .filter(known -> !NEVER_DEFERRED.contains(known))
            .map(BounceClass::label)
            .collect(Collectors.toSet()));
  }

  /** The policy of a file; says what is wrong with it where it is none. */
  static Optional<Policy> policy(CommandSpec spec, Path file) {
    return text(spec, file).flatMap(document -> policy(spec, file.toString(), document));
  }

  /** The policy of a version; says what is wrong with it where this program cannot read it. */
  static Optional<Policy> policy(CommandSpec spec, Version version) {
    return policy(spec, "version " + version.number(), version.document())
        .map(policy -> policy.as(version.number()));
  }

  private static Optional<Policy> policy(CommandSpec spec, String name, PolicyText document) {
    var checked = check(document);
    if (checked.policy().isEmpty()) {
      wrong(spec, name, checked);
    }
    return checked.policy();
  }

  /** Says what is wrong with a document. */
  static void wrong(CommandSpec spec, String name, Checked checked) {
    var err = spec.commandLine().getErr();
    err.println("milena: " + name + " has errors; correct these first:");
    err.println(PolicyReports.findings(checked.errors()));
  }

  static PolicyVersions versions(OpenLog log) {
    return new PolicyVersions(log.clients(), log.format(), SteadyClock.ofThisProcess());
  }

  /** Finds a version by its number, or the one in force; says so where there is none. */
  static Optional<Version> version(CommandSpec spec, PolicyVersions versions, int number) {
    var found =
        number == 0
            ? versions.inForce()
            : versions.history().stream().filter(version -> version.number() == number).findFirst();
    if (found.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              number == 0
                  ? "milena: no policy is in force; `milena policy apply` puts one"
                  : "milena: there is no version "
                      + number
                      + "; `milena policy history` lists those that there are");
    }
    return found;
  }
}
