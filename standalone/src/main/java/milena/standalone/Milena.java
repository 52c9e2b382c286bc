package milena.standalone;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import milena.standalone.command.AuditCommand;
import milena.standalone.command.BenchCommand;
import milena.standalone.command.ConfigCommand;
import milena.standalone.command.CredentialCommand;
import milena.standalone.command.DemoCommand;
import milena.standalone.command.PolicyCommand;
import milena.standalone.command.QueueCommand;
import milena.standalone.command.RehearseCommand;
import milena.standalone.command.SendCommand;
import milena.standalone.command.SinkCommand;
import milena.standalone.command.SuppressionCommand;
import milena.standalone.command.TenantCommand;
import milena.standalone.command.TraceCommand;
import milena.standalone.command.UnplannedFailures;
import milena.standalone.command.UpCommand;
import milena.standalone.command.UsageErrors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The program. */
public final class Milena {

  private Milena() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** Every command, ready to be executed. */
  public static CommandLine commandLine() {
    var spec =
        CommandSpec.create()
            .name("milena")
            .mixinStandardHelpOptions(true)
            .version("milena " + version());
    spec.usageMessage().description("A mail transfer system whose spool is a Kafka log.");
    var milena = new CommandLine(spec);
    spec.addSubcommand("up", UpCommand.spec());
    spec.addSubcommand("demo", DemoCommand.spec());
    spec.addSubcommand("config", ConfigCommand.spec());
    spec.addSubcommand("rehearse", RehearseCommand.spec());
    spec.addSubcommand("sink", SinkCommand.spec());
    spec.addSubcommand("send", SendCommand.spec());
    spec.addSubcommand("audit", AuditCommand.spec());
    spec.addSubcommand("trace", TraceCommand.spec());
    spec.addSubcommand("queue", QueueCommand.spec());
    spec.addSubcommand("suppression", SuppressionCommand.spec());
    spec.addSubcommand("tenant", TenantCommand.spec());
    spec.addSubcommand("credential", CredentialCommand.spec());
    spec.addSubcommand("policy", PolicyCommand.spec());
    spec.addSubcommand("bench", BenchCommand.spec());
    milena.setParameterExceptionHandler(new UsageErrors());
    milena.setExecutionExceptionHandler(new UnplannedFailures(System.getenv()));
    milena.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    milena.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    return milena;
  }

  private static String version() {
    var packaged = Milena.class.getPackage().getImplementationVersion();
    return packaged == null ? "(unpackaged)" : packaged;
  }
}
