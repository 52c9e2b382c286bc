package milena.standalone.account;

/**
 * One thing that the log says about a submission.
 *
 * @param id the submission, or for a step of a changelog its key
 * @param kind what is said
 * @param word the ending, or why it waits
 * @param number when it is due (ms since the epoch), the issue of a dispatch, or attempts made
 */
record Fact(String id, Kind kind, String word, long number) {
  enum Kind {
    /** It was accepted. */
    ACCEPTED,
    /** It ended; the word is the ending, the number the attempts. */
    ENDED,
    /** It waits; the word is the reason, the number when it is due. */
    WAITS,
    /** It waits for the result of a dispatch; the number is when its slot is reclaimed. */
    OUTSTANDING,
    /** A dispatch was given; the number is its issue. */
    DISPATCHED,
    /** The issue that an outstanding one waits for. */
    AWAITED_ISSUE
  }
}
