package milena.mail.route;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import milena.mail.route.ExchangerSearch.Next;
import milena.mail.route.Exchangers.Meaning;
import milena.mail.route.address.AddressFinder;
import milena.mail.route.address.Addresses;
import milena.mail.route.dns.AskOnce;
import milena.mail.route.dns.AskOnce.Kept;
import milena.mail.route.dns.DnsClient;
import milena.mail.route.dns.Lifetimes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Type;

/**
 * Finds where a domain's mail goes; safe for use by many threads, and none of them ever waits for
 * DNS.
 *
 * <p>Besides the MX records it looks at the addresses of the hosts, in order of preference, until
 * one may be connected to: a domain whose hosts are all forbidden or do not exist is told apart
 * here, so that its mail bounces without an attempt. The worker has the addresses checked again
 * when it connects, since they may have changed.
 */
public final class RouteFinder implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int ENTRY_BYTES = 384;
  private static final int HOST_BYTES = 96;
  private static final Route CLOSED = new Route.Unknown("mail routing is closed", Duration.ZERO);
  private static final Addresses LATE = new Addresses.Unknown("looking up the hosts took too long");
  private static final Logger log = LoggerFactory.getLogger(RouteFinder.class);

  private final Precedence precedence;
  private final Ourselves ourselves;
  private final DnsClient dns;
  private final AddressFinder addresses;
  private final InstantSource clock;
  private final AskOnce<String, Route> routes;

  RouteFinder(
      RoutingConfig config,
      Precedence precedence,
      DnsClient dns,
      AddressFinder addresses,
      Executor executor,
      InstantSource clock) {
    this.precedence = precedence;
    this.ourselves = config.ourselves();
    this.dns = dns;
    this.addresses = addresses;
    this.clock = clock;
    var memory = new AskOnce.Memory<Route>(config.dns().cacheBytes(), RouteFinder::weigh);
    this.routes = new AskOnce<>(this::ask, memory, clock, executor, CLOSED);
  }

  /**
   * The route if it is known without asking DNS now: decided by configuration, or remembered.
   *
   * @param domain an A-label domain or an address literal in brackets
   */
  public Optional<Route> known(String domain) {
    var name = DomainName.lowerCase(domain);
    var decided = precedence.decide(name, clock.instant());
    return decided.isPresent() ? decided : routes.known(name);
  }

  /**
   * The route, asking DNS if need be. Equal questions at one time are asked once.
   *
   * @param domain an A-label domain or an address literal in brackets
   * @return never completes with an exception; does not block the caller
   */
  public CompletableFuture<Route> find(String domain) {
    var name = DomainName.lowerCase(domain);
    var decided = precedence.decide(name, clock.instant());
    return decided.isPresent()
        ? CompletableFuture.completedFuture(decided.get())
        : routes.get(name).exceptionally(RouteFinder::broken);
  }

  /**
   * Takes up what was found out about a domain before a new start, as long as it still holds. What
   * is known by now, or decided by configuration, goes before it.
   *
   * @param domain an A-label domain
   */
  public void remember(String domain, Route.MailExchangers found) {
    var latest = clock.instant().plus(Lifetimes.MOST);
    var until = found.validUntil().isBefore(latest) ? found.validUntil() : latest;
    routes.remember(DomainName.lowerCase(domain), found, until);
  }

  /** How many domains are being asked for. */
  public int underWay() {
    return routes.underWay();
  }

  /** How many domains are remembered. */
  public int remembered() {
    return routes.remembered();
  }

  /** Answers all that is under way and all that comes with {@link Route.Unknown}. */
  @Override
  public void close() {
    routes.close();
  }

  private CompletableFuture<Kept<Route>> ask(String domain, @Nullable Route last) {
    var deadline = clock.instant().plus(PATIENCE);
    return dns.ask(domain, Type.MX, deadline)
        .thenCompose(
            answer ->
                switch (Exchangers.of(domain, answer, ourselves)) {
                  case Meaning.Hosts hosts -> firstUsable(domain, hosts, deadline, last);
                  case Meaning.Nowhere(var route, var ttl) ->
                      CompletableFuture.completedFuture(new Kept<>(route, Lifetimes.negative(ttl)));
                  case Meaning.Untold(var reason, var overload) ->
                      CompletableFuture.completedFuture(unknown(reason, overload, last));
                });
  }

  private CompletableFuture<Kept<Route>> firstUsable(
      String domain, Meaning.Hosts meaning, Instant deadline, @Nullable Route last) {
    var begin = ExchangerSearch.begin(domain, meaning.implicit(), meaning.hosts());
    return search(begin, deadline)
        .thenApply(
            end ->
                switch (end) {
                  case Next.Usable(var hosts) -> exchangers(hosts, meaning.ttl());
                  case Next.Unusable(var route) ->
                      new Kept<>(route, Lifetimes.negative(meaning.ttl()));
                  case Next.Untold(var reason) -> unknown(reason, false, last);
                  case Next.Ask ask -> throw new IllegalStateException("the search has not ended");
                });
  }

  private CompletableFuture<Next> search(Next next, Instant deadline) {
    if (!(next instanceof Next.Ask(var search, var host))) {
      return CompletableFuture.completedFuture(next);
    }
    return clock.instant().isAfter(deadline)
        ? search(search.after(LATE), deadline)
        : addresses.find(host.name()).thenCompose(found -> search(search.after(found), deadline));
  }

  private Kept<Route> exchangers(List<MxHost> hosts, Duration ttl) {
    var keep = Lifetimes.positive(ttl);
    return new Kept<>(Route.MailExchangers.of(hosts, clock.instant().plus(keep)), keep);
  }

  /** Our own overload says nothing of the domain, so it must not push out what is known. */
  private static Kept<Route> unknown(String reason, boolean overload, @Nullable Route last) {
    if (overload) {
      return new Kept<>(new Route.Unknown(reason, Duration.ZERO), Duration.ZERO);
    }
    var pause = Lifetimes.failure(last instanceof Route.Unknown before ? before.pause() : null);
    return new Kept<>(new Route.Unknown(reason, pause), pause);
  }

  private static Route broken(Throwable unplanned) {
    log.error("looking for a route failed", unplanned);
    return new Route.Unknown("looking for a route failed: " + unplanned, Duration.ZERO);
  }

  private static int weigh(Route route) {
    if (!(route instanceof Route.MailExchangers found)) {
      return ENTRY_BYTES;
    }
    var bytes = ENTRY_BYTES + found.site().length();
    for (var host : found.hosts()) {
      bytes += HOST_BYTES + host.name().length();
    }
    return bytes;
  }
}
