package milena.http.recall;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A request with a key.
 *
 * @param tenant whose
 * @param key as its client gave it
 * @param hash of its body, in hexadecimal digits
 */
public record KeyedRequest(String tenant, String key, String hash) {

  private static final int BUFFER = 16 * 1024;

  /** Reads the body for its hash. */
  public static KeyedRequest of(String tenant, String key, InputStream body) throws IOException {
    var digest = sha256();
    try (body) {
      var buffer = new byte[BUFFER];
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return new KeyedRequest(tenant, key, HexFormat.of().formatHex(digest.digest()));
  }

  /** What it is known by in the log. */
  String name() {
    var digest = sha256();
    digest.update((tenant + "\0" + key).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
