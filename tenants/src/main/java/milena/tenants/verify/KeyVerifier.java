package milena.tenants.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an API key: a salted SHA-256 of its secret. One round is enough, since the secret
 * has 256 random bits; so a key costs next to nothing to check.
 */
public final class KeyVerifier {
  private static final int MOST_SALT_BYTES = 64;

  private final byte[] salt;
  private final byte[] hash;

  /**
   * As it was kept.
   *
   * @throws IllegalArgumentException if these are no parts of a verifier
   */
  public KeyVerifier(byte[] salt, byte[] hash) {
    if (salt.length == 0 || salt.length > MOST_SALT_BYTES || hash.length != Hashes.LENGTH) {
      throw new IllegalArgumentException("no salt and SHA-256 of an API key");
    }
    this.salt = salt.clone();
    this.hash = hash.clone();
  }

  /** Makes one; the salt is random, and never used before. */
  public static KeyVerifier make(ApiKey key, byte[] salt) {
    return new KeyVerifier(salt, hash(key, salt));
  }

  /** Whether this is the key; takes the same time whatever the answer. */
  public boolean accepts(ApiKey key) {
    return Hashes.same(hash(key, salt), hash);
  }

  private static byte[] hash(ApiKey key, byte[] salt) {
    return Hashes.sha256(salt, key.secret().getBytes(StandardCharsets.US_ASCII));
  }

  public byte[] salt() {
    return salt.clone();
  }

  public byte[] hash() {
    return hash.clone();
  }

  /** Two are equal when made of the same key with the same salt. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyVerifier that
        && Hashes.same(salt, that.salt)
        && Hashes.same(hash, that.hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(salt);
  }

  @Override
  public String toString() {
    return "KeyVerifier[]";
  }
}
