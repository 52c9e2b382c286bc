package milena.http.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import milena.ingest.header.SingleFields;

/** The fields of a header as a client wrote it, checked; no field is changed. */
final class HeaderLines {

  /** A message that passed more servers than this runs in a circle (RFC 5321 §6.3). */
  private static final int MOST_RECEIVED = 50;

  /** And those of MIME (RFC 2045 §3): with two of them, readers would see different messages. */
  private static final List<String> SINGLE =
      Stream.concat(
              SingleFields.NAMES.stream().map(name -> name.toLowerCase(Locale.ROOT)),
              Stream.of("mime-version", "content-type", "content-transfer-encoding"))
          .toList();

  private final List<String> names = new ArrayList<>();
  private final StringBuilder from = new StringBuilder();
  private final String pointer;

  private HeaderLines(String pointer) {
    this.pointer = pointer;
  }

  /** Reads a header, lines ending with CR LF, without the empty line behind it. */
  static HeaderLines of(String header, String pointer) throws Fault {
    var lines = new HeaderLines(pointer);
    for (var line : header.split("\r\n")) {
      lines.line(line);
    }
    lines.check();
    return lines;
  }

  private void line(String line) throws Fault {
    if (line.startsWith(" ") || line.startsWith("\t")) {
      if (names.isEmpty()) {
        throw new Fault("The message begins with a blank.", pointer);
      }
      if (names.getLast().equals("from")) {
        from.append(line);
      }
      return;
    }
    int colon = line.indexOf(':');
    var name = colon < 0 ? "" : line.substring(0, colon).stripTrailing();
    if (!HeaderText.isName(name)) {
      throw new Fault("A line of the header is no field; an empty line ends it.", pointer);
    }
    names.add(name.toLowerCase(Locale.ROOT));
    if (HeaderText.isControl(names.getLast())) {
      throw new Fault("What " + name + " asks for is a field of the request here.", pointer);
    }
    if (names.getLast().equals("from")) {
      from.append(line, colon + 1, line.length());
    }
  }

  private void check() throws Fault {
    if (!has("from")) {
      throw new Fault("The message has no From field.", pointer);
    }
    for (var single : SINGLE) {
      if (names.stream().filter(single::equals).count() > 1) {
        throw new Fault("The message has more than one " + single + " field.", pointer);
      }
    }
    if (names.stream().filter("received"::equals).count() > MOST_RECEIVED) {
      throw new Fault("The message has passed too many servers.", pointer);
    }
  }

  boolean has(String lowerCaseName) {
    return names.contains(lowerCaseName);
  }

  /** The domains of From. */
  List<String> fromDomains() throws Fault {
    return HeaderText.fromDomains(from.toString(), pointer);
  }
}
