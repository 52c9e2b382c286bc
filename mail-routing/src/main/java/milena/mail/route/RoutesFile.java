package milena.mail.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import milena.mail.route.address.AddressLiteral;

/**
 * Reads the text of a routes file.
 *
 * <p>Each line is {@code domain host port}, separated by blanks; {@code #} begins a comment. The
 * domain may be {@code *} (every domain without a line of its own) or an address literal in
 * brackets; the host may be a name or an address. All faults are found, not only the first.
 */
public final class RoutesFile {

  /** What a routes file comes to. */
  public sealed interface Outcome {
    /** The file is right. */
    record Read(RouteTable routes) implements Outcome {}

    /** The file is wrong in at least one place; none of it is used. */
    record Wrong(List<Fault> faults) implements Outcome {
      /** Keeps its own copy of the list. */
      public Wrong {
        faults = List.copyOf(faults);
      }
    }
  }

  /**
   * Something wrong with one line.
   *
   * @param line counted from 1
   * @param message for the operator
   */
  public record Fault(int line, String message) {
    @Override
    public String toString() {
      return "line " + line + ": " + message;
    }
  }

  private static final int FIELDS = 3;
  private static final int QUOTED = 80;

  private final Map<String, HostPort> targets = new HashMap<>();
  private final Map<String, Integer> firstLines = new HashMap<>();
  private final List<Fault> faults = new ArrayList<>();

  private RoutesFile() {}

  /** Reads all lines. */
  public static Outcome parse(String text) {
    var file = new RoutesFile();
    var number = 0;
    for (var line : text.split("\\R", -1)) {
      file.line(++number, line);
    }
    return file.faults.isEmpty()
        ? new Outcome.Read(RouteTable.of(file.targets))
        : new Outcome.Wrong(file.faults);
  }

  private void line(int number, String line) {
    var comment = line.indexOf('#');
    var content = (comment < 0 ? line : line.substring(0, comment)).strip();
    if (content.isEmpty()) {
      return;
    }
    var fields = content.split("\\s+");
    if (fields.length != FIELDS) {
      fault(number, "expected \"domain host port\", found " + quoted(content));
      return;
    }
    var domain = DomainName.lowerCase(fields[0]);
    var wellFormed = isDomain(domain);
    if (!wellFormed) {
      fault(number, "not a domain: " + quoted(fields[0]));
    }
    var target = target(number, fields[1], fields[2]);
    if (wellFormed && isFirst(number, domain)) {
      target.ifPresent(valid -> targets.put(domain, valid));
    }
  }

  private static boolean isDomain(String domain) {
    return domain.equals(RouteTable.EVERY_DOMAIN)
        || DomainName.isHost(domain)
        || AddressLiteral.parseBracketed(domain).isPresent();
  }

  private boolean isFirst(int number, String domain) {
    var first = firstLines.putIfAbsent(domain, number);
    if (first != null) {
      fault(number, quoted(domain) + " has a route already, on line " + first);
    }
    return first == null;
  }

  private Optional<HostPort> target(int number, String host, String port) {
    if (!port.matches("[1-9]\\d{0,4}")) {
      fault(number, "not a port: " + quoted(port));
      return Optional.empty();
    }
    try {
      return Optional.of(HostPort.of(host, Integer.parseInt(port)));
    } catch (IllegalArgumentException e) {
      fault(number, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void fault(int number, String message) {
    faults.add(new Fault(number, message));
  }

  private static String quoted(String text) {
    return "\"" + (text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…") + "\"";
  }
}
