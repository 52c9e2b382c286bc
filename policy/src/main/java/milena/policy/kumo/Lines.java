package milena.policy.kumo;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One rule of the document while it is written, with where it is from. */
final class Lines {
  private final List<String> fields = new ArrayList<>();
  private final List<Spot> spots = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  /** Adds the fields that say which traffic it is for. */
  Lines where(List<String> selector) {
    fields.addAll(selector);
    return this;
  }

  /** Adds a field, whose value is written as it must be. */
  Lines with(String key, String value) {
    fields.add(key + ": " + value);
    return this;
  }

  Lines from(Spot spot) {
    spots.add(spot);
    return this;
  }

  Lines remark(String text) {
    remarks.add(text);
    return this;
  }

  /** The rule in one line, below its comments. */
  String flow() {
    return comments() + "  - {" + String.join(", ", fields) + "}\n";
  }

  /** The rule with a line for each field, below its comments. */
  String block() {
    return comments() + fields.stream().collect(joining("\n    ", "  - ", "\n"));
  }

  private String comments() {
    var text = new StringBuilder("  # ").append(Yaml.comment(places()));
    remarks.forEach(remark -> text.append("\n  # ").append(Yaml.comment(remark)));
    return text.append('\n').toString();
  }

  /** Where it is from: each file once, with all lines. */
  private String places() {
    var byFile = new LinkedHashMap<String, Set<Integer>>();
    spots.forEach(
        spot -> byFile.computeIfAbsent(spot.file(), _ -> new TreeSet<>()).add(spot.line()));
    return byFile.entrySet().stream()
        .map(
            file ->
                file.getKey()
                    + ":"
                    + file.getValue().stream().map(String::valueOf).collect(joining(",")))
        .collect(joining(" "));
  }
}
