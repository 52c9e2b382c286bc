package milena.http.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import milena.ingest.header.HeaderChecks;
import milena.ingest.header.HeaderFacts;
import milena.ingest.header.SingleFields;
import milena.mail.address.FromDomains;

/** The fields of a header as a client wrote it, checked; no field is changed. */
final class HeaderLines {

  /** Of MIME (RFC 2045 §3): with two of them, readers would see different messages. */
  private static final List<String> SINGLE =
      List.of("mime-version", "content-type", "content-transfer-encoding");

  private final List<String> names = new ArrayList<>();
  private final List<StringBuilder> from = new ArrayList<>();
  private final String pointer;

  private HeaderLines(String pointer) {
    this.pointer = pointer;
  }

  /**
   * Reads a header, lines ending with CR LF, without the empty line behind it.
   *
   * @param checks that it has to pass, beside those that there are for every message of this door
   */
  static HeaderLines of(String header, HeaderChecks checks, String pointer) throws Fault {
    var lines = new HeaderLines(pointer);
    for (var line : header.split("\r\n")) {
      lines.line(line);
    }
    lines.check(checks);
    return lines;
  }

  private void line(String line) throws Fault {
    if (line.startsWith(" ") || line.startsWith("\t")) {
      if (names.isEmpty()) {
        throw new Fault("The message begins with a blank.", pointer);
      }
      if (names.getLast().equals("from")) {
        from.getLast().append(line);
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
      from.add(new StringBuilder(line.substring(colon + 1)));
    }
  }

  private void check(HeaderChecks checks) throws Fault {
    if (!has("from")) {
      throw new Fault("The message has no From field.", pointer);
    }
    for (var single : SINGLE) {
      if (count(single) > 1) {
        throw new Fault("The message has more than one " + single + " field.", pointer);
      }
    }
    var repeated = SingleFields.NAMES.stream().filter(name -> count(name) > 1).toList();
    var objection =
        checks.objection(
            new HeaderFacts(has("date"), has("message-id"), true, repeated, true), true);
    if (objection.isPresent()) {
      throw new Fault(objection.get() + ".", pointer);
    }
    if (checks.isLoop(count("received"))) {
      throw new Fault("The message has passed too many servers.", pointer);
    }
  }

  private int count(String name) {
    return (int) names.stream().filter(name::equalsIgnoreCase).count();
  }

  boolean has(String lowerCaseName) {
    return names.contains(lowerCaseName);
  }

  /** The domains of From. */
  List<String> fromDomains() throws Fault {
    return FromDomains.ofAll(from.stream().map(StringBuilder::toString).toList())
        .orElseThrow(() -> new Fault("From has no address that can be read.", pointer));
  }
}
