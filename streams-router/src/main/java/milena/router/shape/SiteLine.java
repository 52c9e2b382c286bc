package milena.router.shape;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import milena.router.gate.Wakes;
import milena.router.shape.HoldStore.ReadyQueue;
import org.jspecify.annotations.Nullable;

/** The sites of a partition that have something to do, and the line of those that may release. */
final class SiteLine {
  /** As many ready queues are taken up from the store in a turn after a start. */
  private static final int TAKEN_UP_AT_ONCE = 250;

  /** As many are roused in a turn: far fewer than are asked, or none who may go would be. */
  private static final int ROUSED_AT_ONCE = 500;

  /** As many more are looked at as are too many, when sites are to doze. */
  private static final int MORE_LOOKS = 100;

  /** Most words that are kept once for all sites: those of tenants and campaigns recur. */
  private static final int WORDS = 10_000;

  private final HoldStore store;
  private final Room room;
  private final int window;
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, String> words = new HashMap<>();

  /** Those that are awake; that which was asked longest ago comes first. */
  private final Set<Place> awake = new LinkedHashSet<>();

  private final ArrayDeque<Place> line = new ArrayDeque<>();

  /** Where places go that are roused: one for all of them. */
  private final Consumer<Place> roused = this::add;

  private final Wakes<Place> wakes = new Wakes<>();

  /** Those that are still to be roused of all, and whether all are once more after that. */
  private final ArrayDeque<Place> toRouse = new ArrayDeque<>();

  private boolean rouseAgain;

  /** Up to where the store's ready queues were taken up, and whether that is all. */
  private @Nullable ReadyQueue takenUp;

  private boolean allTakenUp = true;

  /**
   * Has none.
   *
   * @param window most dispatches outstanding for a site
   */
  SiteLine(HoldStore store, Room room, int window) {
    this.store = store;
    this.room = room;
    this.window = window;
  }

  /** The store may have ready queues that are not known here. */
  void begin() {
    allTakenUp = false;
    takenUp = null;
  }

  /**
   * Takes up some more of the store's ready queues: what was taken up can leave meanwhile.
   *
   * @return whether all are
   */
  boolean takeUp() {
    if (!allTakenUp) {
      var some = store.readyQueues(takenUp, TAKEN_UP_AT_ONCE);
      some.forEach(this::hasStored);
      allTakenUp = some.size() < TAKEN_UP_AT_ONCE;
      takenUp = some.isEmpty() ? takenUp : some.getLast();
    }
    return allTakenUp;
  }

  private void hasStored(ReadyQueue queue) {
    var place = place(queue.site());
    var site = place.awake();
    if (site == null && place.flows() == 0) {
      place.dozes(List.of(Rest.of(shared(place, queue))), 0, Window.FIRST);
    } else {
      site(place).hasStored(queue);
    }
    add(place);
  }

  /** The same, of words that other queues have as well. */
  private ReadyQueue shared(Place place, ReadyQueue queue) {
    return new ReadyQueue(
        place.name,
        word(queue.tenant()),
        word(queue.campaign()),
        word(queue.pool()),
        queue.priority());
  }

  private String word(String word) {
    if (words.size() >= WORDS) {
      words.clear();
    }
    return words.computeIfAbsent(word, each -> each);
  }

  private Place place(String name) {
    return places.computeIfAbsent(name, key -> new Place(key, roused));
  }

  /** The site of a name, awake. */
  Site site(String name) {
    return site(place(name));
  }

  private Site site(Place place) {
    var site = place.awake();
    if (site == null) {
      site = new Site(place, window, store, room);
      awake.add(place);
      room.siteWoke();
    }
    return site;
  }

  /** The site of a name, if it is awake. */
  @Nullable Site awake(String name) {
    var place = places.get(name);
    return place == null ? null : place.awake();
  }

  /** Why nothing leaves a site; null when it has nothing to do. */
  @Nullable WaitReason waits(String name) {
    var place = places.get(name);
    return place == null ? null : place.waits;
  }

  int size() {
    return places.size();
  }

  /** It may be able to release. */
  void add(Site site) {
    add(site.place);
  }

  /** Something of it ended: if there is such a site, it may have nothing left. */
  void ended(String name) {
    var place = places.get(name);
    if (place != null) {
      add(place);
    }
  }

  private void add(Place place) {
    if (!place.inLine) {
      place.inLine = true;
      line.add(place);
    }
  }

  /** Takes the first one out, and wakes it. */
  @Nullable Site poll() {
    var place = line.poll();
    if (place == null) {
      return null;
    }
    place.inLine = false;
    if (awake.remove(place)) {
      awake.add(place);
    }
    return site(place);
  }

  boolean isEmpty() {
    return line.isEmpty();
  }

  /** Something in it sleeps until a time, ms. */
  void wakeAt(Site site, long at) {
    wakes.set(site.place, at);
  }

  /** Rouses some of what sleeps until now, and some of all if all are to be roused. */
  void timePassed(long now) {
    int left = ROUSED_AT_ONCE;
    for (var place = wakes.due(now); place != null; place = left > 0 ? wakes.due(now) : null) {
      left--;
      place.rouse(now);
      wakes.set(place, place.rouseAt());
    }
    for (left = ROUSED_AT_ONCE; left > 0 && !toRouse.isEmpty(); left--) {
      toRouse.remove().rouse(Long.MAX_VALUE);
    }
    if (toRouse.isEmpty() && rouseAgain) {
      rouseAgain = false;
      rouseAll();
    }
  }

  /**
   * Rouses whatever sleeps, in this turn and the next ones. Whoever is asked before hears what
   * holds by now all the same.
   */
  void rouseAll() {
    if (toRouse.isEmpty()) {
      toRouse.addAll(places.values());
    } else {
      rouseAgain = true;
    }
  }

  /** When something is to be roused next; {@link Long#MAX_VALUE} for never. */
  long nextAt() {
    return toRouse.isEmpty() ? wakes.nextAt() : 0;
  }

  /** A site that has nothing left costs no memory. */
  void forget(Site site) {
    // One that is forgotten can still be roused by a gate, and is asked once more.
    if (site.isIdle() && places.remove(site.place.name, site.place)) {
      asleep(site.place);
    }
  }

  private void asleep(Place place) {
    awake.remove(place);
    room.siteLeft();
  }

  /** Lets sites doze that nothing was asked of for longest, while too many are awake. */
  void doze() {
    int tooMany = room.sitesTooMany();
    int looks = tooMany == 0 ? 0 : Math.min(awake.size(), tooMany + MORE_LOOKS);
    for (; tooMany > 0 && looks > 0; looks--) {
      var place = awake.iterator().next();
      var site = place.awake();
      var rests = site == null ? null : site.rests();
      if (site == null || rests == null) {
        awake.remove(place);
        awake.add(place);
      } else {
        place.dozes(
            rests.stream().map(rest -> rest.with(shared(place, rest.queue()))).toList(),
            site.come(),
            site.window.size());
        asleep(place);
        tooMany--;
      }
    }
  }

  /** Another process has the partition: nothing of it is in memory any more. */
  void drop() {
    for (var place : awake) {
      var site = place.awake();
      if (site != null) {
        site.clear();
      }
      room.siteLeft();
    }
    awake.clear();
    toRouse.clear();
  }
}
