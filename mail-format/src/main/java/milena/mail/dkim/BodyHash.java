package milena.mail.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import milena.mail.mime.ByteSink;

/**
 * The SHA-256 of a canonical body (RFC 6376 §3.4.3, §3.4.4), fed in slices at any split.
 *
 * <p>A CR or LF alone counts as a line end, since that is what {@link milena.mail.mime.DotStuffer}
 * makes of it on the wire, unless the body leaves octet for octet. Memory is constant. Not safe for
 * use by several threads.
 */
public final class BodyHash implements ByteSink {

  private final boolean relaxed;
  private final boolean binary;
  private final MessageDigest digest = sha256();
  private final byte[] buffer = new byte[4096];
  private int buffered;

  /** Line ends that count only if something follows: empty lines at the end are left out. */
  private long lineEnds;

  private boolean afterCr;
  private boolean blank;
  private boolean empty = true;

  /**
   * @param binary the body leaves as it is (RFC 3030), so that a CR or LF alone ends no line
   */
  BodyHash(Canonicalization canonicalization, boolean binary) {
    this.binary = binary;
    relaxed = canonicalization == Canonicalization.RELAXED;
  }

  /** Takes the next slice of the body, which begins after the empty line. */
  @Override
  public void write(byte[] bytes, int offset, int length) {
    for (var at = offset; at < offset + length; at++) {
      var b = bytes[at];
      if (afterCr) {
        afterCr = false;
        if (b == '\n') {
          endLine();
          continue;
        }
        crAlone();
      }
      if (b > ' ') {
        content(b);
      } else if (b == '\r') {
        afterCr = true;
      } else if (b == '\n' && !binary) {
        endLine();
      } else if (relaxed && (b == ' ' || b == '\t')) {
        blank = true;
      } else {
        content(b);
      }
    }
  }

  private void crAlone() {
    if (binary) {
      content((byte) '\r');
    } else {
      endLine();
    }
  }

  private void endLine() {
    blank = false;
    lineEnds++;
  }

  private void content(byte b) {
    for (; lineEnds > 0; lineEnds--) {
      put((byte) '\r');
      put((byte) '\n');
    }
    if (blank) {
      put((byte) ' ');
      blank = false;
    }
    put(b);
    empty = false;
  }

  private void put(byte b) {
    if (buffered == buffer.length) {
      digest.update(buffer, 0, buffered);
      buffered = 0;
    }
    buffer[buffered++] = b;
  }

  /** Ends the body and returns its hash; call it once. */
  byte[] finish() {
    if (afterCr && binary) {
      content((byte) '\r');
    }
    // An empty body is one line end when simple and nothing at all when relaxed.
    if (!empty || !relaxed) {
      put((byte) '\r');
      put((byte) '\n');
    }
    digest.update(buffer, 0, buffered);
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
