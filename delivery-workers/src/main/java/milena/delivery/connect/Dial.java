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
import milena.delivery.resolve.Destination.Host;
import milena.delivery.resolve.HostOrder;
import milena.delivery.send.OpeningTrouble;
import milena.delivery.send.TlsDemand;
import milena.mail.route.address.Addresses;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to get one connection to a destination: host after host, address after address, until
 * a session is ready or none is left. Confined to its lane's event loop.
 */
final class Dial {

  /** A site that lists more addresses than this is not tried to the end of them. */
  private static final int MOST_ADDRESSES = 24;

  private final Berth berth;
  private final LaneContext context;
  private final Deque<Host> hosts;
  private final Deque<InetAddress> addresses = new ArrayDeque<>();
  private final List<HostTrouble> troubles = new ArrayList<>();
  private @Nullable Host host;
  private @Nullable Connection connection;
  private int tried;
  private boolean over;

  Dial(Berth berth, LaneContext context) {
    this.berth = berth;
    this.context = context;
    var order = HostOrder.of(berth.destination().hosts(), RandomGenerator.getDefault());
    this.hosts = new ArrayDeque<>(order);
  }

  /** Goes on with the next address, or with the next host's. */
  void next() {
    if (over) {
      return;
    }
    var current = host;
    var address = addresses.poll();
    if (current != null && address != null && tried < MOST_ADDRESSES) {
      tried++;
      connect(current, address, tlsFor(address));
      return;
    }
    host = hosts.poll();
    if (host == null || tried >= MOST_ADDRESSES) {
      over = true;
      berth.unreachable(this, troubles);
      return;
    }
    var asked = host;
    find(asked).thenAccept(found -> context.onLoop(() -> found(asked, found)));
  }

  private TlsDemand tlsFor(InetAddress address) {
    return berth.destination().tlsRequired() ? TlsDemand.REQUIRED : context.tlsFor(address);
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
      case Addresses.Found(var usable, _) -> addresses.addAll(usable);
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

  private void connect(Host to, InetAddress address, TlsDemand tls) {
    var socket = new InetSocketAddress(address, berth.destination().port());
    var opened = new Connection(berth, this, context, new Remote(to.name(), socket, tls));
    connection = opened;
    context
        .connect(opened.remote(), opened)
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                var why = String.valueOf(done.cause().getMessage());
                var stage = SessionStage.CONNECT;
                failed(opened, new OpeningTrouble(stage, Said.local("4.4.1", why)));
              }
            });
  }

  /** The session is ready. */
  void succeeded() {
    over = true;
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
    var remote = opened.remote();
    var to = host;
    if (to == null) {
      return;
    }
    if (what.stage() == SessionStage.STARTTLS && remote.tls() == TlsDemand.IF_OFFERED) {
      context.rememberBrokenTls(remote.address().getAddress());
      connect(to, remote.address().getAddress(), TlsDemand.NONE);
      return;
    }
    trouble(to, remote.text(), what.stage(), what.said());
    next();
  }

  private void trouble(Host of, String address, SessionStage stage, Said said) {
    troubles.add(new HostTrouble(of.name(), address, stage, said));
  }
}
