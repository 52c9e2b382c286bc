package milena.standalone.recover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Service;
import milena.standalone.data.NodeName;
import milena.standalone.data.Synced;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks how the log's last use ended, before the broker opens it, and leaves word of this one. It
 * starts before the broker and stops after it.
 */
public final class LogWitness implements Service {
  private static final Logger log = LoggerFactory.getLogger(LogWitness.class);

  private final Path data;
  private volatile LastEnd found = LastEnd.NEVER_USED;

  /** Watches over the log of this data folder. */
  public LogWitness(Path data) {
    this.data = data;
  }

  @Override
  public String name() {
    return "witness";
  }

  @Override
  public void start() throws IOException {
    found = LastEnd.of(data);
    switch (found) {
      case POWER_CUT -> {
        log.warn("power was cut while the log was open: what was not flushed is built anew");
        new Witness.Recovering().write(data);
        // Kafka does not sync the going of its mark; an old one would keep it from looking.
        Synced.delete(data.resolve(LastEnd.LOG).resolve(LastEnd.KAFKA_STOPPED));
        // Kafka may have forgotten the last epochs of a transactional id and give them out again.
        // What is then written under one that a log has seen is refused, or taken for a repeat.
        NodeName.forget(data);
      }
      case NEVER_USED, STOPPED, PROCESS_DIED -> open();
    }
  }

  /** Whether what was derived from the flushed topics must be built anew. */
  boolean mustRecover() {
    return found == LastEnd.POWER_CUT;
  }

  /** Nothing is left to be put in order: from now on only this life's end can harm the log. */
  void recovered() throws IOException {
    open();
    found = LastEnd.STOPPED;
  }

  private void open() throws IOException {
    new Witness.Open(Life.of(data)).write(data);
  }

  /** The broker has stopped by now; whether all of its log is on the disk, it says itself. */
  @Override
  public void stop(Deadline deadline) throws IOException {
    var kafka = data.resolve(LastEnd.LOG);
    if (!mustRecover() && Files.exists(kafka.resolve(LastEnd.KAFKA_STOPPED))) {
      new Witness.Stopped().write(data);
    }
  }
}
