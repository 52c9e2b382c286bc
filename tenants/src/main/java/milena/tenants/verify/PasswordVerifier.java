package milena.tenants.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a password: enough to check it, by SCRAM-SHA-256 (RFC 5802, 7677) or in the
 * clear, and not enough to log in with. Whoever gets hold of it can try passwords against it, at
 * the price of its iterations each.
 */
public final class PasswordVerifier {

  /**
   * Iterations for passwords that Milena makes itself: RFC 7677's least. They have 130 random bits,
   * which no number of tries finds, so that more of them would only slow down each login.
   */
  public static final int GENERATED_ITERATIONS = 4_096;

  /**
   * Iterations for passwords that people choose: those can be guessed, and each guess shall cost an
   * attacker who has the verifier tens of milliseconds of a processor like ours, as it does us at a
   * login. More would be better against him and worse for us: whoever sends us passwords, right or
   * wrong, costs us the same.
   */
  public static final int CHOSEN_ITERATIONS = 120_000;

  /** More than this is not kept: a single login would take seconds. */
  public static final int MOST_ITERATIONS = 1_000_000;

  /** Bytes of the salts that are made here. */
  public static final int SALT_BYTES = 16;

  private static final int MOST_SALT_BYTES = 64;
  private static final byte[] CLIENT_KEY = "Client Key".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SERVER_KEY = "Server Key".getBytes(StandardCharsets.US_ASCII);

  private final byte[] salt;
  private final int iterations;
  private final byte[] storedKey;
  private final byte[] serverKey;

  /**
   * As it was kept.
   *
   * @throws IllegalArgumentException if these are no parts of a verifier
   */
  public PasswordVerifier(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
    if (salt.length == 0 || salt.length > MOST_SALT_BYTES) {
      throw new IllegalArgumentException("a salt of " + salt.length + " bytes");
    }
    if (iterations < GENERATED_ITERATIONS || iterations > MOST_ITERATIONS) {
      throw new IllegalArgumentException(iterations + " iterations");
    }
    if (storedKey.length != Hashes.LENGTH || serverKey.length != Hashes.LENGTH) {
      throw new IllegalArgumentException("keys of another length than SHA-256's");
    }
    this.salt = salt.clone();
    this.iterations = iterations;
    this.storedKey = storedKey.clone();
    this.serverKey = serverKey.clone();
  }

  /**
   * Makes one.
   *
   * @param password as {@link Preparation} gives it
   * @param salt random, and never used before
   */
  public static PasswordVerifier make(String password, byte[] salt, int iterations) {
    byte[] salted = Hashes.pbkdf2(password, salt, iterations);
    return new PasswordVerifier(
        salt,
        iterations,
        Hashes.sha256(Hashes.hmac(salted, CLIENT_KEY)),
        Hashes.hmac(salted, SERVER_KEY));
  }

  /**
   * Whether this is the password. Takes as long as {@link #iterations} say, whatever the answer.
   *
   * @param password as {@link Preparation} gives it
   */
  public boolean accepts(String password) {
    byte[] salted = Hashes.pbkdf2(password, salt, iterations);
    return Hashes.same(Hashes.sha256(Hashes.hmac(salted, CLIENT_KEY)), storedKey);
  }

  /** Whether the client that sent this proof had the password (RFC 5802, section 3). */
  boolean proves(byte[] proof, byte[] authMessage) {
    byte[] clientKey = Hashes.hmac(storedKey, authMessage);
    for (int i = 0; i < clientKey.length; i++) {
      clientKey[i] ^= proof[i];
    }
    return Hashes.same(Hashes.sha256(clientKey), storedKey);
  }

  /** What shows the client that we have the verifier. */
  byte[] signature(byte[] authMessage) {
    return Hashes.hmac(serverKey, authMessage);
  }

  public byte[] salt() {
    return salt.clone();
  }

  public int iterations() {
    return iterations;
  }

  public byte[] storedKey() {
    return storedKey.clone();
  }

  public byte[] serverKey() {
    return serverKey.clone();
  }

  /** Two are equal when made of the same password with the same salt. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PasswordVerifier that
        && iterations == that.iterations
        && Hashes.same(salt, that.salt)
        && Hashes.same(storedKey, that.storedKey)
        && Hashes.same(serverKey, that.serverKey);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(salt);
  }

  @Override
  public String toString() {
    return "PasswordVerifier[iterations=" + iterations + "]";
  }
}
