package milena.http.compose;

import milena.http.request.Injection.Dialect;

/** What understands one dialect. Safe for use by several threads. */
interface Engine {

  /**
   * Understands a template.
   *
   * @param html whether what is filled in is made safe for HTML
   * @param pointer to the field that it is, for its faults
   */
  Template understand(String source, boolean html, String pointer) throws Fault;

  /** Whether a text has anything to be filled in. */
  boolean concerns(String source);

  /**
   * How many characters of a text are template syntax.
   *
   * @throws Fault when that cannot be told
   */
  int tags(String source, String pointer) throws Fault;

  /** The engine of a dialect. */
  static Engine of(Dialect dialect) {
    return switch (dialect) {
      case STATIC -> NoEngine.IT;
      case JINJA -> Jinja.IT;
      case HANDLEBARS -> HandlebarsEngine.IT;
    };
  }

  /** For texts that are sent as they are. */
  enum NoEngine implements Engine {
    /** There is one. */
    IT;

    @Override
    public Template understand(String source, boolean html, String pointer) {
      return (_, _) -> source;
    }

    @Override
    public boolean concerns(String source) {
      return false;
    }

    @Override
    public int tags(String source, String pointer) {
      return 0;
    }
  }

  /** Runs what a library does, and makes faults of what it throws. */
  static <T> T guarded(String pointer, Library<T> library) throws Fault {
    try {
      return library.run();
    } catch (Effort.Exceeded exceeded) {
      throw new Fault("Template refused: " + exceeded.getMessage() + ".", pointer);
    } catch (StackOverflowError deep) {
      throw new Fault("Template refused: it is nested too deeply.", pointer);
    } catch (java.io.IOException | RuntimeException failed) {
      throw new Fault("Template error: " + firstLine(failed), pointer);
    }
  }

  private static String firstLine(Exception failed) {
    for (Throwable at = failed; at != null; at = at.getCause()) {
      if (at instanceof Effort.Exceeded) {
        return String.valueOf(at.getMessage());
      }
    }
    var text = String.valueOf(failed.getMessage()).strip();
    var line = text.lines().findFirst().orElse("unknown");
    return line.substring(0, Math.min(200, line.length()));
  }

  /** Code of a library. */
  interface Library<T> {
    T run() throws java.io.IOException;
  }
}
