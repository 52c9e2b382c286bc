package milena.registry.fold;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import milena.schemas.registry.CompatibilityLevel;
import org.jspecify.annotations.Nullable;

/**
 * Turns the log into a {@link Ledger}, entry by entry.
 *
 * <p>An entry counts when it is of the newest epoch that began before it in the log, by the writer
 * that began it, and follows that writer's last one. So a writer that was replaced without noticing
 * may go on appending for as long as it likes: every reader leaves the same entries out, and the
 * writer learns it when it reads its own entry back. Not safe for use by several threads.
 */
public final class Fold {

  /** What became of an entry. */
  public enum Verdict {
    /** It is part of the ledger. */
    APPLIED,
    /** Its writer had been replaced, or repeats itself. */
    STALE,
    /**
     * Its writer was the right one, but it contradicts what is there; no sound writer does that.
     */
    CONTRADICTION
  }

  private Entry.@Nullable EpochBegun leader;
  private long sequence;
  private final Map<Integer, SchemaText> schemas = new HashMap<>();
  private final Map<SchemaText, Integer> ids = new HashMap<>();
  private final TreeMap<String, List<Integer>> subjects = new TreeMap<>();
  private final Map<String, CompatibilityLevel> levels = new HashMap<>();

  /** Takes the next entry of the log. */
  public Verdict apply(Entry entry) {
    return switch (entry) {
      case Entry.EpochBegun begun -> begin(begun);
      case Entry.SchemaAdded added -> counts(added) ? add(added) : Verdict.STALE;
      case Entry.LevelSet set -> counts(set) ? set(set) : Verdict.STALE;
    };
  }

  /** What is known so far. */
  public Ledger ledger() {
    var copies = new TreeMap<String, List<Integer>>();
    subjects.forEach((subject, versions) -> copies.put(subject, List.copyOf(versions)));
    return new Ledger(
        Optional.ofNullable(leader),
        Map.copyOf(schemas),
        Map.copyOf(ids),
        Collections.unmodifiableSortedMap(copies),
        Map.copyOf(levels));
  }

  private Verdict begin(Entry.EpochBegun begun) {
    if (leader != null && begun.stamp().epoch() <= leader.stamp().epoch()) {
      return Verdict.STALE;
    }
    leader = begun;
    sequence = begun.stamp().sequence();
    return Verdict.APPLIED;
  }

  private boolean counts(Entry entry) {
    boolean follows =
        leader != null
            && entry.stamp().sameTerm(leader.stamp())
            && entry.stamp().sequence() > sequence;
    if (follows) {
      sequence = entry.stamp().sequence();
    }
    return follows;
  }

  private Verdict add(Entry.SchemaAdded added) {
    var underId = schemas.get(added.id());
    var underText = ids.get(added.schema());
    var versions = subjects.getOrDefault(added.subject(), List.of());
    if ((underId != null && !underId.equals(added.schema()))
        || (underText != null && underText != added.id())
        || versions.contains(added.id())
        || added.version() != versions.size() + 1) {
      return Verdict.CONTRADICTION;
    }
    schemas.put(added.id(), added.schema());
    ids.put(added.schema(), added.id());
    subjects.computeIfAbsent(added.subject(), subject -> new ArrayList<>()).add(added.id());
    return Verdict.APPLIED;
  }

  private Verdict set(Entry.LevelSet set) {
    levels.put(set.subject(), set.level());
    return Verdict.APPLIED;
  }
}
