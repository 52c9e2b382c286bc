package milena.mail.route;

import java.util.Optional;
import milena.mail.route.dns.DnsSettings;

/**
 * Everything that decides where mail goes, apart from DNS itself.
 *
 * @param smarthost where every message goes in place of anything else
 * @param routes where the mail of some domains goes in place of their MX
 * @param mx whether and how the rest may leave by MX
 * @param ourselves what must not be delivered to
 * @param dns who is asked for MX and addresses
 */
public record RoutingConfig(
    Optional<HostPort> smarthost,
    RouteTable routes,
    MxPolicy mx,
    Ourselves ourselves,
    DnsSettings dns) {

  /** No smarthost, no routes, no leaving by MX: all mail waits. */
  public static RoutingConfig defaults() {
    return new RoutingConfig(
        Optional.empty(),
        RouteTable.empty(),
        MxPolicy.forbidden(),
        Ourselves.unknown(),
        DnsSettings.defaults());
  }

  /** The same with a smarthost. */
  public RoutingConfig withSmarthost(HostPort target) {
    return new RoutingConfig(Optional.of(target), routes, mx, ourselves, dns);
  }

  /** The same with other static routes. */
  public RoutingConfig withRoutes(RouteTable table) {
    return new RoutingConfig(smarthost, table, mx, ourselves, dns);
  }

  /** The same with another policy for mail without a route. */
  public RoutingConfig withMx(MxPolicy policy) {
    return new RoutingConfig(smarthost, routes, policy, ourselves, dns);
  }

  /** The same with other listeners and names. */
  public RoutingConfig withOurselves(Ourselves us) {
    return new RoutingConfig(smarthost, routes, mx, us, dns);
  }

  /** The same with other name servers or limits. */
  public RoutingConfig withDns(DnsSettings settings) {
    return new RoutingConfig(smarthost, routes, mx, ourselves, settings);
  }
}
