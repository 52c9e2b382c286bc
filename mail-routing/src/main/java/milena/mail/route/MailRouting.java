package milena.mail.route;

import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import milena.mail.route.address.AddressFinder;
import milena.mail.route.address.AddressGuard;
import milena.mail.route.address.AddressRules;
import milena.mail.route.dns.DnsClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Routes and addresses over one bounded DNS client; one for a process. */
public final class MailRouting implements AutoCloseable {

  private static final long ADDRESS_SHARE = 4;
  private static final Logger log = LoggerFactory.getLogger(MailRouting.class);

  private final RouteFinder routes;
  private final AddressFinder addresses;

  private MailRouting(RouteFinder routes, AddressFinder addresses) {
    this.routes = routes;
    this.addresses = addresses;
  }

  /**
   * Opens what this configuration says. Nothing is asked yet.
   *
   * @param clock by which remembered answers grow old; DNS timeouts follow the real one
   */
  public static MailRouting open(RoutingConfig config, InstantSource clock) {
    Executor threads = Thread.ofVirtual().name("mail-routing-", 0)::start;
    var guard =
        new AddressGuard(config.mx().allowedTo(), everyAddress(config.ourselves().listeners()));
    var rules = new AddressRules(guard, config.mx().families(), config.mx().port());
    var dns = new DnsClient(config.dns(), threads, clock);
    var addresses =
        new AddressFinder(dns, rules, config.dns().cacheBytes() / ADDRESS_SHARE, threads, clock);
    var routes =
        new RouteFinder(config, new Precedence(config, guard), dns, addresses, threads, clock);
    return new MailRouting(routes, addresses);
  }

  /** Which site a domain's mail goes to. */
  public RouteFinder routes() {
    return routes;
  }

  /** Which addresses the hosts of a route have. */
  public AddressFinder addresses() {
    return addresses;
  }

  /** Answers what is under way with "unknown"; queries already sent end by their timeout. */
  @Override
  public void close() {
    routes.close();
    addresses.close();
  }

  /** A listener on the unspecified address is reached by each address of this machine. */
  private static Set<InetSocketAddress> everyAddress(Set<InetSocketAddress> listeners) {
    var all = new HashSet<>(listeners);
    for (var listener : listeners) {
      if (listener.getAddress().isAnyLocalAddress()) {
        addLocalAddresses(all, listener.getPort());
      }
    }
    return all;
  }

  private static void addLocalAddresses(Set<InetSocketAddress> all, int port) {
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .forEach(address -> all.add(new InetSocketAddress(address, port)));
    } catch (SocketException e) {
      log.warn("local addresses cannot be listed, so loops to them are not seen", e);
    }
  }
}
