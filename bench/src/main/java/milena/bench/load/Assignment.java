package milena.bench.load;

/**
 * One message to send now.
 *
 * @param sequence its number in the run, from 0
 * @param attempt 1 for the first time it is sent
 * @param sinceNanos from when its total time counts, by the monotonic clock: when the rate wanted
 *     it to be sent, or without a rate when it was first taken up
 */
record Assignment(long sequence, int attempt, long sinceNanos) {
  Assignment again() {
    return new Assignment(sequence, attempt + 1, sinceNanos);
  }
}
