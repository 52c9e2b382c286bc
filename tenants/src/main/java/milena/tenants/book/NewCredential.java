package milena.tenants.book;

import milena.runtime.config.Secret;
import milena.tenants.verify.KeyVerifier;
import milena.tenants.verify.NewSecrets;
import milena.tenants.verify.PasswordVerifier;

/**
 * A credential that was just made, with the secret that its owner needs and that is known nowhere
 * else.
 *
 * @param credential what is to be kept
 * @param secret what is to be shown once
 */
public record NewCredential(Credential credential, Secret secret) {

  /**
   * What is the same for every kind.
   *
   * @param tenant whose it is to be
   * @param note for the operator
   * @param made when and by whom
   * @param expiresAt ms since the epoch; 0 for never
   */
  public record About(String tenant, String note, Stamp made, long expiresAt) {}

  /**
   * A login with a password that nobody can guess.
   *
   * @throws IllegalArgumentException if it cannot be a login
   */
  public static NewCredential generated(String login, About about, NewSecrets secrets) {
    var password = secrets.password();
    var verifier =
        PasswordVerifier.make(password, secrets.salt(), PasswordVerifier.GENERATED_ITERATIONS);
    return new NewCredential(password(login, verifier, about), new Secret(password));
  }

  /**
   * A login with a password that somebody chose.
   *
   * @param password as {@link milena.tenants.verify.Preparation} gives it
   * @throws IllegalArgumentException if it cannot be a login
   */
  public static Credential chosen(String login, Secret password, About about, NewSecrets secrets) {
    var verifier =
        PasswordVerifier.make(password.value(), secrets.salt(), PasswordVerifier.CHOSEN_ITERATIONS);
    return password(login, verifier, about);
  }

  private static Credential password(String login, PasswordVerifier verifier, About about) {
    return of(login, new Credential.Proof.Password(verifier), about);
  }

  /** An API key. */
  public static NewCredential apiKey(About about, NewSecrets secrets) {
    var key = secrets.apiKey();
    var proof = new Credential.Proof.Key(KeyVerifier.make(key, secrets.salt()));
    return new NewCredential(of(key.id(), proof, about), new Secret(key.inTheClear()));
  }

  /**
   * A certificate.
   *
   * @param fingerprint SHA-256 of its DER form, in lower-case hexadecimal digits
   * @param subject for the operator
   */
  public static Credential certificate(String fingerprint, String subject, About about) {
    return of(
        Credential.CERTIFICATE + fingerprint, new Credential.Proof.Certificate(subject), about);
  }

  private static Credential of(String id, Credential.Proof proof, About about) {
    return new Credential(id, about.tenant(), proof, about.note(), about.made(), about.expiresAt());
  }
}
