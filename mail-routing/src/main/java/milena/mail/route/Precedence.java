package milena.mail.route;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import milena.mail.route.address.AddressGuard;
import milena.mail.route.address.AddressGuard.Verdict;
import milena.mail.route.address.AddressLiteral;
import milena.mail.route.dns.Lifetimes;

/**
 * Decides what can be decided without DNS, in this order: the smarthost, the static route of
 * exactly this domain, the static route of every domain, and, where none of them applies, whether
 * mail may leave by MX at all and whether the domain is a name that may be asked for.
 */
final class Precedence {

  private static final Optional<Route> MX_NOT_ALLOWED = Optional.of(new Route.MxNotAllowed());

  private final Optional<Route> smarthost;
  private final RouteTable routes;
  private final boolean mxAllowed;

  private final AddressGuard guard;
  private final int mxPort;

  Precedence(RoutingConfig config, AddressGuard guard) {
    this.smarthost = config.smarthost().map(Route.Relay::smarthost);
    this.routes = config.routes();
    this.mxAllowed = config.mx().allowed();
    this.mxPort = config.mx().port();
    this.guard = guard;
  }

  /**
   * The route, or empty when DNS has to be asked for the domain's MX records.
   *
   * @param domain in lower case
   */
  Optional<Route> decide(String domain, Instant now) {
    if (smarthost.isPresent()) {
      return smarthost;
    }
    var relay = routes.find(domain);
    if (relay.isPresent()) {
      return relay;
    }
    if (!mxAllowed) {
      return MX_NOT_ALLOWED;
    }
    if (AddressLiteral.isBracketed(domain)) {
      return Optional.of(literal(domain, now));
    }
    return DomainName.isHost(domain)
        ? Optional.empty()
        : Optional.of(new Route.NoSuchDomain(domain, "not a domain name"));
  }

  private Route literal(String domain, Instant now) {
    var address = AddressLiteral.parseBracketed(domain);
    if (address.isEmpty()) {
      return new Route.NoSuchDomain(domain, "not an address literal");
    }
    return switch (guard.judge(address.get(), mxPort)) {
      case Verdict.Allowed() ->
          Route.MailExchangers.of(List.of(new MxHost(domain, 0)), now.plus(Lifetimes.MOST));
      case Verdict.Own() -> Route.Refused.loop(domain + " is this system itself");
      case Verdict.Forbidden(var range) ->
          Route.Refused.unreachable(domain + " is a " + range + " address");
    };
  }
}
