package milena.http.answer;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** The little of JSON that is needed to write an answer. */
public final class Json {

  private Json() {}

  /** A text as a JSON string, with its quotes. */
  public static String text(CharSequence text) {
    var quoted = new StringBuilder(text.length() + 2);
    append(quoted, text);
    return quoted.toString();
  }

  /** Appends a text as a JSON string, with its quotes. */
  public static void append(StringBuilder to, CharSequence text) {
    to.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, to);
    to.append('"');
  }
}
