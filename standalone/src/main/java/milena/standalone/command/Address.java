package milena.standalone.command;

import milena.mail.address.AddressParser;
import milena.mail.address.Path;
import milena.mail.address.PathResult;

/**
 * An address as an argument.
 *
 * @param canonical in the form that is the same for every spelling
 */
record Address(String canonical) {

  /**
   * Reads an address in any spelling.
   *
   * @throws IllegalArgumentException if it is none, saying why
   */
  static Address parse(String text) {
    return switch (AddressParser.mailbox(text)) {
      case PathResult.Parsed parsed when parsed.path() instanceof Path.Of to ->
          new Address(to.mailbox().canonical());
      case PathResult.Parsed _ ->
          throw new IllegalArgumentException("'" + text + "' has no domain");
      case PathResult.Malformed malformed ->
          throw new IllegalArgumentException(
              "'" + text + "' is not an address: " + malformed.reason());
    };
  }
}
