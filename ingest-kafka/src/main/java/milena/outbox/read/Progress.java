package milena.outbox.read;

import java.util.TreeSet;

/**
 * How far one partition is. Records are finished in any order, and what is committed is below the
 * lowest that is not.
 */
final class Progress {
  private final TreeSet<Long> unfinished = new TreeSet<>();
  private long next = -1;

  /** A record was taken up; offsets only go up. */
  void taken(long offset) {
    unfinished.add(offset);
    next = offset + 1;
  }

  /** A record is in the log, or refused. */
  void finished(long offset) {
    unfinished.remove(offset);
  }

  /** From where a successor has to go on; -1 before anything was taken up. */
  long committable() {
    return unfinished.isEmpty() ? next : unfinished.first();
  }
}
