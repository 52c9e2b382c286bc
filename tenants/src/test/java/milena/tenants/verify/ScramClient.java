package milena.tenants.verify;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The client's side of SCRAM-SHA-256, written from the standard. */
final class ScramClient {

  private final String gs2Header;
  private final byte[] binding;
  private final String bare;
  private final String password;

  ScramClient(String gs2Header, byte[] binding, String saslName, String password) {
    this.gs2Header = gs2Header;
    this.binding = binding;
    this.bare = "n=" + saslName + ",r=clientnonce";
    this.password = password;
  }

  byte[] first() {
    return bytes(gs2Header + bare);
  }

  byte[] last(String serverFirst) {
    var parts = serverFirst.split(",");
    var salt = Base64.getDecoder().decode(parts[1].substring(2));
    var salted = Hashes.pbkdf2(password, salt, Integer.parseInt(parts[2].substring(2)));
    var clientKey = Hashes.hmac(salted, "Client Key");
    var joined = ScramMessages.joined(bytes(gs2Header), binding);
    var withoutProof = "c=" + Base64.getEncoder().encodeToString(joined) + "," + parts[0];
    var signature =
        Hashes.hmac(Hashes.sha256(clientKey), bare + "," + serverFirst + "," + withoutProof);
    for (int i = 0; i < signature.length; i++) {
      signature[i] ^= clientKey[i];
    }
    return bytes(withoutProof + ",p=" + Base64.getEncoder().encodeToString(signature));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
