package milena.mail.address;

/**
 * The encoding behind A-labels (RFC 3492), in the encoding direction only: nothing here needs to
 * show a U-label. Labels are at most 63 characters when they arrive, so the quadratic search for
 * the next code point stays small.
 */
final class Punycode {

  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 128;

  private Punycode() {}

  static String encode(String label) {
    var points = label.codePoints().toArray();
    var out = new StringBuilder();
    for (var point : points) {
      if (point < INITIAL_N) {
        out.append((char) point);
      }
    }
    var basic = out.length();
    if (basic > 0) {
      out.append('-');
    }
    var n = INITIAL_N;
    var delta = 0;
    var bias = INITIAL_BIAS;
    for (var handled = basic; handled < points.length; n++, delta++) {
      var next = smallestFrom(points, n);
      delta += (next - n) * (handled + 1);
      n = next;
      for (var point : points) {
        if (point < n) {
          delta++;
        } else if (point == n) {
          appendNumber(out, delta, bias);
          bias = adapt(delta, handled + 1, handled == basic);
          delta = 0;
          handled++;
        }
      }
    }
    return out.toString();
  }

  private static int smallestFrom(int[] points, int n) {
    var smallest = Integer.MAX_VALUE;
    for (var point : points) {
      if (point >= n && point < smallest) {
        smallest = point;
      }
    }
    return smallest;
  }

  private static void appendNumber(StringBuilder out, int number, int bias) {
    var q = number;
    for (var k = BASE; ; k += BASE) {
      var t = Math.clamp(k - bias, T_MIN, T_MAX);
      if (q < t) {
        out.append(digit(q));
        return;
      }
      out.append(digit(t + (q - t) % (BASE - t)));
      q = (q - t) / (BASE - t);
    }
  }

  private static char digit(int value) {
    return (char) (value < 26 ? 'a' + value : '0' + value - 26);
  }

  private static int adapt(int rawDelta, int points, boolean first) {
    var delta = first ? rawDelta / DAMP : rawDelta / 2;
    delta += delta / points;
    var k = 0;
    while (delta > (BASE - T_MIN) * T_MAX / 2) {
      delta /= BASE - T_MIN;
      k += BASE;
    }
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
  }
}
