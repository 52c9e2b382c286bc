package milena.tenants;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import milena.tenants.book.Credential;
import org.jspecify.annotations.Nullable;

/**
 * Passwords that were right a short while ago, so that a client that connects anew for each message
 * costs PBKDF2 once and not each time. Neither logins nor passwords are kept, only their HMAC under
 * a key that dies with the process. An entry is of no use once the credential is another one than
 * it was, for whatever reason. Safe for use by several threads.
 */
final class Remembered {
  private static final String HMAC = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final long nanosEach;
  private final LongSupplier nanos;
  private final SecretKeySpec key;
  private final Map<Memo, Right> entries;

  /** A login and its password, as they cannot be read any more. */
  record Memo(String hmac) {

    /** A part of it, to compare guesses; never 0. */
    long excerpt() {
      return ByteBuffer.wrap(hmac.getBytes(StandardCharsets.ISO_8859_1)).getLong() | 1;
    }

    @Override
    public String toString() {
      return "Memo[]";
    }
  }

  private record Right(Credential credential, long untilNanos) {}

  Remembered(int most, Duration each, LongSupplier nanos) {
    this.nanosEach = each.toNanos();
    this.nanos = nanos;
    var random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    key = new SecretKeySpec(random, HMAC);
    entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Memo, Right> eldest) {
            return size() > most;
          }
        };
  }

  /** What a login and a password are known by; both are prepared, so there is no NUL in them. */
  Memo memo(String login, String password) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update(login.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      byte[] hmac = mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
      return new Memo(new String(hmac, StandardCharsets.ISO_8859_1));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC with SHA-256", e);
    }
  }

  /** Whether the password was right for this very credential a short while ago. */
  synchronized boolean knows(Memo memo, Credential credential) {
    @Nullable Right entry = entries.get(memo);
    if (entry == null) {
      return false;
    }
    if (!entry.credential.equals(credential) || nanos.getAsLong() - entry.untilNanos >= 0) {
      entries.remove(memo);
      return false;
    }
    return true;
  }

  /** Remembers that the password was right. */
  synchronized void put(Memo memo, Credential credential) {
    entries.put(memo, new Right(credential, nanos.getAsLong() + nanosEach));
  }
}
