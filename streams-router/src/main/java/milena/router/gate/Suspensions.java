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
      case SITE, TENANT_AND_SITE -> per.key(traffic);
      case PATH ->
          per.key(traffic.source().isEmpty() ? traffic.withSource(Source.UNNAMED) : traffic);
      case CAMPAIGN -> atSite(per.key(traffic), traffic.site());
      case PROVIDER, SOURCE_AND_PROVIDER, TENANT, GROUP -> "";
    };
  }

  private static String atSite(String campaign, String site) {
    return campaign.isEmpty() || site.isEmpty() ? "" : campaign + " " + site;
  }
}
