package milena.mail.address;

import java.util.List;
import milena.mail.reply.EnhancedCode;

/** What became of reading a path: the path with its parameters, or why there is none. */
public sealed interface PathResult {

  /**
   * A well-formed path.
   *
   * @param path what stood in the angle brackets
   * @param parameters in the order sent, each keyword at most once
   */
  record Parsed(Path path, List<EsmtpParameter> parameters) implements PathResult {
    public Parsed {
      parameters = List.copyOf(parameters);
    }
  }

  /**
   * The reply that refuses the command.
   *
   * @param code the reply code, 501 or 553
   * @param enhanced 5.1.3 or 5.1.7 for the address, 5.5.4 for a parameter, 5.6.7 for a missing
   *     SMTPUTF8
   * @param reason constant English text that quotes nothing the client sent
   */
  record Malformed(int code, EnhancedCode enhanced, String reason) implements PathResult {}
}
