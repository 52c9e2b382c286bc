package milena.tenants.verify;

import java.security.SecureRandom;

/** Random passwords, keys, salts and nonces. Safe for use by several threads. */
public final class NewSecrets {

  /** 26 of 32 characters: 130 bits. */
  private static final int PASSWORD_CHARS = 26;

  /** 16 of 32 characters: 80 bits, so that two keys never have one id. */
  private static final int KEY_ID_CHARS = 16;

  /** 52 of 32 characters: 260 bits. */
  private static final int KEY_SECRET_CHARS = 52;

  /** 28 of 32 characters: 140 bits. */
  private static final int NONCE_CHARS = 28;

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

  private final SecureRandom random = new SecureRandom();

  /** A password that nobody can guess, of 130 bits. */
  public String password() {
    return text(PASSWORD_CHARS);
  }

  /** An API key with an id of its own. */
  public ApiKey apiKey() {
    return new ApiKey(ApiKey.PREFIX + text(KEY_ID_CHARS), text(KEY_SECRET_CHARS));
  }

  /** The server's part of a SCRAM nonce. */
  public String nonce() {
    return text(NONCE_CHARS);
  }

  /** A salt. */
  public byte[] salt() {
    return bytes(PasswordVerifier.SALT_BYTES);
  }

  /** So many random bytes. */
  public byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text(int length) {
    var text = new StringBuilder(length);
    for (byte b : bytes(length)) {
      text.append(ALPHABET.charAt(b & (ALPHABET.length() - 1)));
    }
    return text.toString();
  }
}
