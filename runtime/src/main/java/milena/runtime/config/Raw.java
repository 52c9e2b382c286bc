package milena.runtime.config;

import java.util.List;
import java.util.Map;

/** A value as it was written, before its type is known. Flags and variables are always text. */
public sealed interface Raw {

  /** A scalar, with surrounding blanks removed. */
  record Text(String text) implements Raw {
    public Text {
      text = text.strip();
    }
  }

  /** A YAML sequence. */
  record Items(List<Raw> items) implements Raw {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** A YAML mapping; the order is that of the file. */
  record Fields(Map<String, Raw> fields) implements Raw {}
}
