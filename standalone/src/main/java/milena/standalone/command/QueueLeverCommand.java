package milena.standalone.command;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import milena.router.command.Wish;
import milena.router.lever.Lever;
import milena.router.lever.LeverRules;
import milena.runtime.clock.SteadyClock;
import milena.runtime.config.Durations;
import milena.standalone.queue.QueueClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Pulls a lever: suspends, cancels, flushes or requeues what waits. */
final class QueueLeverCommand implements Callable<Integer> {
  static final List<Lever.Kind> LEVERS = List.of(Lever.Kind.values());

  private static final String WHY = "--why";
  private static final String ALL = "--all";
  private static final String DRY_RUN = "--dry-run";
  private static final String LATER = "--also-later";
  private static final String UNTIL = "--until";
  private static final String POOL = "--pool";
  private static final String FINAL = "--final";
  private static final String KEEP_TIMES = "--keep-times";

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;
  private final Lever.Kind kind;

  private QueueLeverCommand(Lever.Kind kind, Map<String, String> environment) {
    this.kind = kind;
    this.environment = environment;
  }

  static CommandSpec spec(Lever.Kind kind, Map<String, String> environment) {
    var spec = new QueueLeverCommand(kind, environment).spec;
    Flags.document(spec, overview(kind), examples(kind), QueueOptions.EXIT_CODES);
    QueueOptions.addSelection(spec);
    spec.addOption(Flags.bare(ALL, "Everything; instead of what is meant."));
    spec.addOption(Flags.bare(DRY_RUN, "Only count what is meant; nothing is changed."));
    addOwnFlags(spec, kind);
    spec.addOption(why());
    QueueOptions.addTo(spec);
    return spec;
  }

  private static void addOwnFlags(CommandSpec spec, Lever.Kind kind) {
    switch (kind) {
      case SUSPEND -> {
        spec.addOption(later());
        spec.addOption(
            Flags.optional(
                UNTIL,
                When.FORM,
                Instant.class,
                QueueLeverCommand::time,
                "When it ends by itself, or after how long: 2h."));
      }
      case CANCEL -> {
        spec.addOption(later());
        spec.addOption(
            Flags.optional(
                FINAL,
                "ID",
                String.class,
                text -> text,
                "Ends what this cancellation holds, which cannot be undone; instead of what is"
                    + " meant."));
      }
      case REQUEUE -> {
        spec.addOption(
            Flags.optional(
                POOL,
                "NAME",
                String.class,
                text -> text,
                "The pool that it is to leave from.",
                "  Default: as its sender asked, or as the policy in force chooses"));
        spec.addOption(
            Flags.bare(
                KEEP_TIMES, "What waits to be tried again keeps its time; else it is due now."));
      }
      case FLUSH -> {}
    }
  }

  private static String overview(Lever.Kind kind) {
    return switch (kind) {
      case SUSPEND ->
          "Holds back what waits until it is resumed. What is being delivered now goes on.";
      case CANCEL ->
          "Holds back what waits, and with --final ends it. Until then it can be undone. What is"
              + " being delivered now ends as its attempt does.";
      case FLUSH -> "Makes due now what waits to be tried again.";
      case REQUEUE ->
          "Sends what waits on its way again as the policy in force says, or from another pool:"
              + " pool, source and site are chosen anew, and it is tried now.";
    };
  }

  private static String examples(Lever.Kind kind) {
    return switch (kind) {
      case SUSPEND -> "milena queue suspend --site mx.example.com --also-later --until 2h\n";
      case CANCEL ->
          """
          milena queue cancel --tenant shop --campaign news-7 --dry-run
          milena queue cancel --tenant shop --campaign news-7 --why 'wrong price'
          milena queue cancel --final ID --why 'wrong price'
          """;
      case FLUSH -> "milena queue flush --domain example.com\n";
      case REQUEUE ->
          """
          milena queue requeue --tenant shop --dry-run
          milena queue requeue --tenant shop --keep-times --why 'new addresses'
          milena queue requeue --campaign 'news-*' --pool warm
          """;
    };
  }

  private static OptionSpec later() {
    return Flags.bare(LATER, "Also what is accepted while it is in force.");
  }

  static OptionSpec why() {
    return Flags.optional(WHY, "TEXT", String.class, text -> text, "Why, in words, for the log.");
  }

  private static Instant time(String text) {
    var now = SteadyClock.ofThisProcess().instant();
    return text.matches("([0-9]+[a-z]+)+")
        ? now.plus(Durations.parse(text))
        : When.parse(text, now);
  }

  @Override
  public Integer call() throws InterruptedException {
    var parsed = spec.commandLine().getParseResult();
    var selection = QueueOptions.selection(spec);
    boolean ends = parsed.hasMatchedOption(FINAL);
    if (ends && parsed.hasMatchedOption(DRY_RUN)) {
      throw new ParameterException(
          spec.commandLine(), "what " + FINAL + " ends is counted by `milena queue status`");
    }
    if ((ends ? 1 : 0) + (parsed.hasMatchedOption(ALL) ? 1 : 0) + (selection.isEmpty() ? 0 : 1)
        != 1) {
      throw new ParameterException(
          spec.commandLine(),
          "say what is meant: by --tenant, --campaign, --domain, --site, --recipient or --message;"
              + " or "
              + ALL
              + " instead");
    }
    return QueueOptions.with(spec, environment, client -> pull(client, selection));
  }

  private int pull(QueueClient client, Map<String, String> selection)
      throws IOException, QueueClient.Refused, InterruptedException {
    var parsed = spec.commandLine().getParseResult();
    if (parsed.hasMatchedOption(DRY_RUN)) {
      var report = client.count(selection, 0);
      boolean json = Flags.asJson(parsed);
      spec.commandLine()
          .getOut()
          .println(json ? report.toJson() : report.groupsText(Integer.MAX_VALUE));
      return ExitCode.OK;
    }
    var id = parsed.matchedOptionValue(FINAL, "");
    if (id.isEmpty()) {
      give(spec, client, kind.word(), arguments(selection));
    } else {
      give(spec, client, LeverRules.FINAL, Map.of(Lever.COMMAND, id));
    }
    return ExitCode.OK;
  }

  private Map<String, String> arguments(Map<String, String> selection) {
    var parsed = spec.commandLine().getParseResult();
    var arguments = new LinkedHashMap<>(selection);
    if (parsed.hasMatchedOption(ALL)) {
      arguments.put(Wish.ALL, "true");
    }
    if (parsed.hasMatchedOption(KEEP_TIMES)) {
      arguments.put(Lever.KEEP_TIMES, "true");
    }
    if (parsed.hasMatchedOption(LATER)) {
      arguments.put(Lever.ALSO_LATER, "true");
    }
    @Nullable Instant until = parsed.matchedOptionValue(UNTIL, null);
    if (until != null) {
      arguments.put(Lever.UNTIL, Long.toString(until.toEpochMilli()));
    }
    var pool = parsed.matchedOptionValue(POOL, "");
    if (!pool.isEmpty()) {
      arguments.put(Lever.POOL, pool);
    }
    return arguments;
  }

  /** Gives a command, and prints its id. */
  static void give(CommandSpec spec, QueueClient client, String kind, Map<String, String> arguments)
      throws IOException, QueueClient.Refused, InterruptedException {
    var parsed = spec.commandLine().getParseResult();
    var id = client.give(kind, arguments, parsed.matchedOptionValue(WHY, ""));
    var out = spec.commandLine().getOut();
    if (Flags.asJson(parsed)) {
      out.println("{\"id\":\"" + id + "\"}");
    } else {
      out.println(id);
      spec.commandLine().getErr().println("given; `milena queue status " + id + "` shows it");
    }
  }
}
