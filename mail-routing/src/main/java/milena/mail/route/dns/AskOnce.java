package milena.mail.route.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Joins equal questions that are asked at one time and remembers their answers.
 *
 * @param <K> what is asked for
 * @param <V> the answer
 */
public final class AskOnce<K, V> implements AutoCloseable {

  /**
   * An answer and how long it may be given again.
   *
   * @param keep zero when it must not be given again at all
   */
  public record Kept<V>(V value, Duration keep) {}

  /** How a question is asked when nothing is remembered. */
  @FunctionalInterface
  public interface Asking<K, V> {
    /**
     * Asks.
     *
     * @param last the answer given last, no longer valid; null if there is none
     */
    CompletableFuture<Kept<V>> ask(K key, @Nullable V last);
  }

  /**
   * How much is remembered.
   *
   * @param mostBytes the bound on all answers together
   * @param weigher about how many bytes one answer takes
   */
  public record Memory<V>(long mostBytes, ToIntFunction<V> weigher) {}

  private final ConcurrentMap<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();
  private final BoundedCache<K, V> cache;
  private final Asking<K, V> asking;
  private final InstantSource clock;
  private final Executor executor;
  private final V whenClosed;
  private volatile boolean closed;

  /**
   * Nothing is asked yet.
   *
   * @param executor where questions are asked, so that nobody who wants an answer does the work
   * @param whenClosed the answer to everything from {@link #close()} on
   */
  public AskOnce(
      Asking<K, V> asking, Memory<V> memory, InstantSource clock, Executor executor, V whenClosed) {
    this.cache = new BoundedCache<>(memory.mostBytes(), memory.weigher());
    this.asking = asking;
    this.clock = clock;
    this.executor = executor;
    this.whenClosed = whenClosed;
  }

  /** The remembered answer if it still holds. */
  public Optional<V> known(K key) {
    return Optional.ofNullable(cache.get(key, clock.instant()));
  }

  /** The remembered answer, or the one to a question asked now or already under way. */
  public CompletableFuture<V> get(K key) {
    if (closed) {
      return CompletableFuture.completedFuture(whenClosed);
    }
    var remembered = cache.get(key, clock.instant());
    if (remembered != null) {
      return CompletableFuture.completedFuture(remembered);
    }
    var answer = new CompletableFuture<V>();
    var earlier = underWay.putIfAbsent(key, answer);
    if (earlier != null) {
      return earlier.copy();
    }
    start(key, answer);
    // A copy: what one caller does to his future must not reach the others.
    return answer.copy();
  }

  /** Takes an answer that was found out before, unless there is one or it no longer holds. */
  public void remember(K key, V value, Instant until) {
    var now = clock.instant();
    if (now.isBefore(until) && cache.get(key, now) == null) {
      cache.put(key, value, until);
    }
  }

  private void start(K key, CompletableFuture<V> answer) {
    CompletableFuture.supplyAsync(() -> askUnlessAnswered(key), executor)
        .thenCompose(kept -> kept)
        .whenComplete((kept, failure) -> settle(key, answer, kept, failure));
    if (closed) {
      answer.complete(whenClosed);
    }
  }

  /** Between the look into the cache and the claim, an earlier question may have been answered. */
  private CompletableFuture<Kept<V>> askUnlessAnswered(K key) {
    var remembered = cache.get(key, clock.instant());
    return remembered == null
        ? asking.ask(key, cache.last(key))
        : CompletableFuture.completedFuture(new Kept<>(remembered, Duration.ZERO));
  }

  private void settle(
      K key, CompletableFuture<V> answer, @Nullable Kept<V> kept, @Nullable Throwable failure) {
    if (kept != null && kept.keep().isPositive()) {
      cache.put(key, kept.value(), clock.instant().plus(kept.keep()));
    }
    underWay.remove(key, answer);
    if (kept != null) {
      answer.complete(kept.value());
    } else if (failure != null) {
      answer.completeExceptionally(failure);
    }
  }

  /** How many different questions are under way. */
  public int underWay() {
    return underWay.size();
  }

  /** How many answers are remembered, expired ones not yet dropped included. */
  public int remembered() {
    return cache.size();
  }

  /** Answers everything under way, and from now on everything, with the answer for closed. */
  @Override
  public void close() {
    closed = true;
    underWay.values().forEach(answer -> answer.complete(whenClosed));
  }
}
