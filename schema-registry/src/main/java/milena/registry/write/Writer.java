package milena.registry.write;

import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import milena.registry.fold.Decision;
import milena.registry.fold.Entry;
import milena.registry.fold.Ledger;
import milena.registry.fold.Refusal;
import milena.registry.fold.Stamp;
import milena.registry.log.LogUnavailable;
import milena.registry.log.SchemaLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends, one entry at a time, for as long as its term lasts.
 *
 * <p>A term begins when an entry that says so was read back, and ends at the first doubt: when an
 * acknowledgement is missing, or when what was appended did not count. The next one has an epoch of
 * its own, so an entry in doubt is either before it in the log, and was read, or after it, and does
 * not count.
 */
public final class Writer {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final long TURN_SECONDS = 10;

  /** The stamps of a term, up to the last one given out. */
  private record Term(Stamp last) {
    Term next() {
      return new Term(new Stamp(last.epoch(), last.writer(), last.sequence() + 1));
    }
  }

  private final SchemaLog log;
  private final String url;
  private final BooleanSupplier seated;
  private final ReentrantLock turn = new ReentrantLock(true);
  private volatile @Nullable Term term;

  /**
   * A writer without a term.
   *
   * @param url where this process takes requests, for the others to pass theirs on
   * @param seated whether this process is the one that should write
   */
  public Writer(SchemaLog log, String url, BooleanSupplier seated) {
    this.log = log;
    this.url = url;
    this.seated = seated;
  }

  /** Whether a term is held. Another process may have begun the next without our knowing. */
  public boolean leading() {
    return seated.getAsBoolean() && inForce(term);
  }

  /** Makes what was asked for part of the log, unless it is there or may not be. */
  public <T> Written<T> write(Function<Ledger, Decision<T>> decide) {
    try {
      if (!turn.tryLock(TURN_SECONDS, TimeUnit.SECONDS)) {
        return new Written.Refused<>(Refusal.timedOut());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Written.Refused<>(Refusal.timedOut());
    }
    try {
      return hold() ? inTerm(decide) : new Written.NotOurs<>();
    } catch (LogUnavailable e) {
      endTerm("no acknowledgement");
      LOG.warn("the registry's log did not take an entry", e);
      return new Written.Refused<>(Refusal.logFailed(String.valueOf(e.getMessage())));
    } finally {
      turn.unlock();
    }
  }

  /**
   * Begins a term if this process should write and holds none.
   *
   * @return whether a term is held now
   */
  public boolean takeSeat() {
    turn.lock();
    try {
      return hold();
    } catch (LogUnavailable e) {
      LOG.warn("no term could be begun yet", e);
      return false;
    } finally {
      turn.unlock();
    }
  }

  private boolean hold() throws LogUnavailable {
    if (!seated.getAsBoolean()) {
      endTerm("seat lost");
      return false;
    }
    if (inForce(term)) {
      return true;
    }
    endTerm("another process began one");
    return begin();
  }

  private boolean inForce(@Nullable Term held) {
    return held != null
        && log.ledger().leader().filter(leader -> leader.stamp().sameTerm(held.last())).isPresent();
  }

  private boolean begin() throws LogUnavailable {
    var stamp = new Stamp(log.ledger().epoch() + 1, UUID.randomUUID().toString(), 0);
    long offset = log.append(new Entry.EpochBegun(stamp, url));
    var began = log.readPast(offset).leader().filter(leader -> leader.stamp().equals(stamp));
    if (began.isPresent()) {
      term = new Term(stamp);
      LOG.info("this registry writes from here on epoch={}", stamp.epoch());
    }
    return began.isPresent();
  }

  private <T> Written<T> inTerm(Function<Ledger, Decision<T>> decide) throws LogUnavailable {
    return switch (decide.apply(log.ledger())) {
      case Decision.Done<T> done -> new Written.Done<>(done.answer());
      case Decision.Refused<T> refused -> new Written.Refused<>(refused.why());
      case Decision.Missing<T> missing -> append(missing, decide);
    };
  }

  private <T> Written<T> append(Decision.Missing<T> missing, Function<Ledger, Decision<T>> decide)
      throws LogUnavailable {
    var held = term;
    if (held == null) {
      return new Written.NotOurs<>();
    }
    var next = held.next();
    term = next;
    long offset = log.append(missing.entry().apply(next.last()));
    if (decide.apply(log.readPast(offset)) instanceof Decision.Done<T> done) {
      return new Written.Done<>(done.answer());
    }
    endTerm("another process writes");
    return new Written.NotOurs<>();
  }

  private void endTerm(String why) {
    var held = term;
    if (held != null) {
      term = null;
      LOG.info("term ended epoch={} reason={}", held.last().epoch(), why);
    }
  }
}
