package milena.delivery.resolve;

import java.util.List;
import milena.delivery.outcome.Ending;
import milena.delivery.outcome.Said;
import milena.delivery.resolve.Destination.Host;
import milena.mail.route.Route;

/** What a route means for an attempt. */
public final class Resolutions {

  private Resolutions() {}

  /**
   * What this route means.
   *
   * @param mxPort port of mail exchangers
   */
  public static Resolution of(Route route, int mxPort) {
    return switch (route) {
      case Route.Relay(_, var host, var port) ->
          new Resolution.Reach(new Destination(List.of(new Host(host, 0)), port, true));
      case Route.MailExchangers(_, var hosts, _) ->
          new Resolution.Reach(
              new Destination(
                  hosts.stream().map(mx -> new Host(mx.name(), mx.preference())).toList(),
                  mxPort,
                  false));
      case Route.Undeliverable nowhere ->
          new Resolution.Nowhere(
              new Ending.NoRoute(new Said(nowhere.replyCode(), nowhere.code(), nowhere.reason())));
      case Route.Unknown(var reason, _) -> new Resolution.Nowhere(new Ending.RouteUnknown(reason));
      case Route.MxNotAllowed _ ->
          new Resolution.Nowhere(new Ending.RouteForbidden(Route.MxNotAllowed.WAIT_REASON));
    };
  }
}
