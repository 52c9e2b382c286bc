package milena.router.shape;

import org.jspecify.annotations.Nullable;

/** What the shaper asks others, without waiting for an answer. */
interface Advice extends SiteLookup {

  /** Why mail of a tenant to a recipient may no longer go; null when it may. */
  @Nullable String suppression(byte[] recipientHash, String tenant);

  /** Whether the site stands for a domain whose mail must not leave. */
  default boolean closed(String site) {
    return site.startsWith(UnroutedSites.UNROUTED)
        && site.equals(known(site.substring(UnroutedSites.UNROUTED.length())));
  }
}
