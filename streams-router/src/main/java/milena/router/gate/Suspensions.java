package milena.router.gate;

import milena.policy.Per;
import milena.policy.Source;
import milena.policy.Traffic;

/** What a suspension is of: always something at the site that said so. */
final class Suspensions {

  private Suspensions() {}

  /** Which of them traffic belongs to; empty for none. */
  static String key(Per per, Traffic traffic) {
    return switch (per) {
      case SITE -> traffic.site();
      case PATH ->
          joined(traffic.source().isEmpty() ? Source.UNNAMED : traffic.source(), traffic.site());
      case TENANT_AND_SITE -> joined(traffic.tenant(), traffic.site());
      case CAMPAIGN -> joined(joined(traffic.tenant(), traffic.campaign()), traffic.site());
      case PROVIDER, SOURCE_AND_PROVIDER, TENANT, GROUP -> "";
    };
  }

  private static String joined(String first, String second) {
    return first.isEmpty() || second.isEmpty() ? "" : first + " " + second;
  }
}
