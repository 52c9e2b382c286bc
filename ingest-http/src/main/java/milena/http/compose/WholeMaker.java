package milena.http.compose;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import milena.http.request.Injection.Recipient;
import milena.http.submit.Piece;
import milena.ingest.header.HeaderChecks;

/**
 * Makes messages of a whole one that the client wrote. Header and body are templates of their own:
 * what is filled into the header has no line ends, so it can add no field and cannot end it; what
 * is filled into the body may not have a delimiter of its parts.
 */
final class WholeMaker implements Maker {

  private static final String POINTER = "/content";
  private static final Pattern BOUNDARY =
      Pattern.compile(
          "boundary\\s*=\\s*(?:\"([^\"\r\n]{1,100})\"|([^\\s;\"]{1,100}))",
          Pattern.CASE_INSENSITIVE);

  private final Template header;
  private final Template body;
  private final boolean templated;
  private final HeaderChecks checks;
  private final List<String> delimiters = new ArrayList<>();

  WholeMaker(String text, Engine engine, HeaderChecks checks) throws Fault {
    this.checks = checks;
    var mail = LineEnds.ofMail(text);
    templated = engine.concerns(mail);
    if (!templated) {
      // Cut below, where the end of the header is looked for as well.
      header = (_, _) -> head(mail);
      body = (_, _) -> mail.substring(head(mail).length());
      return;
    }
    if (mail.length() > Engine.LONGEST_TEMPLATE) {
      throw new Fault(
          413, "A template may have at most " + Engine.LONGEST_TEMPLATE + " characters.", POINTER);
    }
    var head = head(mail);
    header = engine.understand(head, false, POINTER);
    body = engine.understand(mail.substring(head.length()), false, POINTER);
    BOUNDARY
        .matcher(mail)
        .results()
        .map(it -> "--" + (it.group(1) == null ? it.group(2) : it.group(1)))
        .forEach(delimiters::add);
  }

  /** Up to the last line end of the header. */
  private static String head(String mail) {
    int end = mail.indexOf("\r\n\r\n");
    return end < 0 ? mail : mail.substring(0, end + 2);
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
      checkDelimiters(recipient.substitutions());
      checkDelimiters(filling.common());
    }
    var head = LineEnds.ofMail(header.fill(filling.header(), filling.effort()));
    if (head.contains("\r\n\r\n") || head.startsWith("\r\n")) {
      throw new Fault("A template makes an empty line in the header.", POINTER);
    }
    if (!head.endsWith("\r\n")) {
      head += "\r\n";
    }
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

  private void checkDelimiters(Object value) throws Fault {
    if (delimiters.isEmpty()) {
      return;
    }
    switch (value) {
      case Map<?, ?> map -> {
        for (var one : map.values()) {
          check(one);
        }
      }
      case List<?> list -> {
        for (var one : list) {
          check(one);
        }
      }
      default -> check(value);
    }
  }

  private void check(@org.jspecify.annotations.Nullable Object value) throws Fault {
    if (value instanceof Map || value instanceof List) {
      checkDelimiters(value);
    } else if (value instanceof String text && delimiters.stream().anyMatch(text::contains)) {
      throw new Fault("A substitution has a delimiter of the message's parts in it.", POINTER);
    }
  }
}
