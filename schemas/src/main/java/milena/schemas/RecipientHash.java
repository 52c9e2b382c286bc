package milena.schemas;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys by recipient: the first 16 bytes of HMAC-SHA-256 over the canonical address under the
 * cluster's salt, so that erasing a person leaves no address in keys.
 *
 * <p>Not safe for use by several threads at once: each takes its own.
 */
public final class RecipientHash {

  /** Bytes in a hash. */
  public static final int LENGTH = 16;

  /** Least bytes of salt that are taken. */
  public static final int MIN_SALT = 16;

  private final Mac mac;

  /** Takes the cluster's salt, as {@code mail.policy} has it. */
  public RecipientHash(byte[] salt) {
    if (salt.length < MIN_SALT) {
      throw new IllegalArgumentException(
          "the salt has " + salt.length + " bytes, at least 16 are needed");
    }
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(salt, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /** Hashes an address that is in canonical form already. */
  public byte[] of(String canonicalAddress) {
    return Arrays.copyOf(mac.doFinal(canonicalAddress.getBytes(StandardCharsets.UTF_8)), LENGTH);
  }

  /** The partition for a recipient, or for any key that starts with a hash. */
  public static int partition(byte[] hash, int partitions) {
    int head =
        (hash[0] & 0xff) << 24 | (hash[1] & 0xff) << 16 | (hash[2] & 0xff) << 8 | (hash[3] & 0xff);
    return Integer.remainderUnsigned(head, partitions);
  }

  /** The key of a suppression: hash, then scope, so that it is partitioned by recipient alone. */
  public static byte[] suppressionKey(byte[] hash, String scope) {
    var scoped = scope.getBytes(StandardCharsets.UTF_8);
    var key = Arrays.copyOf(hash, LENGTH + scoped.length);
    System.arraycopy(scoped, 0, key, LENGTH, scoped.length);
    return key;
  }
}
