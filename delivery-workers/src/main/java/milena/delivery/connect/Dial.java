package milena.delivery.connect;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import milena.delivery.outcome.HostTrouble;
import milena.delivery.outcome.Said;
import milena.delivery.outcome.SessionStage;
import milena.delivery.path.ConnectionQuotas;
import milena.delivery.path.Exit;
import milena.delivery.path.PathTerms;
import milena.delivery.resolve.Destination.Host;
import milena.delivery.resolve.HostOrder;
import milena.delivery.send.OpeningTrouble;
import milena.delivery.send.TlsDemand;
import milena.mail.route.address.Addresses;
import milena.policy.Source;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to get one connection to a destination: host after host, address after address, until
 * a session is ready or none is left. Where the rate allows no further address yet it pauses,
 * without a place in what is counted. Confined to its lane's event loop.
 */
final class Dial {

  /** A site that lists more addresses than this is not tried to the end of them. */
  private static final int MOST_ADDRESSES = 24;

  private final Berth berth;
  private final LaneContext context;
  private final Exit exit;
  private ConnectionQuotas.Slot slot;
  private final PathTerms terms;
  private final Deque<Host> hosts;
  private final Deque<InetAddress> addresses = new ArrayDeque<>();
  private final List<HostTrouble> troubles = new ArrayList<>();
  private @Nullable Host host;
  private @Nullable Connection connection;
  private @Nullable InetAddress inTheClear;
  private int tried;
  private boolean permitted = true;
  private boolean over;

  Dial(Berth berth, LaneContext context, Exit exit, ConnectionQuotas.Slot slot) {
    this.berth = berth;
    this.context = context;
    this.exit = exit;
    this.slot = slot;
    this.terms = berth.terms();
    var order = HostOrder.of(berth.destination().hosts(), RandomGenerator.getDefault());
    this.hosts = new ArrayDeque<>(order);
  }

  /** Where it leaves from. */
  Exit exit() {
    return exit;
  }

  /** Its place in what is counted, which its connection takes over. */
  ConnectionQuotas.Slot slot() {
    return slot;
  }

  /** What it was begun under. */
  PathTerms terms() {
    return terms;
  }

  /**
   * Goes on where it paused.
   *
   * @param place in what is counted, in place of the one that it gave back
   */
  void resume(ConnectionQuotas.Slot place) {
    slot = place;
    permitted = true;
    next();
  }

  /** Goes on with the next address, or with the next host's. */
  void next() {
    if (over) {
      return;
    }
    var current = host;
    var again = inTheClear;
    if (current != null && again != null) {
      if (mayGoOn()) {
        inTheClear = null;
        connect(current, again, TlsDemand.NONE);
      }
      return;
    }
    var address = addresses.peek();
    if (current != null && address != null && tried < MOST_ADDRESSES) {
      if (!mayGoOn()) {
        return;
      }
      tried++;
      addresses.remove();
      connect(current, address, tlsFor(address));
      return;
    }
    addresses.clear();
    host = hosts.poll();
    if (host == null || tried >= MOST_ADDRESSES) {
      over = true;
      berth.unreachable(this, troubles);
      return;
    }
    var asked = host;
    find(asked).thenAccept(found -> context.onLoop(() -> found(asked, found)));
  }

  /** The permission to dial was for one connection: each further one is asked for. */
  private boolean mayGoOn() {
    if (permitted || slot.mayReopen(berth.terms().counted())) {
      permitted = false;
      return true;
    }
    berth.paused(this);
    return false;
  }

  private TlsDemand tlsFor(InetAddress address) {
    if (berth.destination().tlsRequired()) {
      return TlsDemand.REQUIRED;
    }
    return switch (terms.handling().tls()) {
      case NONE -> TlsDemand.NONE;
      case REQUIRED -> TlsDemand.VERIFIED;
      case OPPORTUNISTIC ->
          context.isTlsBroken(address, terms.handling().brokenTls())
              ? TlsDemand.NONE
              : TlsDemand.IF_OFFERED;
    };
  }

  /** Nobody wants the connection any more. */
  void abandon(String reason) {
    over = true;
    if (connection != null) {
      connection.cut(reason);
    }
  }

  private CompletableFuture<Addresses> find(Host asked) {
    var destination = berth.destination();
    return destination.relay()
        ? context.directory().relay(asked.name(), destination.port())
        : context.directory().exchanger(asked.name());
  }

  private void found(Host asked, Addresses found) {
    switch (found) {
      case Addresses.Found(var usable, _) -> reachable(asked, usable);
      case Addresses.Refused refused -> {
        trouble(asked, "", SessionStage.CONNECT, Said.local(refused.code(), refused.reason()));
        if (refused.isLoop()) {
          hosts.clear();
        }
      }
      case Addresses.None(var reason) ->
          trouble(asked, "", SessionStage.CONNECT, Said.local("4.4.4", reason));
      case Addresses.Unknown(var reason) ->
          trouble(asked, "", SessionStage.CONNECT, Said.local("4.4.3", reason));
    }
    next();
  }

  private void reachable(Host asked, List<InetAddress> found) {
    found.stream().filter(exit::reaches).forEach(addresses::add);
    if (addresses.isEmpty() && !found.isEmpty()) {
      var why = "source " + exit.name() + " has an address of another family";
      trouble(asked, "", SessionStage.CONNECT, Said.local("4.4.4", why));
    }
  }

  private void connect(Host to, InetAddress address, TlsDemand tls) {
    var destination = berth.destination();
    var port = destination.relay() || exit.port() == 0 ? destination.port() : exit.port();
    var socket = new InetSocketAddress(address, port);
    var proxy = exit.proxy();
    if (proxy == null) {
      connect(new Remote(to.name(), socket, tls, exit, null));
      return;
    }
    context
        .directory()
        .relay(proxy.host(), proxy.port())
        .thenAccept(
            found ->
                context.onLoop(
                    () -> {
                      if (over) {
                        return;
                      }
                      if (found instanceof Addresses.Found(var usable, _) && !usable.isEmpty()) {
                        var at = new InetSocketAddress(usable.getFirst(), proxy.port());
                        connect(new Remote(to.name(), socket, tls, exit, at));
                      } else {
                        sourceAway("proxy " + proxy.host() + " has no address");
                      }
                    }));
  }

  private void connect(Remote remote) {
    var opened = new Connection(berth, this, context, remote);
    connection = opened;
    context
        .connect(remote, terms.handling().timeouts(), opened)
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                // A channel that could not be made is of no loop.
                context.wake(() -> notConnected(opened, done.cause()));
              }
            });
  }

  private void notConnected(Connection opened, Throwable failure) {
    var why = String.valueOf(failure.getMessage());
    if (failure instanceof ProxyTrouble trouble && trouble.whose() == ProxyTrouble.Whose.UNCLEAR) {
      context.sources().doubted(exit, berth.path().site(), why);
    }
    if (!over && opened == connection && context.sources().isToBlame(exit, failure)) {
      sourceAway(why);
    } else {
      failed(opened, new OpeningTrouble(SessionStage.CONNECT, Said.local("4.4.1", why)));
    }
  }

  private void sourceAway(String why) {
    over = true;
    berth.sourceAway(this, why);
  }

  /** The session is ready. */
  void succeeded() {
    over = true;
    if (exit.proxy() != null) {
      context.sources().reached(exit);
    }
  }

  /**
   * This connection never became ready. A failed handshake is followed by one try in the clear,
   * unless TLS is required.
   */
  void failed(Connection opened, OpeningTrouble what) {
    if (over || opened != connection) {
      return;
    }
    connection = null;
    judgeProxy(what);
    var remote = opened.remote();
    var to = host;
    if (to == null) {
      return;
    }
    if (what.stage() == SessionStage.STARTTLS && remote.tls() == TlsDemand.IF_OFFERED) {
      context.rememberBrokenTls(remote.address().getAddress());
      inTheClear = remote.address().getAddress();
      next();
      return;
    }
    trouble(to, remote.text(), what.stage(), what.said());
    next();
  }

  /**
   * HAProxy answers nothing of its own: where it cannot have the address that it was asked for, or
   * does not reach the server, it closes the connection, as a server may.
   */
  private void judgeProxy(OpeningTrouble what) {
    var proxy = exit.proxy();
    if (proxy == null || what.stage() == SessionStage.CONNECT) {
      return;
    }
    var silent = what.stage() == SessionStage.BANNER && what.said().code() == 0;
    if (silent && proxy instanceof Source.HaProxy) {
      var why = "behind the proxy: " + what.said().text();
      context.sources().doubted(exit, berth.path().site(), why);
    } else {
      context.sources().reached(exit);
    }
  }

  private void trouble(Host of, String address, SessionStage stage, Said said) {
    troubles.add(new HostTrouble(of.name(), address, stage, said));
  }
}
