package milena.policy;

import java.util.Map;

/**
 * What a question is about: some mail on one path. A field is empty where it is not known yet, or
 * where the answer is to hold for all of its values; a selector that names it does not match then.
 *
 * @param tenant whose mail it is
 * @param campaign the tenant's own label
 * @param domain of the recipient
 * @param site where the domain's mail goes
 * @param provider which provider the site belongs to, by {@link Policy#provider}
 * @param pool which pool was chosen
 * @param source which of the pool's sources
 * @param meta what the sender attached (X-Milena-Meta-*)
 */
public record Traffic(
    String tenant,
    String campaign,
    String domain,
    String site,
    String provider,
    String pool,
    String source,
    Map<String, String> meta) {

  /** Nothing is known. */
  public static final Traffic ANY = new Traffic("", "", "", "", "", "", "", Map.of());

  /** The same mail with another pool. */
  public Traffic withPool(String other) {
    return new Traffic(tenant, campaign, domain, site, provider, other, source, meta);
  }

  /** The same mail from another source. */
  public Traffic withSource(String other) {
    return new Traffic(tenant, campaign, domain, site, provider, pool, other, meta);
  }

  /**
   * The same as limits of connections, and how servers are treated, are asked for: without what is
   * not known before a message is opened.
   */
  public Traffic onConnections() {
    return new Traffic(tenant, "", domain, site, provider, pool, source, Map.of());
  }

  /** The same path, whoever's mail it is. */
  public Traffic path() {
    return new Traffic("", "", "", site, provider, "", source, Map.of());
  }
}
