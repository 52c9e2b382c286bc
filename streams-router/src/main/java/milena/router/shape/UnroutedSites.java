package milena.router.shape;

/** Names of sites that stand for a domain whose real site is not known. */
public final class UnroutedSites {
  /** The domain has no route, and mail may not leave by MX. */
  public static final String UNROUTED = "unrouted:";

  /** The domain's MX could not be found out in time. */
  public static final String UNRESOLVED = "unresolved:";

  private UnroutedSites() {}
}
