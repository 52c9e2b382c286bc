package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import milena.delivery.outcome.Verdict;
import milena.delivery.path.ConnectionQuotas;
import milena.delivery.path.Leases;
import milena.delivery.resolve.Directory;
import milena.delivery.sign.SigningKeys;
import milena.mail.route.MxHost;
import milena.mail.route.Route;
import milena.mail.route.address.Addresses;
import milena.policy.Policy;
import milena.runtime.observe.Meters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The process has no files left for sockets, for a while. */
class NoSocketsTest {

  private static final String DOMAIN = "example.com";

  private final AtomicBoolean exhausted = new AtomicBoolean(true);
  private final Set<String> threads = ConcurrentHashMap.newKeySet();
  private TestServer server;
  private Network network;
  private LaneLoop lanes;

  /** Where a host has its addresses, and which threads have asked. */
  private record Watched(Directory directory, Set<String> threads) implements Directory {
    @Override
    public CompletableFuture<Route> route(String domain) {
      return directory.route(domain);
    }

    @Override
    public CompletableFuture<Addresses> exchanger(String host) {
      threads.add(Thread.currentThread().getName());
      return directory.exchanger(host);
    }

    @Override
    public CompletableFuture<Addresses> relay(String host, int port) {
      return directory.relay(host, port);
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = new TestServer(TestServer.loopback(2), 0);
    var directory =
        new TestDirectory()
            .exchangers(
                DOMAIN, new MxHost("mx1.example.com", 10), new MxHost("mx2.example.com", 20))
            .host("mx1.example.com", "127.0.0.2")
            .host("mx2.example.com", "127.0.0.2");
    var config =
        SmtpLanesTest.config().withMxPort(server.port()).withThreads(1).withConnectionsInAll(1);
    var clocks = Clocks.system();
    var parts =
        new SmtpLanes.Parts(
            config,
            new Watched(directory, threads),
            SigningKeys.none(),
            () -> Policy.NONE,
            Leases.NONE,
            clocks,
            new LaneMeters(new Meters()));
    ChannelFactory<SocketChannel> sockets =
        Epoll.isAvailable() ? EpollSocketChannel::new : NioSocketChannel::new;
    network = new Network(config, clocks, () -> socket(sockets));
    var loop = network.nextLoop();
    var shared =
        new LaneContext.Shared(
            new AtomicInteger(),
            new ConnectionQuotas(clocks.nanos(), Leases.NONE),
            new SourceHealth(parts, network, loop));
    lanes = new LaneLoop(new LaneContext(parts, network, loop, shared), loop);
  }

  private SocketChannel socket(ChannelFactory<SocketChannel> sockets) {
    if (exhausted.get()) {
      throw new ChannelException("too many open files");
    }
    return sockets.newChannel();
  }

  @AfterEach
  void stop() {
    lanes.loop().execute(lanes::close);
    network.close();
    server.close();
  }

  private TestConsignment offer() {
    var consignment = TestConsignment.to(DOMAIN);
    lanes.loop().execute(() -> lanes.offer(consignment));
    return consignment;
  }

  @Test
  void shouldGoOnWhenThereAreSomeAgain() {
    // Given
    var refused = offer().outcome();

    // When
    exhausted.set(false);
    var outcome = offer().outcome();

    // Then: what could not be opened does not count as open
    assertThat(refused.verdict()).isInstanceOf(Verdict.Deferred.class);
    assertThat(refused.verdict().said().text()).contains("too many open files");
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(threads).allMatch(name -> name.startsWith("delivery"));
  }
}
