package milena.mail.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import milena.mail.mime.HeaderBlock;
import milena.mail.mime.HeaderField;

/**
 * Makes RSA-SHA256 signatures for one key (RFC 6376 §5).
 *
 * <p>Every field named for signing is signed once more often than it is there, so that nobody can
 * add another one to a signed message (RFC 6376 §8.15). Safe for use by several threads.
 */
public final class DkimSigner {

  /** What large providers ask bulk senders to sign, and what readers see or act upon. */
  public static final List<String> BULK_SENDER_FIELDS =
      List.of(
          "From",
          "Subject",
          "Date",
          "To",
          "Cc",
          "Reply-To",
          "Message-ID",
          "List-Unsubscribe",
          "List-Unsubscribe-Post",
          "MIME-Version",
          "Content-Type",
          "Content-Transfer-Encoding",
          "References",
          "In-Reply-To");

  /** Fields of one name that are signed; more of them is no mail but an attempt at something. */
  private static final int MAX_REPEATS = 20;

  private static final int GOOD_LINE = 72;

  private final DkimKey key;
  private final Canonicalization headerForm;
  private final Canonicalization bodyForm;
  private final List<String> names;

  /** Signs {@link #BULK_SENDER_FIELDS} in relaxed form, which survives most relays. */
  public DkimSigner(DkimKey key) {
    this(key, Canonicalization.RELAXED, Canonicalization.RELAXED, BULK_SENDER_FIELDS);
  }

  /**
   * @param names field names to sign, each once, From among them
   * @throws IllegalArgumentException if From is not among them (RFC 6376 §5.4)
   */
  public DkimSigner(
      DkimKey key, Canonicalization headerForm, Canonicalization bodyForm, List<String> names) {
    if (names.stream().noneMatch("From"::equalsIgnoreCase)) {
      throw new IllegalArgumentException("a DKIM signature covers From");
    }
    this.key = key;
    this.headerForm = headerForm;
    this.bodyForm = bodyForm;
    this.names = List.copyOf(names);
  }

  /** Begins the hash of the body of a message that leaves in lines. */
  public BodyHash bodyHash() {
    return new BodyHash(bodyForm, false);
  }

  /** Begins the hash of the body of a message that leaves octet for octet (RFC 3030). */
  public BodyHash binaryBodyHash() {
    return new BodyHash(bodyForm, true);
  }

  /**
   * Signs a message that is complete in the slice; see {@link #sign(HeaderBlock, BodyHash,
   * Instant)}.
   */
  public byte[] sign(byte[] message, int offset, int length, Instant time) {
    var header = HeaderBlock.of(message, offset, length);
    var body = bodyHash();
    body.write(message, header.bodyStart(), offset + length - header.bodyStart());
    return sign(header, body, time);
  }

  /**
   * Signs a message.
   *
   * @param header the header as it will be sent
   * @param body a hash from {@link #bodyHash()} that has taken the whole body; used up by this
   * @param time when it is signed, {@code t=}, to the second
   * @return the DKIM-Signature field with its line end, to go before the header
   */
  public byte[] sign(HeaderBlock header, BodyHash body, Instant time) {
    var covered = covered(header);
    var unsigned = unsigned(covered, body.finish(), time);
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key.privateKey());
      feed(signature, covered, unsigned);
      return finished(unsigned, Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("a checked RSA key did not sign", broken);
    }
  }

  /** The fields to sign for each name, the last one first as verifiers count (RFC 6376 §5.4.2). */
  private List<List<HeaderField>> covered(HeaderBlock header) {
    Map<String, List<HeaderField>> byName = new HashMap<>();
    var covered = new ArrayList<List<HeaderField>>();
    for (var name : names) {
      covered.add(byName.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>()));
    }
    for (var field : header) {
      var fields = byName.get(field.name().toLowerCase(Locale.ROOT));
      if (fields != null) {
        fields.addFirst(field);
        if (fields.size() > MAX_REPEATS) {
          fields.removeLast();
        }
      }
    }
    return covered;
  }

  /** The field up to and with an empty {@code b=}. */
  private String unsigned(List<List<HeaderField>> covered, byte[] bodyHash, Instant time) {
    var field = new StringBuilder(700);
    field.append("DKIM-Signature: v=1; a=rsa-sha256; c=").append(headerForm.tag());
    field.append('/').append(bodyForm.tag()).append(";\r\n\td=").append(key.domain().ascii());
    field.append(";\r\n\ts=").append(key.selector());
    field.append("; t=").append(time.getEpochSecond()).append(";\r\n\tbh=");
    field.append(Base64.getEncoder().encodeToString(bodyHash)).append(";\r\n\th=");
    var line = 3;
    for (var i = 0; i < names.size(); i++) {
      var name = names.get(i);
      for (var times = 0; times <= covered.get(i).size(); times++) {
        if (line + name.length() > GOOD_LINE) {
          field.append("\r\n\t");
          line = 1;
        }
        field.append(name).append(':');
        line += name.length() + 1;
      }
    }
    field.setLength(field.length() - 1);
    return field.append(";\r\n\tb=").toString();
  }

  private void feed(Signature signature, List<List<HeaderField>> covered, String unsigned)
      throws GeneralSecurityException {
    var bytes = new ByteArrayOutputStream();
    for (var fields : covered) {
      for (var field : fields) {
        headerForm.header(field, bytes::write);
      }
    }
    var own = unsigned.getBytes(StandardCharsets.US_ASCII);
    for (var field : HeaderBlock.of(own, 0, own.length)) {
      headerForm.header(field, bytes::write);
    }
    // The signature's own field is hashed without the line end that a canonical field has.
    var all = bytes.toByteArray();
    var ends = headerForm == Canonicalization.RELAXED ? 2 : 0;
    signature.update(all, 0, all.length - ends);
  }

  private static byte[] finished(String unsigned, String signature) {
    var field = new StringBuilder(unsigned);
    for (var at = 0; at < signature.length(); at += GOOD_LINE) {
      field.append(at == 0 ? "" : "\r\n\t");
      field.append(signature, at, Math.min(at + GOOD_LINE, signature.length()));
    }
    return field.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }
}
