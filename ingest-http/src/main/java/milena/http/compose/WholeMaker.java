package milena.http.compose;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import milena.http.request.Injection.Recipient;
import milena.http.submit.Piece;
import milena.ingest.header.HeaderChecks;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of a whole one that the client wrote. Header and body are templates of their own:
 * what is filled into the header has no line ends, so it can add no field and cannot end it; what
 * is filled into the body may not have a delimiter of its parts.
 */
final class WholeMaker implements Maker {

  private static final String POINTER = "/content";

  /** Each is looked for in every substitution. */
  private static final int MOST_DELIMITERS = 64;

  private static final Pattern BOUNDARY =
      Pattern.compile(
          "boundary\\s*=\\s*(?:\"([^\"\r\n]{1,100})\"|([^\\s;\"]{1,100}))",
          Pattern.CASE_INSENSITIVE);

  private final Template header;
  private final Template body;
  private final boolean templated;
  private final HeaderChecks checks;
  private final int mostOfHeader;
  private final Set<String> delimiters = new LinkedHashSet<>();

  WholeMaker(String text, Templates templates, int mostOfHeader, HeaderChecks checks) throws Fault {
    this.checks = checks;
    this.mostOfHeader = mostOfHeader;
    var mail = LineEnds.ofMail(text);
    int end = mail.indexOf("\r\n\r\n");
    var head = end < 0 ? mail : mail.substring(0, end + 2);
    HeaderText.checkLength(head, mostOfHeader, POINTER);
    header = templates.understand(head, false, POINTER);
    body = templates.understand(mail.substring(head.length()), false, POINTER);
    templated = templates.found();
    if (templated) {
      BOUNDARY
          .matcher(mail)
          .results()
          .map(it -> "--" + (it.group(1) == null ? it.group(2) : it.group(1)))
          .limit(MOST_DELIMITERS + 1)
          .forEach(delimiters::add);
      if (delimiters.size() > MOST_DELIMITERS) {
        throw new Fault("It has more than " + MOST_DELIMITERS + " boundaries of parts.", POINTER);
      }
    }
  }

  @Override
  public boolean sameForAll() {
    return !templated;
  }

  @Override
  public List<String> fixedFrom() {
    return List.of();
  }

  @Override
  public Composed.Message make(Recipient recipient, Filling filling) throws Fault {
    if (templated) {
      checkDelimiters(recipient.substitutions(), filling.effort());
      checkDelimiters(filling.common(), filling.effort());
    }
    var head = LineEnds.ofMail(header.fill(filling.header(), filling.effort()));
    if (head.contains("\r\n\r\n") || head.startsWith("\r\n")) {
      throw new Fault("A template makes an empty line in the header.", POINTER);
    }
    if (!head.endsWith("\r\n")) {
      head += "\r\n";
    }
    HeaderText.checkLength(head, mostOfHeader, POINTER);
    var rest = LineEnds.ofMail(body.fill(filling.body(), filling.effort()));
    var lines = HeaderLines.of(head, checks, POINTER);
    var bytes = (head + rest).getBytes(StandardCharsets.UTF_8);
    if (!LineEnds.areSendable(bytes)) {
      throw new Fault(
          "A line is longer than " + LineEnds.LONGEST_LINE + " bytes, or has a NUL in it.",
          POINTER);
    }
    return new Composed.Message(
        List.of(new Piece.Bytes(bytes)),
        new Composed.Facts(
            lines.has("date"),
            lines.has("message-id"),
            !HeaderText.isAscii(head),
            LineEnds.hasEightBit(bytes),
            lines.fromDomains()));
  }

  private void checkDelimiters(Object value, Effort effort) throws Fault {
    if (delimiters.isEmpty()) {
      return;
    }
    try {
      check(value, effort);
    } catch (Effort.Exceeded exceeded) {
      throw new Fault("Template refused: " + exceeded.getMessage() + ".", POINTER);
    }
  }

  private void check(@Nullable Object value, Effort effort) throws Fault {
    switch (value) {
      case Map<?, ?> map -> {
        for (var one : map.values()) {
          check(one, effort);
        }
      }
      case List<?> list -> {
        for (var one : list) {
          check(one, effort);
        }
      }
      case String text -> check(text, effort);
      case null, default -> {}
    }
  }

  private void check(String text, Effort effort) throws Fault {
    for (var delimiter : delimiters) {
      effort.charge((long) text.length() * delimiter.length());
      if (text.contains(delimiter)) {
        throw new Fault("A substitution has a delimiter of the message's parts in it.", POINTER);
      }
    }
  }
}
