package milena.mail.classify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A data file in this package: {@code [section]} lines, and below each the lines of that section;
 * empty lines and those that begin with {@code #} do not count.
 */
final class RuleFile {

  private final Map<String, List<String>> sections = new LinkedHashMap<>();

  RuleFile(String name) {
    var section = new ArrayList<String>();
    for (var line : read(name).lines().map(String::strip).toList()) {
      if (line.startsWith("[")) {
        section = new ArrayList<>();
        sections.put(line.substring(1, line.length() - 1), section);
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        section.add(line);
      }
    }
  }

  /** The lines of a section that the file must have. */
  List<String> section(String name) {
    var lines = sections.get(name);
    if (lines == null) {
      throw new IllegalStateException("the rules have no section " + name);
    }
    return lines;
  }

  private static String read(String name) {
    try (var in = RuleFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the jar: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
