package milena.standalone.command;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import milena.standalone.OpenLog;
import milena.standalone.tenancy.CredentialReport;
import milena.tenants.book.Change;
import milena.tenants.book.Credential;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Revokes a credential. */
final class CredentialRevokeCommand implements Callable<Integer> {

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;

  private CredentialRevokeCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  static CommandSpec spec(Map<String, String> environment) {
    var spec = new CredentialRevokeCommand(environment).spec;
    Flags.document(
        spec,
        "Revokes a credential: within a second it lets nobody in any more. Connections that it has"
            + " opened are the door's affair.",
        """
        milena credential revoke app@shop.example --note 'left in a log'
        milena credential revoke mk_abcdefghijklmnop
        """,
        Orders.EXIT_CODES);
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .required(true)
            .arity("1")
            .type(String.class)
            .paramLabel("ID")
            .description("A login, an API key's id or a certificate's, as they are listed.")
            .build());
    return Orders.withFlags(spec, "Why, in words; it is kept beside the change.");
  }

  @Override
  public Integer call() throws InterruptedException {
    return LogOptions.with(spec, environment, (log, found, config) -> revoke(log));
  }

  private int revoke(OpenLog log) throws InterruptedException {
    var parsed = spec.commandLine().getParseResult();
    String id = parsed.matchedPositionalValue(0, "");
    return switch (Orders.log(log).revoke(id, Orders.of(spec))) {
      case Change.Refused<Credential> refusal -> Orders.refused(spec, refusal);
      case Change.Done<Credential>(var credential) -> {
        spec.commandLine()
            .getOut()
            .println(
                Flags.asJson(parsed)
                    ? new CredentialReport(List.of(credential)).toJson()
                    : "revoked " + credential.id());
        yield ExitCode.OK;
      }
    };
  }
}
