package milena.runtime.config;

/**
 * A part of a whole that is to be left free: a share of it or an amount, whichever is more.
 *
 * @param share 0 to 1
 * @param least at least so much, whatever the share comes to
 */
public record Reserve(double share, Size least) {

  public Reserve {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share is from 0% to 100%");
    }
  }

  /**
   * Reads {@code 10%}, {@code 2GiB}, or both with a comma between them; {@code 0} is no reserve.
   *
   * @throws IllegalArgumentException if it has another form
   */
  public static Reserve parse(String text) {
    int comma = text.indexOf(',');
    if (comma >= 0) {
      return new Reserve(
          share(text.substring(0, comma).strip()), Size.parse(text.substring(comma + 1).strip()));
    }
    return text.endsWith("%")
        ? new Reserve(share(text), new Size(0))
        : new Reserve(0, Size.parse(text));
  }

  private static double share(String text) {
    return switch (ValueTypes.percentage().read(new Raw.Text(text))) {
      case Reading.Good<Double>(var share) -> share;
      case Reading.Bad<Double>(var reason) -> throw new IllegalArgumentException(reason);
    };
  }

  /** How many bytes of so many are to be left free. */
  public long of(long wholeBytes) {
    return Math.max((long) (share * wholeBytes), least.bytes());
  }

  @Override
  public String toString() {
    if (share == 0) {
      return least.toString();
    }
    var percent = ValueTypes.percentage().print(share);
    return least.bytes() == 0 ? percent : percent + "," + least;
  }
}
