package milena.http.submit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.function.IntFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import milena.ingest.log.MessageIds;

/**
 * Message ids that a repeat of the same request gets again: they follow from the tenant, its key
 * and the place in the request. Nobody without the cluster's secret can tell them before, so that
 * no tenant can have another's dropped as a repeat.
 */
public final class DerivedIds implements IntFunction<String> {

  private static final String PURPOSE = "milena-http-message-id";

  private final byte[] secret;
  private final byte[] scope;

  /**
   * For one request.
   *
   * @param secret the cluster's
   * @param key of the request, as its client gave it
   */
  public DerivedIds(byte[] secret, String tenant, String key) {
    this.secret = secret.clone();
    this.scope = (PURPOSE + "\0" + tenant + "\0" + key + "\0").getBytes(StandardCharsets.UTF_8);
  }

  /** The id of the message whose first recipient has this index. */
  @Override
  public String apply(int index) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update(scope);
      return MessageIds.of(mac.doFinal(ByteBuffer.allocate(4).putInt(index).array()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
