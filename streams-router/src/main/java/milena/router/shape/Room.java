package milena.router.shape;

import java.util.LinkedHashSet;

/**
 * How much of what waits may be in memory, over all partitions of a process: submissions that are
 * read ahead, and sites that are awake. What does not fit stays in the store alone and is read when
 * its turn comes, so that the heap does not grow with what waits. Of the stage's one thread.
 */
final class Room {
  /** Of a kilobyte or so each. */
  private static final int HEADS = 16_384;

  /** Of one to two kilobytes each with what they know of their terms. */
  private static final int SITES = 4_096;

  /** A single flow reads ahead no more than this part of what is left. */
  private static final int PART = 8;

  private final int mostHeads;
  private final int mostSites;

  /** Those that have something in memory; that which was touched longest ago comes first. */
  private final LinkedHashSet<Flow> holders = new LinkedHashSet<>();

  private int heads;
  private int sites;

  /** As much as a process has. */
  Room() {
    this(HEADS, SITES);
  }

  /**
   * So much.
   *
   * @param mostHeads submissions that are ready, from 1
   * @param mostSites sites that are awake although nothing of them is outstanding
   */
  Room(int mostHeads, int mostSites) {
    this.mostHeads = mostHeads;
    this.mostSites = mostSites;
  }

  /** Whether nothing more is to be read ahead or kept. */
  boolean isFull() {
    return heads >= mostHeads;
  }

  /** How many of so many a flow may read: always one, or nothing could ever leave. */
  int mayRead(int wanted) {
    return Math.clamp((mostHeads - heads) / PART, 1, wanted);
  }

  /** A flow has so many more in memory; or fewer, where negative. */
  void changed(Flow flow, int by, boolean hasAny) {
    heads += by;
    holders.remove(flow);
    if (hasAny) {
      holders.add(flow);
    }
  }

  /**
   * Takes back what has not moved for longest, where little is left. Called when the store has
   * everything.
   */
  void ease() {
    int looks = holders.size();
    while (heads > mostHeads / 2 && looks > 0 && !holders.isEmpty()) {
      looks--;
      var flow = holders.getFirst();
      if (!flow.shed()) {
        // Another partition's, of which the store does not have everything yet.
        holders.remove(flow);
        holders.add(flow);
      }
    }
  }

  void siteWoke() {
    sites++;
  }

  void siteLeft() {
    sites--;
  }

  /** How many sites too many are awake. */
  int sitesTooMany() {
    return Math.max(0, sites - mostSites);
  }

  /** Submissions in memory. */
  int heads() {
    return heads;
  }

  /** Sites that are awake. */
  int sites() {
    return sites;
  }
}
