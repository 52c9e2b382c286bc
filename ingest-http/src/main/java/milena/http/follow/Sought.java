package milena.http.follow;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is asked for: a message, or one submission of it.
 *
 * @param id as it was asked: that of a message, or that of a submission
 * @param messageId the message's
 * @param one whether one submission of it is meant
 */
public record Sought(String id, String messageId, boolean one) {

  private static final Pattern ID =
      Pattern.compile("([0-9A-HJKMNP-TV-Z]{26})(\\.(?:0|[1-9][0-9]{0,8}))?");

  /** Reads an id; empty when none of ours looks like that. */
  static Optional<Sought> parse(String text) {
    var matcher = ID.matcher(text);
    return matcher.matches()
        ? Optional.of(new Sought(text, matcher.group(1), matcher.group(2) != null))
        : Optional.empty();
  }

  /** Whether a submission is meant. */
  boolean covers(String submissionId) {
    return one
        ? submissionId.equals(id)
        : submissionId.startsWith(messageId) && submissionId.lastIndexOf('.') == messageId.length();
  }
}
