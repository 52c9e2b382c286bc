package milena.runtime.stage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a stage reads, where it keeps its state, and how often it commits.
 *
 * @param name names the group, the transactional id and the folder
 * @param streams topics that are read once, from the group's committed offset
 * @param tables compacted topics that are read whole before the streams of the same partition start
 * @param changelog compacted topic of the stage's own state
 * @param folder where the local store is
 * @param format of what the logic keeps there: the number changes with the layout
 * @param longestAway for how long a store may have been elsewhere and still be brought up to date
 *     by what was written since: less than tables and changelog keep a record that takes a key away
 * @param longestOpen under load, the longest time from a transaction's first record to its commit
 */
public record StageSettings(
    String name,
    List<String> streams,
    List<String> tables,
    String changelog,
    Path folder,
    int format,
    Duration longestAway,
    Duration longestOpen) {

  /** Copies the lists. */
  public StageSettings {
    streams = List.copyOf(streams);
    tables = List.copyOf(tables);
  }
}
