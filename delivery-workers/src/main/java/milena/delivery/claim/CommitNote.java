package milena.delivery.claim;

import java.util.Arrays;

/**
 * What stands in the metadata of a committed offset: where a successor starts to read {@code
 * mail.attempts}, and what is known of deaths. At most 150 characters, always.
 *
 * @param attemptsPosition below it there is neither the last marker of the holder nor a result of a
 *     dispatch at or above the committed offset
 * @param epoch of the claim under which it was committed
 * @param deaths which dispatches were present at deaths
 */
record CommitNote(long attemptsPosition, long epoch, Deaths deaths) {

  /** Nothing is known: all of the log is read. */
  static final CommitNote NONE = new CommitNote(0, 0, Deaths.NONE);

  private static final String VERSION = "1";
  private static final int FIELDS = 8;

  String encode() {
    return String.join(
        " ",
        VERSION,
        Long.toString(attemptsPosition),
        Long.toString(epoch),
        Long.toString(deaths.onceBelow()),
        Long.toString(deaths.twiceBelow()),
        Integer.toString(deaths.block()),
        Long.toString(deaths.blockEnd()),
        Long.toString(deaths.condemned()));
  }

  /** Reads a note; what is no note of this version counts as none, which costs reading only. */
  static CommitNote decode(String metadata) {
    var parts = metadata.split(" ");
    if (parts.length != FIELDS || !parts[0].equals(VERSION)) {
      return NONE;
    }
    try {
      long[] numbers = Arrays.stream(parts).mapToLong(Long::parseLong).toArray();
      var deaths =
          new Deaths(numbers[3], numbers[4], Math.toIntExact(numbers[5]), numbers[6], numbers[7]);
      return new CommitNote(numbers[1], numbers[2], deaths);
    } catch (NumberFormatException | ArithmeticException e) {
      return NONE;
    }
  }
}
