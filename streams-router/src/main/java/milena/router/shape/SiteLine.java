package milena.router.shape;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import milena.router.gate.Wakes;
import org.jspecify.annotations.Nullable;

/** The sites of a partition that have something to do, and the line of those that may release. */
final class SiteLine {
  private final HoldStore store;
  private final int window;
  private final Map<String, Site> sites = new HashMap<>();
  private final ArrayDeque<Site> line = new ArrayDeque<>();
  private final Wakes<Site> wakes = new Wakes<>();

  /**
   * Has none.
   *
   * @param window most dispatches outstanding for a site
   */
  SiteLine(HoldStore store, int window) {
    this.store = store;
    this.window = window;
  }

  Site site(String name) {
    return sites.computeIfAbsent(name, key -> new Site(key, new Window(window), store, this::add));
  }

  @Nullable Site find(String name) {
    return sites.get(name);
  }

  int size() {
    return sites.size();
  }

  /** It may be able to release. */
  void add(Site site) {
    if (!site.inLine) {
      site.inLine = true;
      line.add(site);
    }
  }

  /** Takes the first one out. */
  @Nullable Site poll() {
    var site = line.poll();
    if (site != null) {
      site.inLine = false;
    }
    return site;
  }

  boolean isEmpty() {
    return line.isEmpty();
  }

  /** Something in it sleeps until a time, ms. */
  void wakeAt(Site site, long at) {
    wakes.set(site, at);
  }

  /** Rouses what sleeps until now. */
  void timePassed(long now) {
    for (var site = wakes.due(now); site != null; site = wakes.due(now)) {
      site.rouse(now);
      wakes.set(site, site.rouseAt());
    }
  }

  /** Rouses whatever sleeps. */
  void rouseAll() {
    sites.values().forEach(site -> site.rouse(Long.MAX_VALUE));
  }

  /** When something is to be roused next; {@link Long#MAX_VALUE} for never. */
  long nextAt() {
    return wakes.nextAt();
  }

  /** A site that has nothing left costs no memory. */
  void forget(Site site) {
    if (site.isIdle()) {
      sites.remove(site.name, site);
    }
  }
}
