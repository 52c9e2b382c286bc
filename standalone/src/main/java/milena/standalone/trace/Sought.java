package milena.standalone.trace;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import milena.mail.address.AddressParser;
import milena.mail.address.Path;
import milena.mail.address.PathResult;

/** What a trace is asked for. */
public sealed interface Sought {

  /** Every submission of a message. */
  record Message(String id) implements Sought {}

  /** One submission; its id is the message's, a dot and the recipient's index. */
  record One(String submissionId) implements Sought {}

  /**
   * Every submission to a recipient.
   *
   * @param canonical the address in the form that is the same for every spelling
   */
  record Recipient(String canonical) implements Sought {}

  /** Index of a recipient behind a message's id. */
  Pattern INDEX = Pattern.compile(".+\\.[0-9]{1,9}");

  /**
   * Reads what an operator typed.
   *
   * @throws IllegalArgumentException when it has an at sign but is no address, or is empty
   */
  static Sought parse(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("name a message id, a submission id or an address");
    }
    if (text.indexOf('@') >= 0) {
      return new Recipient(
          canonical(text)
              .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not an address")));
    }
    return INDEX.matcher(text).matches() ? new One(text) : new Message(text);
  }

  /** The canonical form of an address, if it is one. */
  private static Optional<String> canonical(String address) {
    return AddressParser.mailbox(address) instanceof PathResult.Parsed parsed
            && parsed.path() instanceof Path.Of to
        ? Optional.of(to.mailbox().canonical())
        : Optional.empty();
  }

  /** The message that it is about, when it is about one. */
  default Optional<String> messageId() {
    return switch (this) {
      case Message(var id) -> Optional.of(id);
      case One(var id) -> Optional.of(id.substring(0, id.lastIndexOf('.')));
      case Recipient _ -> Optional.empty();
    };
  }

  /** Whether a submission is meant. */
  default boolean covers(String submissionId, String recipient) {
    return switch (this) {
      case Message(var id) ->
          submissionId.startsWith(id) && submissionId.lastIndexOf('.') == id.length();
      case One(var id) -> submissionId.equals(id);
      case Recipient(var address) -> isSame(recipient, address);
    };
  }

  private static boolean isSame(String recipient, String canonical) {
    // A plain address has one canonical form, its own in lower case: no need to take it apart.
    boolean plain = recipient.chars().allMatch(c -> c < 128 && c != '"');
    return plain
        ? recipient.toLowerCase(Locale.ROOT).equals(canonical)
        : canonical(recipient).filter(canonical::equals).isPresent();
  }

  /** As it was asked for. */
  default String text() {
    return switch (this) {
      case Message(var id) -> id;
      case One(var id) -> id;
      case Recipient(var address) -> address;
    };
  }
}
