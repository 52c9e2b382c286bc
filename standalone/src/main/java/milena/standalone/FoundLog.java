package milena.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import milena.standalone.MilenaConfig.LogPlace;
import milena.standalone.MilenaConfig.Registry;
import milena.standalone.data.RunningSystem;
import org.jspecify.annotations.Nullable;

/** The log that a command is to read, and what it takes to reach it. */
public sealed interface FoundLog {

  /** The log of the system that runs on the data folder. */
  record Running(RunningSystem system) implements FoundLog {}

  /**
   * The log of a cluster that others run.
   *
   * @param bootstrap {@code host:port,host:port}
   * @param clientProperties for TLS and SASL; null for none
   */
  record Cluster(String bootstrap, @Nullable Path clientProperties, Registry registry)
      implements FoundLog {}

  /** A data folder on which nothing runs: its broker must be started to read it. */
  record AtRest(Path folder) implements FoundLog {}

  /** Whether records may be written while this log is read. */
  default boolean moves() {
    return switch (this) {
      case Running _, Cluster _ -> true;
      case AtRest _ -> false;
    };
  }

  /**
   * Finds the log that a configuration speaks of; starts and creates nothing.
   *
   * @throws NoLogThere when the data folder holds none
   * @throws IOException when it cannot be read
   */
  static FoundLog of(MilenaConfig config) throws NoLogThere, IOException {
    return switch (config.log().place()) {
      case LogPlace.Outside(var bootstrap, var properties) ->
          new Cluster(bootstrap, properties, config.registry());
      case LogPlace.Embedded _ -> in(config.data());
    };
  }

  private static FoundLog in(Path folder) throws NoLogThere, IOException {
    if (!Files.isDirectory(folder)) {
      throw new NoLogThere("the data folder " + folder.toAbsolutePath() + " does not exist");
    }
    var running = RunningSystem.find(folder);
    if (running.isPresent()) {
      return new Running(running.get());
    }
    if (!Files.exists(kafka(folder).resolve("log").resolve("meta.properties"))) {
      throw new NoLogThere("there is no log in the folder " + folder.toAbsolutePath());
    }
    return new AtRest(folder);
  }

  /** Where the embedded broker of a data folder keeps its own. */
  static Path kafka(Path folder) {
    return folder.resolve("kafka");
  }

  /** There is no log where a command was told to look. */
  final class NoLogThere extends Exception {
    private static final long serialVersionUID = 1L;

    NoLogThere(String message) {
      super(message + "; name another with --data, or a cluster with --kafka");
    }
  }
}
