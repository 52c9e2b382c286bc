package milena.ingest.log;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.OptionalLong;

/**
 * Makes message ids: 26 characters that sort by time, 48 bits of milliseconds and then 80 bits that
 * start at random in every millisecond and count up within it. No node has to know of another for
 * them to be unique. Safe for use by several threads.
 */
public final class MessageIds {

  // Without I, L, O and U, which people misread.
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final char[] DIGITS = ALPHABET.toCharArray();
  private static final int LENGTH = 26;
  private static final int DIGIT_BITS = 5;
  private static final int TIME_DIGITS = 10;
  // Of the first digit; as a time it would be in the year 19811.
  private static final int TIMELESS = 16;
  private static final long MASK_40 = (1L << 40) - 1;

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private long lastMillis = -1;
  private long high;
  private long low;

  /** Takes the time from a clock. */
  public MessageIds(InstantSource clock) {
    this.clock = clock;
  }

  /** The next id, greater than all before it from this instance. */
  public synchronized String next() {
    long millis = clock.millis();
    if (millis > lastMillis) {
      lastMillis = millis;
      // The top bit stays clear: there is always room to count up.
      high = random.nextLong() & (MASK_40 >> 1);
      low = random.nextLong() & MASK_40;
    } else if (++low > MASK_40) {
      low = 0;
      high++;
    }
    var text = new char[LENGTH];
    digits(lastMillis, text, 0, TIME_DIGITS);
    digits(high, text, 10, 8);
    digits(low, text, 18, 8);
    return new String(text);
  }

  /**
   * An id that anybody can derive again who has the same bytes, in the same characters. It does not
   * sort by time, and its first character, which no time has, says so.
   *
   * @param digest at least 130 bits, of which all but the first are taken
   */
  public static String of(byte[] digest) {
    var text = new char[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      int digit = 0;
      for (int bit = i * DIGIT_BITS; bit < (i + 1) * DIGIT_BITS; bit++) {
        digit = (digit << 1) | ((digest[bit / 8] >> (7 - bit % 8)) & 1);
      }
      text[i] = DIGITS[i == 0 ? digit | TIMELESS : digit];
    }
    return new String(text);
  }

  /**
   * When an id was made, in ms since the epoch by its node's clock.
   *
   * @return empty for one that is derived, or that is none of ours
   */
  public static OptionalLong madeAt(String id) {
    if (id.length() != LENGTH) {
      return OptionalLong.empty();
    }
    long millis = 0;
    for (int i = 0; i < TIME_DIGITS; i++) {
      int digit = ALPHABET.indexOf(id.charAt(i));
      if (digit < 0 || (i == 0 && digit >= TIMELESS)) {
        return OptionalLong.empty();
      }
      millis = (millis << DIGIT_BITS) | digit;
    }
    return OptionalLong.of(millis);
  }

  private static void digits(long bits, char[] text, int offset, int count) {
    for (int i = count - 1; i >= 0; i--) {
      text[offset + i] = DIGITS[(int) (bits & 31)];
      bits >>>= 5;
    }
  }
}
