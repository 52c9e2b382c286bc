package milena.registry.write;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import milena.registry.fold.Entry;
import milena.registry.fold.EntryJson;
import milena.registry.fold.Fold;
import milena.registry.fold.Ledger;
import milena.registry.log.LogUnavailable;
import milena.registry.log.SchemaLog;

/**
 * A log that many processes share, and which fails as told. Entries go through their bytes, as they
 * do on a broker.
 */
public final class MemoryLog {

  /** What happens to one append. */
  public enum Fault {
    /** It succeeds. */
    NONE,
    /** It never arrives, and the writer is told so. */
    LOST,
    /** It arrives, but the acknowledgement does not. */
    UNACKNOWLEDGED,
    /** It arrives after the next append of anybody, and the acknowledgement does not. */
    LATE
  }

  private final List<Entry> entries = new ArrayList<>();
  private final Deque<Entry> late = new ArrayDeque<>();
  private final Deque<Fault> faults = new ArrayDeque<>();

  /** The next append meets this. */
  public synchronized void next(Fault fault) {
    faults.add(fault);
  }

  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** What a process that starts now reads. */
  public synchronized Ledger fold() {
    var fold = new Fold();
    entries.forEach(fold::apply);
    return fold.ledger();
  }

  /** The end is lost; a process that read it keeps what it read until it looks again. */
  public synchronized void truncate(int length) {
    entries.subList(length, entries.size()).clear();
  }

  /** The log as one process sees it: what it has read, until it reads on. */
  public SchemaLog view() {
    return new View();
  }

  private synchronized long append(Entry entry) throws LogUnavailable {
    var fault = faults.isEmpty() ? Fault.NONE : faults.remove();
    var arrived = EntryJson.entry(EntryJson.key(entry), EntryJson.value(entry)).orElseThrow();
    switch (fault) {
      case NONE, UNACKNOWLEDGED -> {
        entries.add(arrived);
        entries.addAll(late);
        late.clear();
      }
      case LATE -> late.add(arrived);
      case LOST -> {}
    }
    if (fault != Fault.NONE) {
      throw new LogUnavailable(fault.name());
    }
    return entries.lastIndexOf(arrived);
  }

  private final class View implements SchemaLog {
    private volatile Ledger ledger = new Fold().ledger();

    @Override
    public Ledger ledger() {
      return ledger;
    }

    @Override
    public long append(Entry entry) throws LogUnavailable {
      return MemoryLog.this.append(entry);
    }

    @Override
    public Ledger readPast(long offset) {
      return readToEnd();
    }

    @Override
    public Ledger readToEnd() {
      ledger = fold();
      return ledger;
    }
  }
}
