package milena.runtime.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One setting, declared once: its flag, its environment variable, its key in the file, its default
 * and its documentation all follow from this record.
 *
 * @param name as in the flag without the dashes, lower case with hyphens: {@code allow-mx-to}
 * @param type how a value is written, read and printed
 * @param defaultValue the value when nobody gives one; null when there is none
 * @param defaultText what the documentation says the default is, also where it is none
 * @param doc one paragraph for the operator
 */
public record Setting<T>(
    String name, ValueType<T> type, @Nullable T defaultValue, String defaultText, String doc) {

  public Setting {
    if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("a setting's name is lower-case words: " + name);
    }
  }

  /** A setting that always has a value. */
  public static <T> Setting<T> of(String name, ValueType<T> type, T defaultValue, String doc) {
    var text = type.print(defaultValue);
    return new Setting<>(name, type, defaultValue, text.isEmpty() ? "none" : text, doc);
  }

  /**
   * A setting without a fixed default; {@code otherwise} says what happens when it is not given.
   */
  public static <T> Setting<T> optional(
      String name, ValueType<T> type, String otherwise, String doc) {
    return new Setting<>(name, type, null, otherwise, doc);
  }

  /** The flag of the command line: {@code --allow-mx-to}. */
  public String flag() {
    return "--" + name;
  }

  /** The environment variable: {@code MILENA_ALLOW_MX_TO}. */
  public String variable(String prefix) {
    return prefix + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
