package milena.router.shape;

import milena.schemas.AttemptResult;

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

  /** Whether a server, or the way to it, said no. */
  boolean isFailure() {
    return this == DEFERRED || this == BOUNCED;
  }

  /** What was said, as reactions hear it: code, enhanced code and text. */
  static String reply(AttemptResult result) {
    var text = result.getText();
    var enhanced = result.getEnhanced();
    var words = enhanced.isEmpty() || text.contains(enhanced) ? text : enhanced + " " + text;
    return result.getCode() == 0 ? words : result.getCode() + " " + words;
  }

  /** Whether a server said it; else the text is ours, of a way that did not lead to one. */
  static boolean isOfServer(AttemptResult result) {
    return result.getCode() != 0;
  }

  /** Whether an attempt was made, whatever came of it: worth a trace even when it comes late. */
  boolean wasTried() {
    return fact;
  }

  /** Whether it was our own source that kept something from being tried. */
  static boolean isOfSource(String scope) {
    return scope.equals("source");
  }

  /** Whether a failure of that scope says something about the site, not the message. */
  static boolean reachesBeyondMessage(String scope) {
    return scope.equals("connection") || scope.equals("path") || scope.equals("site");
  }
}
