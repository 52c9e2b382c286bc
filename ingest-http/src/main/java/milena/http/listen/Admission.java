package milena.http.listen;

import java.util.HashMap;
import java.util.Map;

/**
 * Bounds requests in number and in bytes, over all connections. Nobody has more of either than is
 * left free for others: who is alone has half, who comes second half of the rest. So nobody can
 * take everything, and there is no part that lies idle for those who never come. Safe for several
 * threads.
 */
final class Admission {

  /** Whether there is room. */
  enum Entry {
    /** There is, and it is taken. */
    ADMITTED,
    /** There is, but not for this one, who has its part. */
    HAS_ENOUGH,
    /** There is none, through no fault of this one. */
    FULL
  }

  private final int mostRequests;
  private final long mostBytes;
  private final Map<String, Share> shares = new HashMap<>();
  private int requests;
  private long bytes;

  /** What one has. */
  private record Share(int requests, long bytes) {
    static final Share NONE = new Share(0, 0);

    Share plus(int moreRequests, long moreBytes) {
      return new Share(requests + moreRequests, bytes + moreBytes);
    }
  }

  Admission(int mostRequests, long mostBytes) {
    this.mostRequests = mostRequests;
    this.mostBytes = mostBytes;
  }

  /**
   * Whether one more request, of so many bytes, may be worked on; if so, {@link #leave} is to
   * follow.
   *
   * @param who whose part it takes
   */
  synchronized Entry enter(String who, long length) {
    var share = shares.getOrDefault(who, Share.NONE);
    if (requests >= mostRequests) {
      return Entry.FULL;
    }
    if (share.requests() > mostRequests - requests - 1) {
      return Entry.HAS_ENOUGH;
    }
    var entry = roomFor(share, length);
    if (entry == Entry.ADMITTED) {
      put(who, share.plus(1, length));
      requests++;
      bytes += length;
    }
    return entry;
  }

  /** Whether a request that was let in may have so many bytes more; if so, they are taken. */
  synchronized Entry take(String who, long more) {
    var share = shares.getOrDefault(who, Share.NONE);
    var entry = roomFor(share, more);
    if (entry == Entry.ADMITTED) {
      put(who, share.plus(0, more));
      bytes += more;
    }
    return entry;
  }

  private Entry roomFor(Share share, long more) {
    long left = mostBytes - bytes - more;
    if (more == 0 || share.bytes() + more <= left) {
      return Entry.ADMITTED;
    }
    return left < 0 || share.bytes() == 0 ? Entry.FULL : Entry.HAS_ENOUGH;
  }

  /** A request is over, and gives back its bytes. */
  synchronized void leave(String who, long taken) {
    put(who, shares.getOrDefault(who, Share.NONE).plus(-1, -taken));
    requests--;
    bytes -= taken;
  }

  // Only those who have something are remembered.
  private void put(String who, Share share) {
    if (share.equals(Share.NONE)) {
      shares.remove(who);
    } else {
      shares.put(who, share);
    }
  }

  synchronized int requests() {
    return requests;
  }

  synchronized long bytes() {
    return bytes;
  }
}
