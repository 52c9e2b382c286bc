package milena.router.shape;

/**
 * How many dispatches of a site may be outstanding. It opens while results come back quickly and
 * closes when the site fails, when the worker has no connection for it or its results come late, so
 * that a slow site holds few places and a fast one is never starved: the window is what makes one
 * slow site unable to delay another.
 */
final class Window {
  static final int FIRST = 64;
  private static final int LEAST = 1;

  /** Results that take longer than this do not open the window. */
  private static final long QUICK_MS = 1_000;

  /** Results that take longer than this close it. */
  private static final long SLOW_MS = 4_000;

  private final int most;
  private int size;
  private int outstanding;
  private long closedAt = Long.MIN_VALUE;

  /** A window that may open up to {@code most}. */
  Window(int most) {
    this(most, FIRST);
  }

  /** One that was open so far before. */
  Window(int most, int before) {
    this.most = Math.max(LEAST, most);
    this.size = Math.min(before, this.most);
  }

  boolean open() {
    return outstanding < size;
  }

  int outstanding() {
    return outstanding;
  }

  int size() {
    return size;
  }

  void dispatched() {
    outstanding++;
  }

  /** A dispatch that was given at a time (ms) ended so. */
  void noted(Outcome outcome, String scope, long issuedAt, long now) {
    boolean beyond = Outcome.reachesBeyondMessage(scope);
    if (outcome == Outcome.NOT_TRIED) {
      // What found no connection in time would only wait for one again, in place of other sites'.
      if (beyond) {
        failed(issuedAt, now);
      } else {
        returned();
      }
    } else if (outcome == Outcome.DEFERRED && beyond) {
      failed(issuedAt, now);
    } else {
      answered(now - issuedAt);
    }
  }

  /** A dispatch ended with the site answering. */
  void answered(long tookMs) {
    outstanding--;
    if (tookMs <= QUICK_MS) {
      size = Math.min(most, size + 1);
    } else if (tookMs > SLOW_MS) {
      size = Math.max(LEAST, size - 1);
    }
  }

  /**
   * A dispatch ended with the site (or the way to it) failing. What was given before the window
   * closed for the last failure tells of that one again: a lost connection may have had a hundred.
   */
  private void failed(long issuedAt, long now) {
    outstanding--;
    if (issuedAt >= closedAt) {
      size = Math.max(LEAST, size / 2);
      closedAt = now;
    }
  }

  /** A dispatch ended without telling anything about the site. */
  void returned() {
    outstanding--;
  }
}
