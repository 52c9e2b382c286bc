package milena.standalone.command;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import milena.standalone.queue.QueueClient;
import milena.standalone.queue.QueueReport;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Shows what waits, without changing anything. */
final class QueueLookCommand implements Callable<Integer> {
  private static final int LARGEST = 20;
  private static final int MOST_MESSAGES = 1_000;

  /** What is looked at. */
  enum Look {
    LIST(
        "list",
        "Lists what waits by tenant, site and campaign, the most first: how many, how fast they"
            + " leave (over the last ten seconds), since when, why, and the last reply. It is"
            + " counted while you wait, and says how long that took."),
    TOP("top", "The " + LARGEST + " of the list in which most waits."),
    INSPECT(
        "inspect",
        "Shows where the submissions of a message are: why each waits, since when, what happens"
            + " next, and the last reply. One that has ended is in `milena trace`."),
    STATUS(
        "status",
        "Shows the commands in force, or one of them, and how far they have come; and what"
            + " reactions to replies have suspended or lowered: by which rule, until when, and what"
            + " was said.");

    private final String word;
    private final String overview;

    Look(String word, String overview) {
      this.word = word;
      this.overview = overview;
    }

    String word() {
      return word;
    }
  }

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;
  private final Look look;

  private QueueLookCommand(Look look, Map<String, String> environment) {
    this.look = look;
    this.environment = environment;
  }

  static CommandSpec spec(Look look, Map<String, String> environment) {
    var spec = new QueueLookCommand(look, environment).spec;
    Flags.document(spec, look.overview, examples(look), QueueOptions.EXIT_CODES);
    switch (look) {
      case LIST, TOP -> QueueOptions.addSelection(spec);
      case INSPECT ->
          spec.addPositional(id("MESSAGE", true, "The id of its 250, or a submission's."));
      case STATUS -> spec.addPositional(id("ID", false, "Only this command."));
    }
    QueueOptions.addTo(spec);
    return spec;
  }

  private static String examples(Look look) {
    return switch (look) {
      case LIST -> "milena queue list --tenant shop\n";
      case TOP -> "milena queue top --url https://10.0.0.1:8080 --url https://10.0.0.2:8080\n";
      case INSPECT -> "milena queue inspect 01J9ZK3V7Q\n";
      case STATUS -> "milena queue status\nmilena queue status ID --json\n";
    };
  }

  static PositionalParamSpec id(String label, boolean required, String description) {
    return PositionalParamSpec.builder()
        .index("0")
        .required(required)
        .arity(required ? "1" : "0..1")
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  @Override
  public Integer call() throws InterruptedException {
    return QueueOptions.with(spec, environment, this::show);
  }

  private int show(QueueClient client)
      throws IOException, QueueClient.Refused, InterruptedException {
    var id = spec.commandLine().getParseResult().matchedPositionalValue(0, "");
    return switch (look) {
      case LIST -> {
        var report = client.count(QueueOptions.selection(spec), 0);
        yield print(report, report.groupsText(Integer.MAX_VALUE));
      }
      case TOP -> {
        var report = client.count(QueueOptions.selection(spec), 0);
        yield print(report, report.groupsText(LARGEST));
      }
      case INSPECT -> {
        var report = client.count(Map.of("message", id), MOST_MESSAGES);
        print(report, report.messagesText());
        yield report.isEmpty() ? ExitCode.SOFTWARE : ExitCode.OK;
      }
      case STATUS -> {
        var all = client.commands();
        var report = id.isEmpty() ? all : all.only(id);
        print(report, report.commandsText());
        yield id.isEmpty() || report.hasCommands() ? ExitCode.OK : ExitCode.SOFTWARE;
      }
    };
  }

  private int print(QueueReport report, String text) {
    boolean json = Flags.asJson(spec.commandLine().getParseResult());
    spec.commandLine().getOut().println(json ? report.toJson() : text);
    return ExitCode.OK;
  }
}
