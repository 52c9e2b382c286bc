package milena.router.shape;

import java.util.List;
import java.util.function.Consumer;
import milena.router.gate.Sleeper;
import org.jspecify.annotations.Nullable;

/**
 * The place of a site among the others of a partition. A site that is awake has its windows, turns
 * and what was read ahead in memory; one that dozes has nothing but a few words about each of its
 * flows, and is made again from them when its turn comes.
 */
final class Place implements Sleeper {
  final String name;

  /** Whether it stands in the line of sites that may be able to release. */
  boolean inLine;

  /** Why nothing leaves now. */
  WaitReason waits = WaitReason.READY;

  private final Consumer<Place> line;
  private @Nullable Site site;
  private List<Rest> rests = List.of();
  private long come;
  private int window = Window.FIRST;

  /**
   * Has nothing yet, and dozes.
   *
   * @param line where it goes when it is roused
   */
  Place(String name, Consumer<Place> line) {
    this.name = name;
    this.line = line;
  }

  /** The site, if it is awake. */
  @Nullable Site awake() {
    return site;
  }

  /** Wakes up, and returns what is to be known of its flows. */
  List<Rest> wakes(Site awake) {
    site = awake;
    var known = rests;
    rests = List.of();
    return known;
  }

  /**
   * Dozes from now on.
   *
   * @param taken how far the tenant had come who was taken last
   * @param open how far its window was open
   */
  void dozes(List<Rest> flows, long taken, int open) {
    site = null;
    rests = List.copyOf(flows);
    come = taken;
    window = open;
  }

  /** How far the tenant had come who was taken last, when it last dozed. */
  long come() {
    return come;
  }

  /** How far its window was open then. */
  int window() {
    return window;
  }

  /** How many flows are known of it while it dozes. */
  int flows() {
    return rests.size();
  }

  @Override
  public void rouse(long now) {
    if (site == null) {
      rests = List.copyOf(rests.stream().map(rest -> rest.roused(now)).toList());
    } else {
      site.rouse(now);
    }
    line.accept(this);
  }

  /** What sleeps here since it is suspended may be able to go. */
  void rouseSuspended() {
    if (site == null) {
      rests = List.copyOf(rests.stream().map(Rest::rousedIfSuspended).toList());
    } else {
      site.rouseSuspended();
    }
    line.accept(this);
  }

  /** When the first of what sleeps until a time is to be roused; {@link Long#MAX_VALUE} if none. */
  long rouseAt() {
    if (site != null) {
      return site.rouseAt();
    }
    return rests.stream()
        .mapToLong(Rest::until)
        .filter(until -> until > 0)
        .min()
        .orElse(Long.MAX_VALUE);
  }
}
