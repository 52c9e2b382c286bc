package milena.delivery.connect;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import milena.delivery.path.Exit;
import milena.delivery.resolve.Directory;
import milena.mail.route.address.Addresses;
import milena.policy.Policy;
import milena.policy.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which sources nothing can leave from: their address cannot be bound, or their proxy is away or
 * refuses us. One is found out by an attempt, and looked at again every few seconds until it is
 * well or the policy says otherwise of it. A proxy that reaches none of several sites in a row is
 * as good as away, whatever it says. Safe for use by several threads.
 */
final class SourceHealth {

  private static final long CHECK_MS = 2_000;

  /** So many sites in a row are not all away. */
  private static final int DOUBTS = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Logger log = LoggerFactory.getLogger(SourceHealth.class);

  private record Illness(Exit exit, String why) {}

  private final Supplier<Policy> policy;
  private final Directory directory;
  private final Network network;
  private final EventLoop loop;
  private final LaneMeters meters;
  private final Map<String, Illness> sick = new ConcurrentHashMap<>();
  private final Map<Exit, Set<String>> doubts = new ConcurrentHashMap<>();
  private final Set<String> metered = new HashSet<>();

  SourceHealth(SmtpLanes.Parts parts, Network network, EventLoop loop) {
    this.policy = parts.policy();
    this.directory = parts.directory();
    this.meters = parts.meters();
    this.network = network;
    this.loop = loop;
  }

  /** Begins to look again at what is sick. */
  void watch() {
    loop.scheduleWithFixedDelay(this::look, 0, CHECK_MS, TimeUnit.MILLISECONDS);
  }

  /** Whether nothing is known against it. */
  boolean usable(String source) {
    return !sick.containsKey(source);
  }

  /** As the metric shows it: 1 or 0; no number for one that the policy has no more. */
  double shown(String source) {
    if (!policy.get().sources().containsKey(source)) {
      return Double.NaN;
    }
    return usable(source) ? 1 : 0;
  }

  Set<String> sick() {
    return Set.copyOf(sick.keySet());
  }

  /** Why nothing can leave there, if so. What was said of it before the policy changed is over. */
  Optional<String> trouble(Exit exit) {
    var illness = sick.get(exit.name());
    return illness == null || !illness.exit().equals(exit)
        ? Optional.empty()
        : Optional.of(illness.why());
  }

  /** A connection from it did not come about. Returns whether that is why. */
  boolean isToBlame(Exit exit, Throwable failure) {
    if (failure instanceof ProxyTrouble trouble) {
      return trouble.whose() == ProxyTrouble.Whose.PROXY;
    }
    return exit.local() != null && !canBind(exit.local());
  }

  /** Nothing can leave there any more. */
  void fellIll(Exit exit, String why) {
    var before = sick.put(exit.name(), new Illness(exit, why));
    if (before == null) {
      log.warn("no mail can leave from source {}: {}", exit.name(), why);
    }
  }

  /**
   * A connection through its proxy came to nothing, and it may be either's trouble. Where that was
   * so at several sites, and no server has answered in between, it is put down to the proxy; a
   * knock that goes well ends that until the next one.
   */
  void doubted(Exit exit, String site, String why) {
    var sites = doubts.computeIfAbsent(exit, _ -> ConcurrentHashMap.newKeySet());
    if (sites.size() < DOUBTS) {
      sites.add(site);
    }
    if (sites.size() >= DOUBTS) {
      fellIll(exit, why + ", at " + DOUBTS + " sites in a row");
    }
  }

  /** A server has answered through its proxy. */
  void reached(Exit exit) {
    doubts.remove(exit);
  }

  private void look() {
    try {
      check();
    } catch (RuntimeException e) {
      // Netty would look no more, and what is sick now would stay so.
      log.error("sources could not be looked at; they are in {} ms", CHECK_MS, e);
    }
  }

  private void check() {
    var sources = policy.get().sources();
    doubts.keySet().removeIf(exit -> !isCurrent(exit, sources));
    for (var source : sources.keySet()) {
      if (metered.add(source)) {
        meters.watch(source, this);
      }
    }
    sick.forEach(
        (name, illness) -> {
          if (!isCurrent(illness.exit(), sources)) {
            sick.remove(name, illness);
          } else {
            examine(illness);
          }
        });
  }

  private static boolean isCurrent(Exit exit, Map<String, Source> sources) {
    var source = sources.get(exit.name());
    return source != null && Exit.of(source).equals(exit);
  }

  private void examine(Illness illness) {
    var exit = illness.exit();
    var proxy = exit.proxy();
    if (proxy == null) {
      if (exit.local() == null || canBind(exit.local())) {
        recovered(illness);
      }
      return;
    }
    directory
        .relay(proxy.host(), proxy.port())
        .thenAccept(
            found -> {
              if (found instanceof Addresses.Found(var addresses, _) && !addresses.isEmpty()) {
                knock(illness, new InetSocketAddress(addresses.getFirst(), proxy.port()));
              }
            });
  }

  private void knock(Illness illness, InetSocketAddress proxy) {
    network
        .knock(loop, illness.exit(), proxy, PATIENCE)
        .addListener(
            done -> {
              if (done.isSuccess()) {
                recovered(illness);
              }
            });
  }

  private void recovered(Illness illness) {
    if (sick.remove(illness.exit().name(), illness)) {
      log.info("mail can leave from source {} again", illness.exit().name());
    }
  }

  private static boolean canBind(InetSocketAddress local) {
    try (var socket = new Socket()) {
      socket.bind(local);
      return true;
    } catch (BindException e) {
      return false;
    } catch (IOException e) {
      // It is not about the address: there are no files left, or so.
      return true;
    }
  }
}
