package milena.http.compose;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import milena.http.request.Injection.Content;
import milena.http.request.Injection.Person;
import milena.http.request.Injection.Recipient;
import milena.http.request.Spool;
import milena.mail.address.AddressParser;
import milena.mail.address.Mailbox;
import milena.mail.address.Path;
import milena.mail.address.PathResult.Malformed;
import milena.mail.address.PathResult.Parsed;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of their parts. Which parts there are is decided here once; a recipient's
 * substitutions change texts only, and the delimiters between parts are at random, so that no text
 * has one.
 */
final class PartsMaker implements Maker {

  private static final String CONTENT = "/content";
  private static final String HEADERS = CONTENT + "/headers";
  private static final Set<String> NOT_YOURS =
      Set.of("mime-version", "return-path", "received", "bcc");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, Template> fields = new LinkedHashMap<>();
  private final Set<String> given = new java.util.HashSet<>();
  private final List<Body> bodies = new ArrayList<>();
  private final StringBuilder fixed = new StringBuilder();
  private final List<String> fixedFrom = new ArrayList<>();
  private final PartTree tree;
  private final boolean templated;
  private final int mostOfHeader;

  /** One text of the message. */
  private record Body(String type, Template template) {}

  PartsMaker(Content.Parts parts, Templates templates, int mostOfHeader, Spool attachments)
      throws Fault {
    this.mostOfHeader = mostOfHeader;
    var names = new String[] {"text_body", "amp_html_body", "html_body"};
    var types = new String[] {"text/plain", "text/x-amp-html", "text/html"};
    var texts = new @Nullable String[] {parts.text(), parts.amp(), parts.html()};
    for (int i = 0; i < names.length; i++) {
      var text = texts[i];
      if (text != null) {
        bodies.add(new Body(types[i], templates.understand(text, i > 0, CONTENT + "/" + names[i])));
      }
    }
    for (var field : parts.headers().entrySet()) {
      header(field.getKey(), field.getValue(), templates);
    }
    if (parts.subject() != null) {
      claim("Subject", CONTENT + "/subject");
      fields.put("Subject", templates.understand(parts.subject(), false, CONTENT + "/subject"));
    }
    people(parts);
    templated = templates.found();
    tree = new PartTree(boundary(), parts.attachments(), attachments);
    tree.check();
  }

  private static String boundary() {
    var random = new byte[15];
    RANDOM.nextBytes(random);
    return "=_" + HexFormat.of().formatHex(random);
  }

  private static String pointer(String header) {
    return HEADERS + "/" + header.replace("~", "~0").replace("/", "~1");
  }

  private void header(String name, String value, Templates templates) throws Fault {
    var lower = name.toLowerCase(Locale.ROOT);
    if (!HeaderText.isName(name)) {
      throw new Fault("That is not a name of a header field.", pointer(name));
    }
    if (HeaderText.isControl(lower)) {
      throw new Fault("What it asks for is a field of the request here.", pointer(name));
    }
    if (NOT_YOURS.contains(lower) || lower.startsWith("content-")) {
      throw new Fault("This header field follows from the rest of the content.", pointer(name));
    }
    claim(name, pointer(name));
    fields.put(name, templates.understand(value, false, pointer(name)));
  }

  private void claim(String name, String pointer) throws Fault {
    if (!given.add(name.toLowerCase(Locale.ROOT))) {
      throw new Fault("The header field " + name + " is given twice.", pointer);
    }
  }

  private void people(Content.Parts parts) throws Fault {
    if (parts.from() != null) {
      claim("From", CONTENT + "/from");
      var box = mailbox(parts.from().email(), CONTENT + "/from/email");
      person(fixed, "From", parts.from(), CONTENT + "/from");
      fixedFrom.add(box.domain().ascii().toLowerCase(Locale.ROOT));
    } else if (!given.contains("from")) {
      throw new Fault("The field from is missing.", CONTENT + "/from");
    }
    if (parts.replyTo() != null) {
      claim("Reply-To", CONTENT + "/reply_to");
      person(fixed, "Reply-To", parts.replyTo(), CONTENT + "/reply_to");
    }
  }

  private static void person(StringBuilder to, String field, Person person, String pointer)
      throws Fault {
    var box = mailbox(person.email(), pointer + "/email");
    var name = person.name();
    var value =
        name == null || name.isBlank()
            ? box.toString()
            : HeaderText.phrase(name, pointer + "/name") + " <" + box + ">";
    HeaderText.append(to, field, value, pointer);
  }

  private static Mailbox mailbox(String email, String pointer) throws Fault {
    return switch (AddressParser.mailbox(email)) {
      case Parsed(Path path, _) when path instanceof Path.Of(var box) -> box;
      case Parsed _ -> throw new Fault("That is not an address.", pointer);
      case Malformed malformed ->
          throw new Fault("That is not an address: " + malformed.reason() + ".", pointer);
    };
  }

  @Override
  public boolean sameForAll() {
    return !templated && given.contains("to");
  }

  @Override
  public List<String> fixedFrom() {
    return fixedFrom;
  }

  @Override
  public Composed.Message make(Recipient recipient, Filling filling) throws Fault {
    var head = new StringBuilder(fixed);
    if (!given.contains("to")) {
      person(head, "To", new Person(recipient.email(), recipient.name()), "/recipients");
    }
    var domains = new ArrayList<>(fixedFrom);
    for (var field : fields.entrySet()) {
      var pointer =
          field.getKey().equals("Subject") ? CONTENT + "/subject" : pointer(field.getKey());
      var value = field.getValue().fill(filling.header(), filling.effort());
      HeaderText.checkLength(value, mostOfHeader - Math.min(mostOfHeader, head.length()), pointer);
      HeaderText.append(head, field.getKey(), value, pointer);
      if (field.getKey().equalsIgnoreCase("from")) {
        domains.addAll(HeaderText.fromDomains(value, pointer));
      }
    }
    head.append("MIME-Version: 1.0\r\n");
    var texts = new ArrayList<PartTree.Text>();
    for (var body : bodies) {
      texts.add(
          new PartTree.Text(body.type(), body.template().fill(filling.body(), filling.effort())));
    }
    boolean utf8 = !HeaderText.isAscii(head);
    return new Composed.Message(
        tree.pieces(head.toString().getBytes(StandardCharsets.UTF_8), texts),
        new Composed.Facts(
            given.contains("date"), given.contains("message-id"), utf8, utf8, domains));
  }
}
