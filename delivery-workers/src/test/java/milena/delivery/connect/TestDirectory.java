package milena.delivery.connect;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import milena.delivery.resolve.Directory;
import milena.mail.route.MxHost;
import milena.mail.route.Route;
import milena.mail.route.address.Addresses;

/** Routes and addresses as a test wants them. */
final class TestDirectory implements Directory {

  private final Map<String, Route> routes = new ConcurrentHashMap<>();
  private final Map<String, Addresses> hosts = new ConcurrentHashMap<>();

  static TestDirectory relaying(String domain, int port) {
    return new TestDirectory().relayTo(domain, port);
  }

  TestDirectory relayTo(String domain, int port) {
    return route(domain, new Route.Relay("127.0.0.1:" + port, "127.0.0.1", port));
  }

  TestDirectory route(String domain, Route route) {
    routes.put(domain, route);
    return this;
  }

  TestDirectory exchangers(String domain, MxHost... mx) {
    return route(domain, new Route.MailExchangers(domain, List.of(mx), Instant.MAX));
  }

  TestDirectory host(String name, String... addresses) {
    return host(
        name,
        new Addresses.Found(
            Arrays.stream(addresses).map(TestDirectory::address).toList(), Instant.MAX));
  }

  TestDirectory host(String name, Addresses addresses) {
    hosts.put(name, addresses);
    return this;
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public CompletableFuture<Route> route(String domain) {
    return CompletableFuture.completedFuture(
        routes.getOrDefault(domain, new Route.NoSuchDomain(domain, "no such domain")));
  }

  @Override
  public CompletableFuture<Addresses> exchanger(String host) {
    return CompletableFuture.completedFuture(
        hosts.getOrDefault(host, new Addresses.None("no such host")));
  }

  @Override
  public CompletableFuture<Addresses> relay(String host, int port) {
    return CompletableFuture.completedFuture(
        new Addresses.Found(List.of(address(host)), Instant.MAX));
  }
}
