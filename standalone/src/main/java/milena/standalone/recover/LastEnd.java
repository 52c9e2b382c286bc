package milena.standalone.recover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** How the last use of a data folder ended, as far as its log is concerned. */
public enum LastEnd {
  /** There is no log yet. */
  NEVER_USED,
  /** The broker was stopped in order. */
  STOPPED,
  /** The process died; what it had written is there, as the kernel has it. */
  PROCESS_DIED,
  /**
   * The machine stopped, or the file system went away: of what was not forced to the disk anything
   * may be missing.
   */
  POWER_CUT;

  /** Where the embedded broker keeps its log, below the data folder. */
  static final Path LOG = Path.of("kafka", "log");

  /** What Kafka leaves in its folder when it has stopped, and takes away when it starts. */
  static final String KAFKA_STOPPED = ".kafka_cleanshutdown";

  /** Finds it out for a folder on which nothing runs. */
  public static LastEnd of(Path data) throws IOException {
    var log = data.resolve(LOG);
    if (!Files.exists(log.resolve("meta.properties"))) {
      return NEVER_USED;
    }
    return of(Witness.read(data), Life.of(data), Files.exists(log.resolve(KAFKA_STOPPED)));
  }

  /**
   * Decides.
   *
   * @param witness what the last user left
   * @param now the life in which we are
   * @param kafkaStopped whether Kafka's own mark is there; it is not synced when it is taken away,
   *     so it counts only for a folder from before there were witnesses
   */
  static LastEnd of(Optional<Witness> witness, Life now, boolean kafkaStopped) {
    return switch (witness.orElse(null)) {
      case null -> kafkaStopped ? STOPPED : POWER_CUT;
      case Witness.Stopped() -> STOPPED;
      case Witness.Open(var life) -> life.goesOn(now) ? PROCESS_DIED : POWER_CUT;
      case Witness.Recovering() -> POWER_CUT;
    };
  }
}
