package milena.policy;

import java.util.Locale;

/** What each value of a limit is counted for. */
public enum Per {
  /** Each site has its own. */
  SITE,
  /** Each provider: its sites share it. */
  PROVIDER,
  /** Each source at each site: what remote servers hold their limits against. */
  PATH,
  /** Each source at each provider. */
  SOURCE_AND_PROVIDER,
  /** Each tenant. */
  TENANT,
  /** Each campaign of a tenant. */
  CAMPAIGN,
  /** Each tenant at each site. */
  TENANT_AND_SITE,
  /** All that the rules of one group's name are for share it. */
  GROUP;

  /** How the document writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether several sites share it, so that no single partition can keep it. */
  public boolean spansSites() {
    return switch (this) {
      case SITE, PATH, TENANT_AND_SITE -> false;
      case PROVIDER, SOURCE_AND_PROVIDER, TENANT, CAMPAIGN, GROUP -> true;
    };
  }

  /**
   * Returns which value of it this traffic counts towards; empty when it has none, and for a group,
   * which its name tells apart.
   */
  public String key(Traffic traffic) {
    return switch (this) {
      case SITE -> traffic.site();
      case PROVIDER -> traffic.provider();
      case PATH -> joined(traffic.source(), traffic.site());
      case SOURCE_AND_PROVIDER -> joined(traffic.source(), traffic.provider());
      case TENANT -> traffic.tenant();
      case CAMPAIGN -> joined(traffic.tenant(), traffic.campaign());
      case TENANT_AND_SITE -> joined(traffic.tenant(), traffic.site());
      case GROUP -> "";
    };
  }

  private static String joined(String first, String second) {
    return first.isEmpty() || second.isEmpty() ? "" : first + " " + second;
  }
}
