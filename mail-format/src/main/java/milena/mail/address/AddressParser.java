package milena.mail.address;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import milena.mail.address.PathResult.Malformed;
import milena.mail.address.PathResult.Parsed;
import milena.mail.reply.EnhancedCode;

/**
 * Reads the paths of MAIL and RCPT with their parameters (RFC 5321 §4.1.2, RFC 6531 §3.3), and
 * single addresses. Each character is looked at a bounded number of times, whatever the input.
 */
public final class AddressParser {

  private static final EnhancedCode BAD_SENDER = new EnhancedCode(5, 1, 7);
  private static final EnhancedCode BAD_RECIPIENT = new EnhancedCode(5, 1, 3);
  private static final EnhancedCode BAD_PARAMETER = new EnhancedCode(5, 5, 4);
  private static final EnhancedCode NEEDS_UTF8 = new EnhancedCode(5, 6, 7);

  private static final String BAD_ROUTE = "malformed source route";
  private static final String NOT_UTF8 = "the address is not valid UTF-8";

  private final String text;
  private final EnhancedCode badAddress;
  private int at;

  private AddressParser(String text, EnhancedCode badAddress) {
    this.text = text;
    this.badAddress = badAddress;
  }

  /**
   * Reads what follows {@code MAIL FROM:}.
   *
   * @param utf8Offered whether the session offers SMTPUTF8; a path beyond ASCII needs that and the
   *     parameter of the same name
   */
  public static PathResult reversePath(byte[] line, int offset, int length, boolean utf8Offered) {
    var text = decoded(line, offset, length);
    if (text.isEmpty()) {
      return new Malformed(501, BAD_SENDER, NOT_UTF8);
    }
    return switch (new AddressParser(text.get(), BAD_SENDER).path(true)) {
      case Parsed parsed ->
          utf8Checked(parsed, text.get(), utf8Offered && hasKeyword(parsed, "SMTPUTF8"));
      case Malformed malformed -> malformed;
    };
  }

  /**
   * Reads what follows {@code RCPT TO:}.
   *
   * @param utf8Transaction whether the MAIL command of this transaction had SMTPUTF8
   */
  public static PathResult forwardPath(
      byte[] line, int offset, int length, boolean utf8Transaction) {
    var text = decoded(line, offset, length);
    if (text.isEmpty()) {
      return new Malformed(501, BAD_RECIPIENT, NOT_UTF8);
    }
    return switch (new AddressParser(text.get(), BAD_RECIPIENT).path(false)) {
      case Parsed parsed -> utf8Checked(parsed, text.get(), utf8Transaction);
      case Malformed malformed -> malformed;
    };
  }

  /**
   * Reads one address without brackets or parameters, as an operator types it.
   *
   * @return a {@link Parsed} that holds a {@link Path.Of}, or what is wrong
   */
  public static PathResult mailbox(String address) {
    var parser = new AddressParser(address, BAD_RECIPIENT);
    try {
      var mailbox = parser.mailbox();
      return parser.at == address.length()
          ? new Parsed(new Path.Of(mailbox), List.of())
          : parser.fault("characters after the address").toResult();
    } catch (Fault fault) {
      return fault.toResult();
    }
  }

  private PathResult path(boolean reverse) {
    try {
      skipSpaces();
      expect('<', "the address must be in angle brackets");
      var path = bracketed(reverse);
      return new Parsed(path, parameters());
    } catch (Fault fault) {
      return fault.toResult();
    }
  }

  private Path bracketed(boolean reverse) throws Fault {
    if (reverse && peek() == '>') {
      at++;
      return new Path.Null();
    }
    if (!reverse && text.regionMatches(true, at, "postmaster>", 0, 11)) {
      at += 11;
      return new Path.Postmaster();
    }
    skipSourceRoute();
    var mailbox = mailbox();
    expect('>', "the address does not end with an angle bracket");
    return new Path.Of(mailbox);
  }

  private void skipSourceRoute() throws Fault {
    if (peek() != '@') {
      return;
    }
    for (; ; at++) {
      expect('@', BAD_ROUTE);
      if (Domain.parse(domainText()).isEmpty()) {
        throw fault(BAD_ROUTE);
      }
      if (peek() != ',') {
        expect(':', BAD_ROUTE);
        return;
      }
    }
  }

  private Mailbox mailbox() throws Fault {
    var local = peek() == '"' ? quotedLocalPart() : dottedLocalPart();
    expect('@', "the address has no domain");
    var domain = Domain.parse(domainText()).orElseThrow(() -> fault("malformed domain"));
    var mailbox = new Mailbox(local, domain);
    var localOctets = mailbox.localOctets();
    if (localOctets > Mailbox.MAX_LOCAL_OCTETS) {
      throw fault("the local part is longer than 64 octets");
    }
    if (localOctets + 1 + domain.ascii().length() > Mailbox.MAX_OCTETS) {
      throw fault("the address is longer than 254 octets");
    }
    return mailbox;
  }

  private String dottedLocalPart() throws Fault {
    var start = at;
    var afterDot = true;
    for (; at < text.length(); at++) {
      var c = text.charAt(at);
      if (c == '.' ? afterDot : !isAtext(c)) {
        break;
      }
      afterDot = c == '.';
    }
    if (afterDot) {
      throw fault("malformed local part");
    }
    return text.substring(start, at);
  }

  private String quotedLocalPart() throws Fault {
    var local = new StringBuilder();
    for (at++; at < text.length(); at++) {
      var c = text.charAt(at);
      if (c == '"') {
        at++;
        return local.toString();
      }
      if (c == '\\' && ++at < text.length()) {
        c = text.charAt(at);
      }
      if (Character.isISOControl(c)) {
        throw fault("control character in the local part");
      }
      local.append(c);
    }
    throw fault("the quoted local part does not end");
  }

  private String domainText() {
    var start = at;
    var literal = peek() == '[';
    while (at < text.length()) {
      var c = text.charAt(at);
      if (c == '>' || c == ' ' || (!literal && (c == ',' || c == ':' || c == '@'))) {
        break;
      }
      at++;
      if (literal && c == ']') {
        break;
      }
    }
    return text.substring(start, at);
  }

  private List<EsmtpParameter> parameters() throws Fault {
    var parameters = new ArrayList<EsmtpParameter>();
    var seen = new HashSet<String>();
    while (at < text.length()) {
      if (peek() != ' ') {
        throw new Fault(501, BAD_PARAMETER, "no space before a parameter");
      }
      skipSpaces();
      if (at == text.length()) {
        break;
      }
      var parameter = parameter();
      if (!seen.add(parameter.keyword())) {
        throw new Fault(501, BAD_PARAMETER, "a parameter is given twice");
      }
      parameters.add(parameter);
    }
    return parameters;
  }

  private EsmtpParameter parameter() throws Fault {
    var start = at;
    while (at < text.length()
        && (isAlphanumeric(text.charAt(at)) || (at > start && peek() == '-'))) {
      at++;
    }
    var keyword = text.substring(start, at).toUpperCase(Locale.ROOT);
    if (keyword.isEmpty()) {
      throw new Fault(501, BAD_PARAMETER, "malformed parameter keyword");
    }
    if (peek() != '=') {
      return new EsmtpParameter(keyword, "");
    }
    var value = ++at;
    while (at < text.length() && isValueCharacter(text.charAt(at))) {
      at++;
    }
    if (at == value) {
      throw new Fault(501, BAD_PARAMETER, "a parameter has an empty value");
    }
    return new EsmtpParameter(keyword, text.substring(value, at));
  }

  // Beyond ASCII: RFC 6531 §3.3 lets ORCPT and the like carry UTF-8.
  private static boolean isValueCharacter(char c) {
    return c > ' ' && c != '=' && c != 127 && !Character.isISOControl(c);
  }

  static boolean isAtext(char c) {
    if (c >= 128) {
      return !Character.isISOControl(c);
    }
    return isAlphanumeric(c) || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private void skipSpaces() {
    while (peek() == ' ') {
      at++;
    }
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private void expect(char c, String otherwise) throws Fault {
    if (peek() != c) {
      throw fault(otherwise);
    }
    at++;
  }

  private Fault fault(String reason) {
    return new Fault(501, badAddress, reason);
  }

  private static Optional<String> decoded(byte[] line, int offset, int length) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, offset, length));
      return Optional.of(text.toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  private static boolean hasKeyword(Parsed parsed, String keyword) {
    return parsed.parameters().stream().anyMatch(p -> p.keyword().equals(keyword));
  }

  private static PathResult utf8Checked(Parsed parsed, String text, boolean allowed) {
    return allowed || text.chars().allMatch(c -> c < 128)
        ? parsed
        : new Malformed(553, NEEDS_UTF8, "characters beyond ASCII need SMTPUTF8");
  }

  /** Leaves the descent at the first fault; never leaves this class. */
  private static final class Fault extends Exception {
    private final transient Malformed malformed;

    Fault(int code, EnhancedCode enhanced, String reason) {
      super(reason, null, false, false);
      malformed = new Malformed(code, enhanced, reason);
    }

    PathResult toResult() {
      return malformed;
    }
  }
}
