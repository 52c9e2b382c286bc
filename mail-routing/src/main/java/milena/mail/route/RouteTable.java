package milena.mail.route;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Static routes: where the mail of some domains goes in place of their MX. */
public final class RouteTable {

  /** The domain that stands for every domain without a route of its own. */
  public static final String EVERY_DOMAIN = "*";

  private static final RouteTable EMPTY = new RouteTable(Map.of());

  private final Map<String, Route.Relay> relays;
  private final Optional<Route> everyDomain;

  private RouteTable(Map<String, Route.Relay> relays) {
    this.relays = Map.copyOf(relays);
    this.everyDomain = Optional.ofNullable(relays.get(EVERY_DOMAIN));
  }

  /** No routes. */
  public static RouteTable empty() {
    return EMPTY;
  }

  /**
   * These routes.
   *
   * @param targets by domain in lower case, by address literal in brackets, or by {@link
   *     #EVERY_DOMAIN}
   */
  public static RouteTable of(Map<String, HostPort> targets) {
    var relays = new HashMap<String, Route.Relay>();
    targets.forEach((domain, target) -> relays.put(domain, Route.Relay.of(target)));
    return new RouteTable(relays);
  }

  /** The route of exactly this domain, else the one of every domain. */
  public Optional<Route> find(String domain) {
    var relay = relays.get(domain);
    return relay == null ? everyDomain : Optional.of(relay);
  }

  /** How many routes there are. */
  public int size() {
    return relays.size();
  }
}
