package milena.policy.document;

/**
 * One key of the document, declared once: what reads it and what the reference page says of it
 * follow from this record.
 *
 * @param name as it is written
 * @param form how its value is written
 * @param otherwise what holds when it is not there
 * @param doc what it means, in a sentence or two
 * @param example a line with it
 * @param <T> what its value is
 */
record Key<T>(String name, Form<T> form, String otherwise, String doc, String example) {

  /** What a key that must be there says of its default. */
  static final String REQUIRED = "required";
}
