package milena.tenants.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Verifiers for logins that do not exist, so that nobody can find out which do: an unknown login
 * gets a salt too, the same one whenever and on whichever node it is asked for, and a proof for it
 * costs the same work and is always wrong.
 *
 * <p>Real verifiers have one of two numbers of iterations; a decoy has either of them as its login
 * and the secret say, so that neither tells a real one.
 */
public final class Decoys {
  private static final byte[] SALT = "salt\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ITERATIONS = "iterations\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] STORED = "stored\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SERVER = "server\0".getBytes(StandardCharsets.US_ASCII);

  private final byte[] secret;

  /**
   * Decoys of one cluster.
   *
   * @param secret the same on all of its nodes and over their restarts, and nothing that clients
   *     know
   */
  public Decoys(byte[] secret) {
    this.secret = Hashes.hmac(secret, "milena decoys of unknown logins");
  }

  /** The verifier for a login that does not exist. */
  public PasswordVerifier of(String login) {
    byte[] name = login.getBytes(StandardCharsets.UTF_8);
    boolean chosen = (Hashes.hmac(secret, ITERATIONS, name)[0] & 1) == 1;
    return new PasswordVerifier(
        Arrays.copyOf(Hashes.hmac(secret, SALT, name), PasswordVerifier.SALT_BYTES),
        chosen ? PasswordVerifier.CHOSEN_ITERATIONS : PasswordVerifier.GENERATED_ITERATIONS,
        Hashes.hmac(secret, STORED, name),
        Hashes.hmac(secret, SERVER, name));
  }
}
