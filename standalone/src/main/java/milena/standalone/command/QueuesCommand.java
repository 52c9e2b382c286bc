package milena.standalone.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import milena.bench.page.QueueTable;
import milena.bench.queues.QueueOrder;
import milena.bench.queues.QueueRun;
import milena.bench.queues.QueueSize;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Measures what much waiting in many queues costs. */
final class QueuesCommand implements Callable<Integer> {

  private static final String SIZES = "--sizes";
  private static final String FULL = "--full";

  private static final String OVERVIEW =
      "Measures how Milena does beside much that waits: for each size it is started on a folder of"
          + " its own and filled by SMTP with mail for domains without a route, each of them a"
          + " queue. Then: its heap after a collection, how fast other mail goes beside what waits"
          + " and beside 1,000 messages, how late held-back mail is, and how soon something leaves"
          + " after SIGKILL. The usual sizes are for two cores.";

  private static final String EXAMPLES =
      """
      milena bench queues --sizes 20000/1000 --messages 2000 --rounds 1
      milena bench queues --out docs/measured/queues.json
      milena bench queues --full
      """;

  private static final String EXIT_CODES =
      """
      0  measured
      1  Milena failed, or a message did not arrive
      2  wrong usage
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private QueuesCommand() {}

  /** The command with its flags. */
  static CommandSpec spec() {
    var spec = new QueuesCommand().spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, EXIT_CODES);
    spec.addOption(
        Flags.value(
            SIZES,
            "WAITING/QUEUES,…",
            String.class,
            text -> text,
            QueueSize.USUAL,
            "How much waits in how many queues, one after the other."));
    spec.addOption(Flags.bare(FULL, QueueSize.FULL + " instead: what Milena is meant for."));
    spec.addOption(
        Flags.value(
            "--messages",
            "N",
            Integer.class,
            Integer::valueOf,
            20_000,
            "Others of 4 KiB that are sent in a round beside what waits."));
    spec.addOption(
        Flags.value(
            "--rounds", "N", Integer.class, Integer::valueOf, 3, "Rounds; the median counts."));
    spec.addOption(
        Flags.value(
            "--data",
            "DIR",
            Path.class,
            Path::of,
            Path.of("milena-bench"),
            "Where all data lies while it runs; that of a size is removed after it."));
    spec.addOption(
        Flags.value(
            "--out", "FILE", Path.class, Path::of, Path.of("queues.json"), "The file of results."));
    spec.addOption(Flags.json());
    return spec;
  }

  @Override
  public Integer call() throws InterruptedException {
    var parsed = spec.commandLine().getParseResult();
    try {
      var out = Flags.get(parsed, "--out", Path.class);
      var results = new QueueRun(order(parsed), line -> err().println(line)).run();
      results.write(out);
      spec.commandLine()
          .getOut()
          .println(Flags.asJson(parsed) ? results.toJson() : QueueTable.of(results));
      err().println("written to " + out);
      return ExitCode.OK;
    } catch (IllegalArgumentException wrong) {
      err().println("milena: " + wrong.getMessage());
      return ExitCode.USAGE;
    } catch (IOException failure) {
      err().println("milena: " + failure.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private static QueueOrder order(ParseResult parsed) {
    boolean full = parsed.hasMatchedOption(FULL);
    return new QueueOrder(
        QueueSize.list(full ? QueueSize.FULL : Flags.get(parsed, SIZES, String.class)),
        Flags.get(parsed, "--messages", Integer.class),
        Flags.get(parsed, "--rounds", Integer.class),
        Flags.get(parsed, "--data", Path.class),
        List.of(BenchCommand.launcher().toString()),
        BenchCommand.home());
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
