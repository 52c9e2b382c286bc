package milena.policy.document;

import milena.policy.Place;

/**
 * Something that is wrong with a document, or of no effect in it.
 *
 * @param place where
 * @param message what, in one sentence
 * @param suggestion what to write instead; empty where nothing can be proposed
 */
public record Finding(Severity severity, Place place, String message, String suggestion) {

  /** How bad it is. */
  public enum Severity {
    /** The document cannot come into force. */
    ERROR,
    /** It can, but this says nothing. */
    NO_EFFECT
  }

  /** Whether the document cannot come into force because of it. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** One line: the place, what is wrong, and what to write instead. */
  public String toText() {
    return (isError() ? "error" : "no effect")
        + " at "
        + place
        + ": "
        + message
        + (suggestion.isEmpty() ? "" : "; " + suggestion);
  }
}
