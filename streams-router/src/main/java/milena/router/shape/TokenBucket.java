package milena.router.shape;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A message rate: tokens come at an even pace and up to {@code burst} of them are saved. A new
 * bucket is empty, so that no restart and no move of a partition lets more through than the rate.
 */
final class TokenBucket {
  private final double perMs;
  private final double burst;
  private double tokens;
  private long countedAt;

  /** A bucket of {@code perSecond} tokens a second, counted from {@code now}. */
  TokenBucket(double perSecond, double burst, long now) {
    this.perMs = perSecond / 1000;
    this.burst = Math.max(1, burst);
    this.countedAt = now;
  }

  /** A bucket of a tenth of a second's tokens; null without a rate. */
  static @Nullable TokenBucket of(OptionalDouble perSecond, long now) {
    return perSecond.isEmpty()
        ? null
        : new TokenBucket(perSecond.getAsDouble(), perSecond.getAsDouble() / 10, now);
  }

  /** Takes a token if there is one. */
  boolean take(long now) {
    count(now);
    if (tokens >= 1) {
      tokens -= 1;
      return true;
    }
    return false;
  }

  /** Gives the last token back: nothing was sent for it. */
  void giveBack() {
    tokens = Math.min(burst, tokens + 1);
  }

  /** When the next token is there, if none is taken meanwhile. */
  long nextAt(long now) {
    count(now);
    return tokens >= 1 ? now : now + Math.max(1, (long) Math.ceil((1 - tokens) / perMs));
  }

  private void count(long now) {
    if (now > countedAt) {
      tokens = Math.min(burst, tokens + (double) (now - countedAt) * perMs);
      countedAt = now;
    }
  }
}
