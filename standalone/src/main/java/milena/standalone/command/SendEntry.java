package milena.standalone.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import milena.bench.load.LoadEntry;
import milena.bench.load.LoadEntry.Security;
import milena.bench.load.LoadLogin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The flags of {@code send} for TLS and a login. */
final class SendEntry {

  private static final String TLS = "--tls";
  private static final String STARTTLS = "--starttls";
  private static final String USER = "--user";
  private static final String PASSWORD_FILE = "--password-file";

  private SendEntry() {}

  static void addTo(CommandSpec spec) {
    spec.addOption(
        Flags.bare(
            STARTTLS, "Ask for TLS on each connection (RFC 3207), and take any certificate."));
    spec.addOption(
        Flags.bare(TLS, "TLS from the first octet on, as on port 465, and with any certificate."));
    spec.addOption(
        Flags.optional(
            USER,
            "LOGIN",
            String.class,
            text -> text,
            "Log in on each connection, by AUTH PLAIN under TLS; 'apikey' with an API key."));
    spec.addOption(
        Flags.optional(
            PASSWORD_FILE,
            "FILE",
            Path.class,
            Path::of,
            "The file whose first line is the password or API key."));
  }

  /**
   * What the flags ask for.
   *
   * @throws IllegalArgumentException when they do not go together, or there is no password
   */
  static LoadEntry of(ParseResult parsed) {
    boolean implicit = parsed.hasMatchedOption(TLS);
    boolean asked = parsed.hasMatchedOption(STARTTLS);
    if (implicit && asked) {
      throw new IllegalArgumentException("name one of " + TLS + " and " + STARTTLS);
    }
    @Nullable String user = parsed.matchedOptionValue(USER, null);
    @Nullable Path file = parsed.matchedOptionValue(PASSWORD_FILE, null);
    if ((user == null) != (file == null)) {
      throw new IllegalArgumentException(USER + " and " + PASSWORD_FILE + " go together");
    }
    var security = asked ? Security.STARTTLS : implicit ? Security.IMPLICIT : Security.NONE;
    if (user == null || file == null) {
      return new LoadEntry(security, null);
    }
    if (security == Security.NONE) {
      throw new IllegalArgumentException(USER + " needs " + STARTTLS + " or " + TLS);
    }
    return new LoadEntry(security, new LoadLogin(user, password(file)));
  }

  private static String password(Path file) {
    try (var lines = Files.newBufferedReader(file)) {
      var password = lines.readLine();
      if (password != null && !password.isEmpty()) {
        return password;
      }
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(PASSWORD_FILE + " cannot be read: " + file, unreadable);
    }
    throw new IllegalArgumentException(PASSWORD_FILE + " begins with an empty line: " + file);
  }
}
