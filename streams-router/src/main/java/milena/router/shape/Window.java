package milena.router.shape;

import java.util.HashMap;
import java.util.Map;

/**
 * How many dispatches of a site may be outstanding. It opens while results come back quickly and
 * closes when the site fails, when the worker has no connection for it or its results come late, so
 * that a slow site holds few places and a fast one is never starved: the window is what makes one
 * slow site unable to delay another.
 */
final class Window {
  static final int FIRST = 64;
  private static final int LEAST = 1;

  /** By this part of its size, and by one at least, whoever has nothing here may go beyond it. */
  private static final int BEYOND = 4;

  /** Most have one tenant. */
  private static final int FEW = 2;

  /** Results that take longer than this do not open the window. */
  private static final long QUICK_MS = 1_000;

  /** Results that take longer than this close it. */
  private static final long SLOW_MS = 4_000;

  private final int most;
  private int size;
  private int outstanding;

  /** Of these tenants so many of them; none has 0. */
  private final Map<String, Integer> ofTenants = new HashMap<>(FEW);

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

  /**
   * Whether one of a tenant may be dispatched. Who has nothing outstanding does not wait until
   * something of those comes back who have filled the window.
   */
  boolean openFor(String tenant) {
    int beyond = ofTenants.containsKey(tenant) ? 0 : Math.max(1, size / BEYOND);
    return outstanding < size + beyond;
  }

  int outstanding() {
    return outstanding;
  }

  int size() {
    return size;
  }

  void dispatched(String tenant) {
    outstanding++;
    ofTenants.merge(tenant, 1, Integer::sum);
  }

  private void over(String tenant) {
    outstanding--;
    ofTenants.computeIfPresent(tenant, (_, count) -> count == 1 ? null : count - 1);
  }

  /** A dispatch of a tenant that was given at a time (ms) ended so. */
  void noted(String tenant, Outcome outcome, String scope, long issuedAt, long now) {
    over(tenant);
    boolean beyond = Outcome.reachesBeyondMessage(scope);
    if (outcome == Outcome.NOT_TRIED) {
      // What found no connection in time would only wait for one again, in place of other sites'.
      if (beyond) {
        failed(issuedAt, now);
      }
    } else if (outcome == Outcome.DEFERRED && beyond) {
      failed(issuedAt, now);
    } else {
      answered(tenant, now - issuedAt);
    }
  }

  /**
   * A dispatch ended with the site answering. Who has nothing else here, beside others who have
   * more, did not wait behind theirs: a quick answer then says nothing of how much the site can
   * take.
   */
  private void answered(String tenant, long tookMs) {
    boolean tells = ofTenants.containsKey(tenant) || outstanding == ofTenants.size();
    if (tookMs <= QUICK_MS && tells) {
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
    if (issuedAt >= closedAt) {
      size = Math.max(LEAST, size / 2);
      closedAt = now;
    }
  }

  /** A dispatch of a tenant ended without telling anything about the site. */
  void returned(String tenant) {
    over(tenant);
  }
}
