package milena.mail.route.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import milena.mail.route.dns.AskOnce;
import milena.mail.route.dns.AskOnce.Kept;
import milena.mail.route.dns.DnsAnswer;
import milena.mail.route.dns.DnsClient;
import milena.mail.route.dns.Lifetimes;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/** Finds the addresses of mail exchangers and of relays; safe for use by many threads. */
public final class AddressFinder implements AutoCloseable {

  /** No host has more addresses than this, however many its zone lists. */
  public static final int MAX_ADDRESSES = 16;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration KEEP_RELAY = Duration.ofSeconds(30);
  private static final int MOST_SYSTEM_LOOKUPS = 16;
  private static final int ENTRY_BYTES = 256;
  private static final int ADDRESS_BYTES = 80;
  private static final Addresses CLOSED = new Addresses.Unknown("mail routing is closed");
  private static final DnsAnswer NOT_ASKED = new DnsAnswer.NoData(Lifetimes.MOST);

  private record RelayHost(String host, int port) {}

  private final DnsClient dns;
  private final AddressRules rules;
  private final InstantSource clock;
  private final Executor executor;
  private final AskOnce<String, Addresses> exchangers;
  private final AskOnce<RelayHost, Addresses> relays;
  private final Semaphore systemLookups = new Semaphore(MOST_SYSTEM_LOOKUPS);

  /**
   * A finder that asks {@code dns} for exchangers and the operating system for relays.
   *
   * @param rules which addresses are used, in which order
   * @param cacheBytes about how much memory remembered addresses may take
   */
  public AddressFinder(
      DnsClient dns, AddressRules rules, long cacheBytes, Executor executor, InstantSource clock) {
    this.dns = dns;
    this.rules = rules;
    this.clock = clock;
    this.executor = executor;
    var memory = new AskOnce.Memory<Addresses>(cacheBytes, AddressFinder::weigh);
    this.exchangers = new AskOnce<>(this::askDns, memory, clock, executor, CLOSED);
    this.relays = new AskOnce<>(this::askSystem, memory, clock, executor, CLOSED);
  }

  /**
   * The addresses of a mail exchanger, with those that must not be connected to taken out.
   *
   * @param host a name from a {@link milena.mail.route.MxHost}, or an address literal in brackets
   * @return never completes with an exception; does not block the caller
   */
  public CompletableFuture<Addresses> find(String host) {
    return AddressLiteral.isBracketed(host)
        ? CompletableFuture.completedFuture(rules.ofLiteral(host, clock.instant()))
        : exchangers.get(host).exceptionally(AddressFinder::broken);
  }

  /**
   * The addresses of a relay that the operator named: any name that the operating system resolves,
   * or an address. They are not guarded, except that they must not be one of our own listeners.
   *
   * @return never completes with an exception; does not block the caller
   */
  public CompletableFuture<Addresses> findRelay(String host, int port) {
    return relays.get(new RelayHost(host, port)).exceptionally(AddressFinder::broken);
  }

  /** Answers all that is under way and all that comes with {@link Addresses.Unknown}. */
  @Override
  public void close() {
    exchangers.close();
    relays.close();
  }

  private CompletableFuture<Kept<Addresses>> askDns(String host, @Nullable Addresses last) {
    var deadline = clock.instant().plus(PATIENCE);
    var v4 =
        rules.families() == AddressFamilies.IPV6_ONLY
            ? notAsked()
            : dns.ask(host, Type.A, deadline);
    var v6 =
        rules.families() == AddressFamilies.IPV4_ONLY
            ? notAsked()
            : dns.ask(host, Type.AAAA, deadline);
    return v4.thenCombine(v6, (a, aaaa) -> rules.ofExchanger(host, a, aaaa, clock.instant()));
  }

  private static CompletableFuture<DnsAnswer> notAsked() {
    return CompletableFuture.completedFuture(NOT_ASKED);
  }

  /** The system's resolver blocks, and what it waits for is not ours to bound; its threads are. */
  private CompletableFuture<Kept<Addresses>> askSystem(RelayHost relay, @Nullable Addresses last) {
    return CompletableFuture.supplyAsync(() -> resolve(relay), executor);
  }

  private Kept<Addresses> resolve(RelayHost relay) {
    systemLookups.acquireUninterruptibly();
    try {
      var addresses =
          AddressLiteral.parse(relay.host())
              .or(() -> AddressLiteral.parseBracketed(relay.host()))
              .map(List::of)
              .orElse(null);
      if (addresses == null) {
        addresses = Arrays.asList(InetAddress.getAllByName(relay.host()));
      }
      var until = clock.instant().plus(KEEP_RELAY);
      return new Kept<>(rules.ofRelay(addresses, relay.port(), until), KEEP_RELAY);
    } catch (UnknownHostException e) {
      return new Kept<>(
          new Addresses.Unknown("the relay's host name has no address"), Lifetimes.failure(null));
    } finally {
      systemLookups.release();
    }
  }

  private static Addresses broken(Throwable unplanned) {
    return new Addresses.Unknown("looking up addresses failed: " + unplanned);
  }

  private static int weigh(Addresses addresses) {
    return addresses instanceof Addresses.Found found
        ? ENTRY_BYTES + found.addresses().size() * ADDRESS_BYTES
        : ENTRY_BYTES;
  }
}
