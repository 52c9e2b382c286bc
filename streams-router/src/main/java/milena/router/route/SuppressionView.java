package milena.router.route;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import milena.runtime.stage.PartitionStore;
import milena.schemas.RecipientHash;
import milena.schemas.Suppression;

/** The suppressions of a partition's recipients, in the stage's store. */
final class SuppressionView {
  private static final byte KIND = 's';
  private static final String EVERY_TENANT = "*";

  private final PartitionStore store;

  SuppressionView(PartitionStore store) {
    this.store = store;
  }

  /** Takes up an entry of {@code mail.suppressions}, whose key this is. */
  void put(byte[] key, Suppression suppression) {
    var reason = suppression.getReason().getBytes(StandardCharsets.UTF_8);
    store.put(
        own(key),
        ByteBuffer.allocate(Long.BYTES + reason.length)
            .putLong(suppression.getExpiresAt())
            .put(reason)
            .array());
  }

  /** The entry was lifted. */
  void lift(byte[] key) {
    store.delete(own(key));
  }

  /** Why mail of a tenant no longer goes to a recipient, if so. */
  Optional<String> reason(byte[] hash, String tenant, long now) {
    return reason(RecipientHash.suppressionKey(hash, tenant), now)
        .or(() -> reason(RecipientHash.suppressionKey(hash, EVERY_TENANT), now));
  }

  private Optional<String> reason(byte[] key, long now) {
    var entry = store.get(own(key));
    if (entry == null) {
      return Optional.empty();
    }
    long expiresAt = ByteBuffer.wrap(entry).getLong();
    return expiresAt == 0 || expiresAt > now
        ? Optional.of(
            new String(entry, Long.BYTES, entry.length - Long.BYTES, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  private static byte[] own(byte[] key) {
    return ByteBuffer.allocate(1 + key.length).put(KIND).put(key).array();
  }
}
