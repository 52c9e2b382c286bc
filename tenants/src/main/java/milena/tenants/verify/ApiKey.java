package milena.tenants.verify;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An API key in the clear, {@code mk_<keyid>_<secret>}: as short as possible in memory, and never
 * in a log. A double click takes all of it, and scanners for leaked secrets know it by its
 * beginning.
 *
 * @param id {@code mk_<keyid>}, which is no secret: it names the key to operators
 * @param secret 256 random bits in base 32
 */
public record ApiKey(String id, String secret) {

  /** What the ids of all API keys start with, and those of no other credential. */
  public static final String PREFIX = "mk_";

  private static final Pattern FORM = Pattern.compile("(mk_[a-z2-7]{16})_([a-z2-7]{52})");
  private static final int LENGTH = 3 + 16 + 1 + 52;

  /** Reads a key; empty where the text is none. */
  public static Optional<ApiKey> parse(String text) {
    if (text.length() != LENGTH) {
      return Optional.empty();
    }
    var match = FORM.matcher(text);
    return match.matches()
        ? Optional.of(new ApiKey(match.group(1), match.group(2)))
        : Optional.empty();
  }

  /** The whole key as its owner needs it; shown once, when it is made. */
  public String inTheClear() {
    return id + "_" + secret;
  }

  @Override
  public String toString() {
    return id + "_********";
  }
}
