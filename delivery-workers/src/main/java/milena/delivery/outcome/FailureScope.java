package milena.delivery.outcome;

/** How far a failure reaches, from the narrowest to the widest. */
public enum FailureScope {
  /** This recipient alone. */
  RECIPIENT("recipient"),
  /** This message, whoever receives it. */
  MESSAGE("message"),
  /** This connection; another to the same host may do better. */
  CONNECTION("connection"),
  /** Everything from this source to this site. */
  PATH("path"),
  /** Everything to this site, from wherever. */
  SITE("site"),
  /** Everything from this source, wherever it goes. */
  SOURCE("source");

  private final String word;

  FailureScope(String word) {
    this.word = word;
  }

  /** As it is written into the attempt's result. */
  public String word() {
    return word;
  }
}
