package milena.router.shape;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The sites that may be able to release, in turn, and those that will be at a time. */
final class Line {

  private record Wake(long at, Site site) implements Comparable<Wake> {
    @Override
    public int compareTo(Wake other) {
      return Long.compare(at, other.at);
    }
  }

  private final ArrayDeque<Site> sites = new ArrayDeque<>();
  private final PriorityQueue<Wake> wakes = new PriorityQueue<>();

  /** Puts a site at the end, unless it stands in the line already. */
  void add(Site site) {
    if (!site.inLine) {
      site.inLine = true;
      sites.add(site);
    }
  }

  /** Puts a site into the line when a time has come. */
  void addAt(long at, Site site) {
    wakes.add(new Wake(at, site));
  }

  /** Puts into the line those whose time has come. */
  void wake(long now) {
    while (!wakes.isEmpty() && wakes.peek().at() <= now) {
      add(wakes.remove().site());
    }
  }

  /** When that is to be asked next; {@link Long#MAX_VALUE} for never. */
  long nextWake() {
    return wakes.isEmpty() ? Long.MAX_VALUE : wakes.peek().at();
  }

  /** Takes the first one out, or null. */
  @Nullable Site poll() {
    var site = sites.poll();
    if (site != null) {
      site.inLine = false;
    }
    return site;
  }

  boolean isEmpty() {
    return sites.isEmpty();
  }
}
