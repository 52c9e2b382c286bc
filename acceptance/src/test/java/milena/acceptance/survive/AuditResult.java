package milena.acceptance.survive;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code milena audit --json} said.
 *
 * @param exit its exit code
 * @param json what it printed
 */
record AuditResult(int exit, String json, String errors) {

  static AuditResult of(Processes processes, List<String> where) {
    var audit =
        processes.milena(
            "audit", Stream.concat(Stream.of("audit", "--json"), where.stream()).toList());
    int exit = audit.exit();
    return new AuditResult(exit, audit.output(), audit.errors());
  }

  /** A number by its name, 0 where it is not there. */
  long number(String name) {
    var found = Pattern.compile("\"" + name + "\":(\\d+)").matcher(json);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  long accepted() {
    return number("accepted");
  }

  long waiting() {
    return number("waiting_in_all");
  }
}
