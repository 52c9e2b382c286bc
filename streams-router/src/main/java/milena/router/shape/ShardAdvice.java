package milena.router.shape;

import java.nio.charset.StandardCharsets;
import java.util.List;
import milena.runtime.stage.PartitionStore;
import milena.schemas.RecipientHash;
import org.jspecify.annotations.Nullable;

/** What a partition knows of suppressions, sites and routes. */
final class ShardAdvice implements Advice {
  private static final byte SUPPRESSED = 'x';
  private static final String EVERY_TENANT = "*";

  private final PartitionStore store;
  private final SiteLookup sites;

  ShardAdvice(PartitionStore store, SiteLookup sites) {
    this.store = store;
    this.sites = sites;
  }

  static void suppress(PartitionStore store, byte[] hash, String scope, String reason) {
    store.put(key(hash, scope), reason.getBytes(StandardCharsets.UTF_8));
  }

  static void lift(PartitionStore store, byte[] hash, String scope) {
    store.delete(key(hash, scope));
  }

  private static byte[] key(byte[] hash, String scope) {
    var suppression = RecipientHash.suppressionKey(hash, scope);
    var key = new byte[suppression.length + 1];
    key[0] = SUPPRESSED;
    System.arraycopy(suppression, 0, key, 1, suppression.length);
    return key;
  }

  @Override
  public @Nullable String suppression(byte[] recipientHash, String tenant) {
    var own = store.get(key(recipientHash, tenant));
    var reason = own == null ? store.get(key(recipientHash, EVERY_TENANT)) : own;
    return reason == null ? null : new String(reason, StandardCharsets.UTF_8);
  }

  @Override
  public @Nullable String known(String domain) {
    return sites.known(domain);
  }

  @Override
  public @Nullable List<String> hosts(String domain) {
    return sites.hosts(domain);
  }

  @Override
  public boolean findingOut(String domain) {
    return sites.findingOut(domain);
  }
}
