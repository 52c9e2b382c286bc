package milena.standalone.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import milena.runtime.clock.SteadyClock;
import milena.runtime.config.Secret;
import milena.standalone.OpenLog;
import milena.standalone.tenancy.ClientCertificate;
import milena.standalone.tenancy.CredentialReport;
import milena.tenants.book.Change;
import milena.tenants.book.Credential;
import milena.tenants.book.NewCredential;
import milena.tenants.book.Stamp;
import milena.tenants.verify.NewSecrets;
import milena.tenants.verify.Preparation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Makes a credential, and shows its secret once. */
final class CredentialCreateCommand implements Callable<Integer> {

  private static final String TENANT = "--tenant";
  private static final String OPERATOR = "--operator";
  private static final String LOGIN = "--login";
  private static final String PASSWORD_STDIN = "--password-stdin";
  private static final String API_KEY = "--api-key";
  private static final String CERTIFICATE = "--certificate";
  private static final String REPLACE = "--replace";
  private static final String EXPIRES = "--expires";

  /** Fewer characters than this can be tried through, whatever a try costs. */
  private static final int LEAST_CHOSEN = 12;

  /** UTF-8 of the longest password, and a line end. */
  private static final int MOST_BYTES = 4 * Preparation.MAX_CHARS + 2;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;
  private final InputStream in;

  /** What was made, and what is to be shown of it, if anything. */
  private record Made(Credential credential, @Nullable Secret secret) {
    static Made of(NewCredential made) {
      return new Made(made.credential(), made.secret());
    }
  }

  private CredentialCreateCommand(Map<String, String> environment, InputStream in) {
    this.environment = environment;
    this.in = in;
  }

  static CommandSpec spec(Map<String, String> environment, InputStream in) {
    var spec = new CredentialCreateCommand(environment, in).spec;
    Flags.document(
        spec,
        "Makes a credential of a tenant or an operator: a login, an API key, or a client's"
            + " certificate. A generated password or key is printed on standard output, this once"
            + " and never again, when the log has the credential.",
        """
        milena credential create --tenant shop --login app@shop.example
        milena credential create --tenant shop --login app --password-stdin <file
        milena credential create --tenant shop --api-key --expires 2027-01-01
        milena credential create --tenant shop --certificate client.pem
        milena credential create --operator --api-key
        """,
        Orders.EXIT_CODES);
    spec.addOption(Flags.optional(TENANT, "NAME", String.class, text -> text, "Whose it is."));
    spec.addOption(
        Flags.bare(
            OPERATOR,
            "It is an operator's, who gives commands by HTTP and sends nothing; instead of a"
                + " tenant's."));
    addKinds(spec);
    spec.addOption(
        Flags.bare(REPLACE, "In place of one of the same tenant and login: its new password."));
    spec.addOption(
        Flags.optional(
            EXPIRES,
            When.FORM,
            Instant.class,
            CredentialCreateCommand::future,
            "When it ends by itself.",
            "  Default: never"));
    return Orders.withFlags(spec, "About the credential, in words.");
  }

  private static void addKinds(CommandSpec spec) {
    spec.addOption(
        Flags.optional(
            LOGIN,
            "LOGIN",
            String.class,
            CredentialCreateCommand::login,
            "A login with a password of 130 random bits, which is printed."));
    spec.addOption(
        Flags.bare(
            PASSWORD_STDIN,
            "The login's password is one line of standard input, of "
                + LEAST_CHOSEN
                + " characters or more."));
    spec.addOption(Flags.bare(API_KEY, "An API key, which is printed."));
    spec.addOption(
        Flags.optional(
            CERTIFICATE, "FILE", Path.class, Path::of, "A client's certificate, in PEM or DER."));
  }

  private static Instant future(String text) {
    var now = SteadyClock.ofThisProcess().instant();
    var time = When.parse(text, now);
    if (!time.isAfter(now)) {
      throw new IllegalArgumentException("'" + text + "' is not in the future");
    }
    return time;
  }

  private static String login(String text) {
    return Preparation.of(text)
        .filter(Credential::isLogin)
        .orElseThrow(() -> new IllegalArgumentException("'" + text + "' cannot be a login"));
  }

  @Override
  public Integer call() throws InterruptedException {
    var parsed = spec.commandLine().getParseResult();
    long kinds = Stream.of(LOGIN, API_KEY, CERTIFICATE).filter(parsed::hasMatchedOption).count();
    if (parsed.hasMatchedOption(TENANT) == parsed.hasMatchedOption(OPERATOR)) {
      throw wrong("name either " + TENANT + " or " + OPERATOR);
    }
    if (kinds != 1) {
      throw wrong("name one of " + LOGIN + ", " + API_KEY + " and " + CERTIFICATE);
    }
    if (parsed.hasMatchedOption(PASSWORD_STDIN) && !parsed.hasMatchedOption(LOGIN)) {
      throw wrong(PASSWORD_STDIN + " goes with " + LOGIN);
    }
    Made made;
    try {
      made = make();
    } catch (IOException unreadable) {
      throw wrong(String.valueOf(unreadable.getMessage()));
    }
    return LogOptions.with(spec, environment, (log, found, config) -> create(log, made));
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  private Made make() throws IOException {
    var parsed = spec.commandLine().getParseResult();
    var secrets = new NewSecrets();
    var order = Orders.of(spec);
    @Nullable Instant expires = parsed.matchedOptionValue(EXPIRES, null);
    var about =
        new NewCredential.About(
            parsed.matchedOptionValue(TENANT, Credential.OPERATORS),
            order.why(),
            new Stamp(SteadyClock.ofThisProcess().millis(), order.who()),
            expires == null ? 0 : expires.toEpochMilli());
    @Nullable Path file = parsed.matchedOptionValue(CERTIFICATE, null);
    if (file != null) {
      var certificate = ClientCertificate.read(file);
      return new Made(
          NewCredential.certificate(certificate.fingerprint(), certificate.subject(), about), null);
    }
    if (parsed.hasMatchedOption(API_KEY)) {
      return Made.of(NewCredential.apiKey(about, secrets));
    }
    var login = Flags.get(parsed, LOGIN, String.class);
    return parsed.hasMatchedOption(PASSWORD_STDIN)
        ? new Made(NewCredential.chosen(login, chosen(), about, secrets), null)
        : Made.of(NewCredential.generated(login, about, secrets));
  }

  private Secret chosen() throws IOException {
    var line =
        new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8)
            .lines()
            .findFirst()
            .flatMap(Preparation::of)
            .filter(text -> text.codePointCount(0, text.length()) >= LEAST_CHOSEN);
    return line.map(Secret::new)
        .orElseThrow(
            () ->
                wrong(
                    "the first line of standard input is no password: "
                        + LEAST_CHOSEN
                        + " characters or more, none of them a control character"));
  }

  private int create(OpenLog log, Made made) throws InterruptedException {
    var parsed = spec.commandLine().getParseResult();
    var change =
        Orders.log(log).add(made.credential, parsed.hasMatchedOption(REPLACE), Orders.of(spec));
    return switch (change) {
      case Change.Refused<Credential> refusal -> Orders.refused(spec, refusal);
      case Change.Done<Credential>(var credential) -> {
        tell(credential, made.secret);
        yield ExitCode.OK;
      }
    };
  }

  private void tell(Credential credential, @Nullable Secret secret) {
    var out = spec.commandLine().getOut();
    if (Flags.asJson(spec.commandLine().getParseResult())) {
      out.println(new CredentialReport(List.of(credential), secret).toJson());
      return;
    }
    var whose = credential.operator() ? "an operator" : "tenant " + credential.tenant();
    var made = "made " + credential.id() + " of " + whose;
    if (secret == null) {
      out.println(made);
      return;
    }
    // The secret alone is on standard output, so that it can go where it is needed.
    spec.commandLine().getErr().println(made + "; this is shown once:");
    out.println(secret.value());
  }
}
