package milena.tenants.book;

import milena.tenants.verify.ApiKey;
import milena.tenants.verify.KeyVerifier;
import milena.tenants.verify.PasswordVerifier;
import milena.tenants.verify.Preparation;

/**
 * What a client proves who it is with.
 *
 * @param id the login of a password, {@code mk_<keyid>} of an API key, {@code cert:<fingerprint>}
 *     of a certificate; no two credentials have the same
 * @param tenant whose it is; {@link #OPERATORS} of an operator
 * @param proof what is checked
 * @param note for the operator, in words
 * @param made when and by whom
 * @param expiresAt when it ends by itself, ms since the epoch; 0 for never
 */
public record Credential(
    String id, String tenant, Proof proof, String note, Stamp made, long expiresAt) {

  /** What the ids of certificates start with: SHA-256 in lower-case hexadecimal digits follows. */
  public static final String CERTIFICATE = "cert:";

  /** What a client may give as its login beside an API key as its password, instead of its id. */
  public static final String ANY_KEY = "apikey";

  /** In place of a tenant, whose name it cannot be: what operators give commands with. */
  public static final String OPERATORS = "*operators";

  private static final String FINGERPRINT = "[0-9a-f]{64}";

  /** What is checked, and never a secret in the clear. */
  public sealed interface Proof {

    /** The word for it, as in the log. */
    String kind();

    /** A password, of SCRAM or in the clear. */
    record Password(PasswordVerifier verifier) implements Proof {
      static final String KIND = "password";

      @Override
      public String kind() {
        return KIND;
      }
    }

    /** An API key. */
    record Key(KeyVerifier verifier) implements Proof {
      static final String KIND = "api-key";

      @Override
      public String kind() {
        return KIND;
      }
    }

    /** A client's certificate, known by its fingerprint; TLS proves that it has the key. */
    record Certificate(String subject) implements Proof {
      static final String KIND = "certificate";

      @Override
      public String kind() {
        return KIND;
      }
    }
  }

  /**
   * Checks that the id is one of its kind.
   *
   * @throws IllegalArgumentException if not, saying why
   */
  public Credential {
    boolean fits =
        switch (proof) {
          case Proof.Password _ -> isLogin(id);
          case Proof.Key _ -> id.startsWith(ApiKey.PREFIX);
          case Proof.Certificate _ ->
              id.startsWith(CERTIFICATE) && id.substring(CERTIFICATE.length()).matches(FINGERPRINT);
        };
    if (!fits) {
      throw new IllegalArgumentException("'" + id + "' is not the id of a " + proof.kind());
    }
  }

  /**
   * Whether a text may be the login of a password: it is spelt as {@link Preparation} would, and is
   * not like the ids of other kinds.
   */
  public static boolean isLogin(String text) {
    return Preparation.of(text).filter(text::equals).isPresent()
        && !text.equals(ANY_KEY)
        && !text.startsWith(ApiKey.PREFIX)
        && !text.startsWith(CERTIFICATE);
  }

  /** Whether it is an operator's, who gives commands and sends nothing. */
  public boolean operator() {
    return tenant.equals(OPERATORS);
  }

  /** Whether it has ended by itself. */
  public boolean expired(long nowMillis) {
    return expiresAt > 0 && nowMillis >= expiresAt;
  }
}
