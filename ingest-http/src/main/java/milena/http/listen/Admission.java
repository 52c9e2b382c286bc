package milena.http.listen;

/** Bounds requests in number and in bytes, over all connections. Safe for several threads. */
final class Admission {

  private final int mostRequests;
  private final long mostBytes;
  private int requests;
  private long bytes;

  Admission(int mostRequests, long mostBytes) {
    this.mostRequests = mostRequests;
    this.mostBytes = mostBytes;
  }

  /** Whether one more request may be worked on; if so, {@link #leave} is to follow. */
  synchronized boolean enter() {
    if (requests >= mostRequests) {
      return false;
    }
    requests++;
    return true;
  }

  /** Whether there is room for so many bytes more; if so, it is taken. */
  synchronized boolean take(long more) {
    if (bytes + more > mostBytes) {
      return false;
    }
    bytes += more;
    return true;
  }

  /** A request is over, and gives back its bytes. */
  synchronized void leave(long taken) {
    requests--;
    bytes -= taken;
  }

  synchronized int requests() {
    return requests;
  }

  synchronized long bytes() {
    return bytes;
  }
}
