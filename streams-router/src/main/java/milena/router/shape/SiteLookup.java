package milena.router.shape;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the mail of a domain goes, without waiting for an answer. */
public interface SiteLookup {
  /**
   * The site as far as it is known at once; null when it is not. A domain whose mail must not leave
   * has the site {@link UnroutedSites#UNROUTED} of its name.
   */
  @Nullable String known(String domain);

  /**
   * The MX hosts of a domain, empty where it has a route of its own; null when that is not known at
   * once.
   */
  default @Nullable List<String> hosts(String domain) {
    return List.of();
  }

  /** Whether the site is being asked for; if it was not known, it is from now on. */
  boolean findingOut(String domain);
}
