package milena.http.compose;

/** Understands the templates of one request. Belongs to one thread. */
final class Templates {

  /** Longest text that may have template syntax in it. */
  private static final int LONGEST = 2 << 20;

  /** Most characters within tags; to understand them takes a second or two, and tens of MiB. */
  private static final int MOST_IN_TAGS = 64 << 10;

  private final Engine engine;
  private int inTags;
  private boolean found;

  Templates(Engine engine) {
    this.engine = engine;
  }

  /** Whether there was any text with something to be filled in. */
  boolean found() {
    return found;
  }

  /** The same as {@link Engine#understand}; a text without template syntax is what it is. */
  Template understand(String text, boolean html, String pointer) throws Fault {
    if (!engine.concerns(text)) {
      return (_, _) -> text;
    }
    found = true;
    if (text.length() > LONGEST) {
      throw new Fault(413, "A template may have at most " + LONGEST + " characters.", pointer);
    }
    inTags += engine.tags(text, pointer);
    if (inTags > MOST_IN_TAGS) {
      throw new Fault(
          413, "The tags of templates may have at most " + MOST_IN_TAGS + " characters.", pointer);
    }
    return engine.understand(text, html, pointer);
  }
}
