package milena.router.shape;

/** What an attempt's result says, by the words of {@code AttemptResult.outcome}. */
enum Outcome {
  DELIVERED("delivered", true),
  DEFERRED("deferred", true),
  BOUNCED("bounced", true),
  /** No transaction was begun. Words from a newer worker count as this: the attempt is repeated. */
  NOT_TRIED("not-tried", false),
  STILL_TRYING("still-trying", false);

  private final String word;
  private final boolean fact;

  Outcome(String word, boolean fact) {
    this.word = word;
    this.fact = fact;
  }

  static Outcome of(String word) {
    for (var outcome : values()) {
      if (outcome.word.equals(word)) {
        return outcome;
      }
    }
    return NOT_TRIED;
  }

  /** Whether the remote server has seen the message: worth a trace even when it comes late. */
  boolean seenOutside() {
    return fact;
  }

  /** Whether a failure of that scope says something about the site, not the message. */
  static boolean reachesBeyondMessage(String scope) {
    return scope.equals("connection") || scope.equals("path") || scope.equals("site");
  }
}
