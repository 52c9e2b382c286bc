package milena.standalone.command;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import milena.router.lever.Selection;
import milena.runtime.config.Secret;
import milena.standalone.queue.QueueClient;
import milena.standalone.queue.QueueReport;
import milena.standalone.queue.ServerTrust;
import milena.tenants.verify.ApiKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The flags of commands that ask running processes, and the asking. */
final class QueueOptions {
  static final String EXIT_CODES =
      """
      0  done
      1  refused, or there is nothing of that
      2  wrong usage, or no operator's key
      3  a process does not answer
      """;

  /** Where an operator's key is, if no file is named. */
  static final String KEY = "MILENA_OPERATOR_KEY";

  private static final String URL = "--url";
  private static final String KEY_FILE = "--key-file";
  private static final String CA = "--ca";
  private static final String IN_THE_CLEAR = "--in-the-clear";
  private static final int MOST_OF_A_KEY_FILE = 4 * 1024;

  private QueueOptions() {}

  /** What a command does. */
  @FunctionalInterface
  interface Work {
    /** Returns the exit code. */
    int with(QueueClient client) throws IOException, QueueClient.Refused, InterruptedException;
  }

  static void addTo(CommandSpec spec) {
    addDoors(spec);
    spec.addOption(Flags.json());
  }

  /** Flags that say who is asked, with which key. */
  static void addDoors(CommandSpec spec) {
    spec.addOption(
        OptionSpec.builder(URL)
            .arity("1")
            .paramLabel("URL")
            .type(List.class)
            .auxiliaryTypes(URI.class)
            .converters(text -> Flags.converted(text, DoorUrl::parse))
            .description(
                "The HTTP door of a process; once for each process with the router's role, and what"
                    + " they say is added up. Commands go to the first.",
                "  Default: http://127.0.0.1:8080")
            .build());
    spec.addOption(
        Flags.optional(
            KEY_FILE,
            "FILE",
            Path.class,
            Path::of,
            "A file with an operator's API key, as `milena credential create --operator --api-key`"
                + " prints it.",
            "  Default: the environment's " + KEY));
    spec.addOption(
        Flags.optional(
            CA,
            "FILE",
            Path.class,
            Path::of,
            "Whom to believe that an https door is a process of yours: certificates of authorities,"
                + " or its own, in PEM.",
            "  Default: the authorities that Java trusts"));
    spec.addOption(
        Flags.bare(
            IN_THE_CLEAR,
            "Send the key by http to another machine all the same, for all on the way to read."));
  }

  /** Flags that say which submissions are meant. */
  static void addSelection(CommandSpec spec) {
    for (var field : Selection.Field.values()) {
      spec.addOption(
          Flags.optional(
              "--" + field.word(), "VALUE", String.class, text -> text, description(field)));
    }
  }

  private static String description(Selection.Field field) {
    return switch (field) {
      case TENANT -> "Only mail of this tenant. A value may have * at its start or end.";
      case CAMPAIGN -> "Only mail with this label of the tenant's.";
      case DOMAIN -> "Only mail to recipients in this domain.";
      case SITE -> "Only mail to this site, as list shows it.";
      case RECIPIENT -> "Only mail to this address.";
      case MESSAGE -> "Only this message, by the id of its 250, or this submission.";
    };
  }

  static Map<String, String> selection(CommandSpec spec) {
    var found = new LinkedHashMap<String, String>();
    var parsed = spec.commandLine().getParseResult();
    for (var field : Selection.Field.values()) {
      var value = parsed.matchedOptionValue("--" + field.word(), "");
      if (!value.isEmpty()) {
        found.put(field.word(), value);
      }
    }
    return found;
  }

  /** Asks with the flags' addresses and key. */
  static int with(CommandSpec spec, Map<String, String> environment, Work work)
      throws InterruptedException {
    var err = spec.commandLine().getErr();
    try (var client = client(spec, environment)) {
      return work.with(client);
    } catch (QueueClient.Refused refusal) {
      err.println("milena: " + refusal.getMessage());
      return ExitCode.SOFTWARE;
    } catch (IOException failure) {
      boolean tls = urls(spec).stream().anyMatch(url -> "https".equalsIgnoreCase(url.getScheme()));
      err.println(
          "milena: "
              + failure.getMessage()
              + "; is that the HTTP door of a process that runs"
              + (tls ? ", and does Java, or " + CA + ", know who vouches for it?" : "?"));
      return LogOptions.UNREADABLE;
    }
  }

  /** What is asked beside other things, of whoever can be reached. */
  @FunctionalInterface
  interface Question {
    /** Returns what was answered. */
    QueueReport ask(QueueClient client)
        throws IOException, QueueClient.Refused, InterruptedException;
  }

  /**
   * Asks with the flags' addresses and key.
   *
   * @return empty when there is no key or no answer, which was said
   */
  static Optional<QueueReport> ifReachable(
      CommandSpec spec, Map<String, String> environment, Question question)
      throws InterruptedException {
    var err = spec.commandLine().getErr();
    try {
      if (!hasKey(spec, environment)) {
        err.println(
            "what holds it back now was not asked: name an operator's key with "
                + KEY_FILE
                + " or put it into "
                + KEY);
        return Optional.empty();
      }
      try (var client = client(spec, environment)) {
        return Optional.of(question.ask(client));
      }
    } catch (QueueClient.Refused | IOException failure) {
      err.println("what holds it back now is not known: " + failure.getMessage());
      return Optional.empty();
    }
  }

  private static QueueClient client(CommandSpec spec, Map<String, String> environment) {
    return new QueueClient(
        urls(spec), trust(spec), key(spec, environment), LogOptions.progress(spec));
  }

  private static List<URI> urls(CommandSpec spec) {
    var parsed = spec.commandLine().getParseResult();
    List<URI> given = parsed.matchedOptionValue(URL, List.of());
    for (var url : given) {
      if (!DoorUrl.isPrivate(url) && !parsed.hasMatchedOption(IN_THE_CLEAR)) {
        throw new ParameterException(
            spec.commandLine(),
            url
                + " would have the operator's key sent in the clear: ask by https (the setting"
                + " api-tls), or through a tunnel to 127.0.0.1; or say "
                + IN_THE_CLEAR);
      }
    }
    return given.isEmpty() ? List.of(URI.create("http://127.0.0.1:8080")) : new ArrayList<>(given);
  }

  private static ServerTrust trust(CommandSpec spec) {
    @Nullable Path file = spec.commandLine().getParseResult().matchedOptionValue(CA, null);
    try {
      return file == null ? ServerTrust.ofThisJava() : ServerTrust.of(file);
    } catch (IOException unusable) {
      throw new ParameterException(
          spec.commandLine(),
          CA + " " + file + " cannot be used: " + unusable.getMessage(),
          unusable);
    }
  }

  private static Secret key(CommandSpec spec, Map<String, String> environment) {
    @Nullable Path file = spec.commandLine().getParseResult().matchedOptionValue(KEY_FILE, null);
    var text = file == null ? environment.getOrDefault(KEY, "") : read(spec, file);
    if (text.isBlank()) {
      throw new ParameterException(
          spec.commandLine(),
          "an operator's key is needed: make one with `milena credential create --operator"
              + " --api-key`, and name its file with "
              + KEY_FILE
              + " or put it into "
              + KEY);
    }
    // What is there instead may be another secret, so that it is not shown.
    return ApiKey.parse(text.strip())
        .map(key -> new Secret(key.inTheClear()))
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    (file == null ? KEY : file)
                        + " is to have an API key and nothing else: one line that begins with "
                        + ApiKey.PREFIX
                        + ", as `milena credential create --operator --api-key` prints it"));
  }

  /** As much of a file as a key can be. */
  private static String read(CommandSpec spec, Path file) {
    try (var content = Files.newInputStream(file)) {
      return new String(content.readNBytes(MOST_OF_A_KEY_FILE), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new ParameterException(
          spec.commandLine(),
          KEY_FILE + " " + file + " cannot be read (" + unreadable.getClass().getSimpleName() + ")",
          unreadable);
    }
  }

  private static boolean hasKey(CommandSpec spec, Map<String, String> environment) {
    return spec.commandLine().getParseResult().hasMatchedOption(KEY_FILE)
        || !environment.getOrDefault(KEY, "").isBlank();
  }
}
