package milena.router.route;

import java.util.Optional;
import milena.mail.route.Route;
import milena.router.route.RouteDecision.Bounced;
import milena.router.route.RouteDecision.Parked;
import milena.router.route.RouteDecision.Rejected;
import milena.router.route.RouteDecision.Routed;
import milena.router.route.RouteDecision.Suppressed;
import milena.router.shape.UnroutedSites;

/** Decides for one recipient. Pure: what is known comes as arguments. */
final class Router {
  private Router() {}

  /**
   * Decides.
   *
   * @param domain the recipient's domain; empty when the address has none
   * @param suppression the reason of a suppression in force
   * @param route what is known of the domain's route
   * @param patient whether it may be parked when nothing is known yet
   */
  static RouteDecision decide(
      String domain, Optional<String> suppression, Optional<Route> route, boolean patient) {
    if (domain.isEmpty()) {
      return new Rejected(553, "5.1.3", "the recipient is no mail address");
    }
    if (suppression.isPresent()) {
      return new Suppressed(suppression.get());
    }
    if (route.isEmpty()) {
      return unknown(domain, patient);
    }
    return switch (route.get()) {
      case Route.Relay relay -> new Routed(relay.site());
      case Route.MailExchangers exchangers -> new Routed(exchangers.site());
      case Route.NoMail none -> bounced(none, "BadDomain");
      case Route.NoSuchDomain none -> bounced(none, "BadDomain");
      case Route.Refused refused -> bounced(refused, "RoutingErrors");
      case Route.MxNotAllowed() -> new Routed(UnroutedSites.UNROUTED + domain);
      case Route.Unknown _ -> unknown(domain, patient);
    };
  }

  private static RouteDecision unknown(String domain, boolean patient) {
    return patient ? new Parked() : new Routed(UnroutedSites.UNRESOLVED + domain);
  }

  private static Bounced bounced(Route.Undeliverable route, String bounceClass) {
    return new Bounced(route.replyCode(), route.code(), route.reason(), bounceClass);
  }
}
