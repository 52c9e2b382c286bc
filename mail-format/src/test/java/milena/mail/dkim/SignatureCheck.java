package milena.mail.dkim;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A verifier written from RFC 6376 §6 alone, with strings and regular expressions and nothing of
 * the code it judges. Latin-1 keeps every octet.
 */
final class SignatureCheck {

  private SignatureCheck() {}

  static boolean passes(byte[] message, PublicKey key) throws GeneralSecurityException {
    var text = new String(message, StandardCharsets.ISO_8859_1);
    var split = text.indexOf("\r\n\r\n");
    var head = split < 0 ? text : text.substring(0, split + 2);
    var body = split < 0 ? "" : text.substring(split + 4);
    var fields = new ArrayList<>(List.of(head.split("\r\n(?![ \t])")));
    fields.replaceAll(field -> field.endsWith("\r\n") ? field : field + "\r\n");
    var own = fields.removeFirst();
    var tags = tags(own.substring(own.indexOf(':') + 1));
    var forms = tag(tags, "c").split("/");
    var hash = MessageDigest.getInstance("SHA-256").digest(latin(body(body, forms[1])));
    if (!Base64.getEncoder().encodeToString(hash).equals(tag(tags, "bh"))) {
      return false;
    }
    var signed = new StringBuilder();
    for (var name : tag(tags, "h").split(":")) {
      for (var i = fields.size() - 1; i >= 0; i--) {
        var field = fields.get(i);
        if (field.substring(0, field.indexOf(':')).strip().equalsIgnoreCase(name)) {
          signed.append(header(field, forms[0]));
          fields.remove(i);
          break;
        }
      }
    }
    var empty = Pattern.compile("(;\\s*b=)[^;]*").matcher(own).replaceFirst("$1");
    var last = header(empty, forms[0]);
    signed.append(last.endsWith("\r\n") ? last.substring(0, last.length() - 2) : last);
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(key);
    signature.update(latin(signed.toString()));
    return signature.verify(Base64.getDecoder().decode(tag(tags, "b")));
  }

  private static String tag(Map<String, String> tags, String name) {
    var value = tags.get(name);
    if (value == null) {
      throw new AssertionError("no tag " + name);
    }
    return value;
  }

  private static Map<String, String> tags(String value) {
    var tags = new HashMap<String, String>();
    for (var tag : value.split(";")) {
      var equals = tag.indexOf('=');
      tags.put(tag.substring(0, equals).strip(), tag.substring(equals + 1).replaceAll("\\s", ""));
    }
    return tags;
  }

  private static String header(String field, String form) {
    if (form.equals("simple")) {
      return field;
    }
    var colon = field.indexOf(':');
    var name = field.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    var value = field.substring(colon + 1).replace("\r\n", "").replaceAll("[ \t]+", " ");
    return name + ":" + value.replaceAll("^ | $", "") + "\r\n";
  }

  private static String body(String body, String form) {
    var lines = new ArrayList<>(List.of(body.split("\r\n", -1)));
    if (form.equals("relaxed")) {
      lines.replaceAll(line -> line.replaceAll("[ \t]+", " ").replaceAll(" $", ""));
    }
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    if (lines.isEmpty()) {
      return form.equals("simple") ? "\r\n" : "";
    }
    return String.join("\r\n", lines) + "\r\n";
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
