package milena.standalone.command;

import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** What tenants come in with: the commands about that, one below it for each. */
public final class CredentialCommand implements Callable<Integer> {

  private static final String OVERVIEW =
      "Makes, lists and revokes what tenants come in with: logins with a password, API keys, and"
          + " client certificates. A secret is shown once, when it is made, and kept nowhere.";

  private static final String EXAMPLES =
      """
      milena credential create --tenant shop --login app@shop.example
      milena credential create --tenant shop --api-key --note 'the newsletter'
      milena credential list --tenant shop
      milena credential revoke app@shop.example --note 'left in a log'
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private CredentialCommand() {}

  /** The command with those below it. */
  public static CommandSpec spec() {
    return spec(System.getenv(), System.in);
  }

  static CommandSpec spec(Map<String, String> environment, InputStream in) {
    var spec = new CredentialCommand().spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, "2  name one of the commands below");
    spec.addSubcommand("create", CredentialCreateCommand.spec(environment, in));
    spec.addSubcommand("list", CredentialListCommand.spec(environment));
    spec.addSubcommand("revoke", CredentialRevokeCommand.spec(environment));
    return spec;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
