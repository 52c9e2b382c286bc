package milena.standalone.recover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import milena.router.past.PastStore;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.schemas.Topics;
import milena.standalone.account.LogReader;
import milena.standalone.data.Synced;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The router's way through the submissions that may have a past. At its end the past is taken away:
 * all that it knew has then been told again by events, and these are put on the disk first, since
 * the results that some of them stand for are gone.
 */
final class Passage {
  private static final Logger log = LoggerFactory.getLogger(Passage.class);
  private static final Duration LOOKS = Duration.ofSeconds(1);
  private static final String ROUTER = "milena-router";

  private final PastStore past;
  private final Path folder;
  private final Path kafka;
  private final ClientSettings clients;
  private final Map<Integer, Long> ends;
  private final Thread thread;

  /**
   * Prepares to watch.
   *
   * @param folder where the past is
   * @param kafka where the broker's log is
   */
  Passage(PastStore past, Path folder, Path kafka, ClientSettings clients) {
    this.past = past;
    this.folder = folder;
    this.kafka = kafka;
    this.clients = clients;
    this.ends = past.reachesTo();
    this.thread = Thread.ofPlatform().name("milena-passage").daemon().unstarted(this::watch);
  }

  void start() {
    thread.start();
  }

  void stop(Deadline deadline) throws InterruptedException {
    thread.interrupt();
    thread.join(deadline.remaining());
  }

  private void watch() {
    try (var admin = Admin.create(clients.admin())) {
      var offsets = new LogOffsets(admin);
      do {
        Thread.sleep(LOOKS);
      } while (!isOver(offsets));
    } catch (InterruptedException stopped) {
      log.debug("the passage goes on at the next start");
    }
  }

  private boolean isOver(LogOffsets offsets) throws InterruptedException {
    try {
      var routed = new LogReader(clients).committed(ROUTER, Topics.SUBMISSIONS);
      if (!isThrough(ends, offsets.begins(Topics.SUBMISSIONS), routed)) {
        return false;
      }
      syncEvents();
      past.close();
      Synced.deleteTree(folder);
      log.info("all that was accepted before the power cut is routed again");
      return true;
    } catch (IOException | UncheckedIOException | KafkaException later) {
      log.debug("the past cannot be taken away yet", later);
      return false;
    }
  }

  /** Whether all offsets below the ends are routed, or no longer kept. */
  static boolean isThrough(
      Map<Integer, Long> ends, Map<Integer, Long> begins, Map<Integer, Long> routed) {
    return ends.entrySet().stream()
        .allMatch(
            end ->
                Math.max(
                        begins.getOrDefault(end.getKey(), 0L),
                        routed.getOrDefault(end.getKey(), 0L))
                    >= end.getValue());
  }

  private void syncEvents() throws IOException {
    try (var partitions = Files.newDirectoryStream(kafka, Topics.EVENTS + "-*")) {
      for (var partition : partitions) {
        Synced.tree(partition);
      }
    }
  }
}
