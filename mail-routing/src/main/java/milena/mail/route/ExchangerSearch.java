package milena.mail.route;

import java.util.List;
import java.util.Optional;
import milena.mail.route.address.Addresses;

/**
 * Goes through a domain's hosts in order of preference until one is found that may be connected to,
 * or none is left. Pure: whoever drives it looks up the addresses it asks for.
 *
 * <pre>
 *            ┌── has no usable address, a host is left ──┐
 *            ▼                                           │
 *   begin ─► {@link Next.Ask} ──► {@link #after} ────────────┤
 *                                                        ├─► {@link Next.Usable}
 *                                                        ├─► {@link Next.Unusable}
 *                                                        └─► {@link Next.Untold}
 * </pre>
 *
 * @param domain whose hosts these are
 * @param implicit whether the domain itself stands for its missing MX record
 * @param hosts by preference; those before {@code at} have no usable address
 * @param at the host being looked at
 * @param refusal why the first of those before was refused, if one had an address at all
 */
record ExchangerSearch(
    String domain, boolean implicit, List<MxHost> hosts, int at, Optional<String> refusal) {

  /** What is to be done after a look. */
  sealed interface Next {
    /** Look up the addresses of {@code host}, then call {@link ExchangerSearch#after}. */
    record Ask(ExchangerSearch search, MxHost host) implements Next {}

    /** Mail can go to these hosts; those not yet looked at are included. */
    record Usable(List<MxHost> hosts) implements Next {}

    /** Mail can go to none of the hosts. */
    record Unusable(Route.Undeliverable route) implements Next {}

    /** The name servers did not say whether the domain has a host. */
    record Untold(String reason) implements Next {}
  }

  static Next begin(String domain, boolean implicit, List<MxHost> hosts) {
    var search = new ExchangerSearch(domain, implicit, hosts, 0, Optional.empty());
    return new Next.Ask(search, hosts.getFirst());
  }

  Next after(Addresses found) {
    return switch (found) {
      case Addresses.Found usable -> new Next.Usable(hosts);
      // A host that exists may have addresses tomorrow; a domain without MX may not exist at all.
      case Addresses.Unknown(var reason) ->
          implicit ? new Next.Untold(reason) : new Next.Usable(hosts);
      case Addresses.Refused refused when refused.isLoop() ->
          // All that are preferred to us have been found unusable, and no others may be tried.
          new Next.Unusable(Route.Refused.loop(refused.reason()));
      case Addresses.Refused refused -> nextHost(refusal.or(() -> Optional.of(refused.reason())));
      case Addresses.None none -> nextHost(refusal);
    };
  }

  private Next nextHost(Optional<String> reason) {
    if (at + 1 < hosts.size()) {
      var search = new ExchangerSearch(domain, implicit, hosts, at + 1, reason);
      return new Next.Ask(search, hosts.get(at + 1));
    }
    return new Next.Unusable(
        reason
            .<Route.Undeliverable>map(Route.Refused::unreachable)
            .orElseGet(
                () ->
                    implicit
                        ? new Route.NoSuchDomain(
                            domain, domain + " has neither MX nor address records")
                        : Route.Refused.unreachable(
                            "no mail exchanger of " + domain + " has an address")));
  }
}
