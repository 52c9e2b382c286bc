package milena.standalone.recover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import milena.router.past.Past;
import milena.router.past.PastStore;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Service;
import milena.schemas.AvroFormat;
import milena.schemas.RecordFormat;
import milena.schemas.TopicSpec;
import milena.schemas.Topics;
import milena.schemas.registry.RegistryClient;
import milena.standalone.account.LogReader;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After a power cut, makes the log one that services can go on from. It starts when the broker, the
 * topics and the registry are there, and before anything moves mail. Each of its steps may be done
 * again: an end in the middle, also by another power cut, lets the next start begin anew.
 *
 * <ol>
 *   <li>Transactions that were open are ended.
 *   <li>What survived of events and results goes into the past, which is then on the disk.
 *   <li>The derived topics, the groups that read them and the stores are dropped, and made anew.
 *   <li>Readers of what stays that had read beyond its end are brought back.
 * </ol>
 *
 * <p>The router then reads the submissions from their beginning and asks the past for each. When it
 * has come through, the past is taken away ({@link Passage}).
 */
public final class Recovery implements Service {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  private static final String PAST = "past";
  private static final String CONSUMER_OFFSETS = "__consumer_offsets";

  /** Makes the topics that are missing. */
  public interface TopicMaker {
    /** Makes them as the catalogue wants them. */
    void provide() throws InterruptedException;
  }

  /**
   * What the recovery stands on.
   *
   * @param clients how the log is reached
   * @param registry how its records are read; closed in the end
   * @param topics makes the topics anew
   */
  public record Ground(ClientSettings clients, RegistryClient registry, TopicMaker topics) {}

  private final LogWitness witness;
  private final Path data;
  private final Ground ground;
  private final RecordFormat format;
  private final LogReader reader;
  private @Nullable PastStore past;
  private @Nullable Passage passage;

  /** Looks after the log in this data folder, of which the witness knows how it was left. */
  public Recovery(LogWitness witness, Path data, Ground ground) {
    this.witness = witness;
    this.data = data;
    this.ground = ground;
    this.format = new AvroFormat(ground.registry());
    this.reader = new LogReader(ground.clients());
  }

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public void start() throws IOException, InterruptedException {
    var folder = data.resolve(PAST);
    if (witness.mustRecover()) {
      recover(folder);
      witness.recovered();
    }
    if (Files.exists(folder)) {
      // A process that died on the router's way through leaves the rest of the way to this one.
      var open = past == null ? new PastStore(folder, format) : past;
      past = open;
      passage = new Passage(open, folder, data.resolve(LastEnd.LOG), ground.clients());
      passage.start();
    }
  }

  private void recover(Path folder) throws IOException, InterruptedException {
    long began = System.nanoTime();
    try (var admin = Admin.create(ground.clients().admin())) {
      var generation = new Generation(admin);
      var offsets = new LogOffsets(admin);
      generation.evictMembers();
      var written = new ArrayList<>(Generation.ACCOUNT);
      written.add(CONSUMER_OFFSETS);
      var outboxes = generation.outboxes();
      var wherever = generation.topicsAmong(written);
      wherever.addAll(outboxes);
      new OpenTransactions(admin).end(offsets.partitions(wherever));
      gather(folder, offsets);
      log.info("dropping what was derived topics={}", Generation.TOPICS);
      generation.drop(data);
      ground.topics().provide();
      var staying = new ArrayList<>(staying());
      staying.addAll(outboxes);
      offsets.bringBackReaders(staying);
    }
    log.info(
        "recovered, mail goes on; what was accepted is routed again millis={}",
        (System.nanoTime() - began) / 1_000_000);
  }

  private void gather(Path folder, LogOffsets offsets) throws InterruptedException {
    var open = new PastStore(folder, format);
    past = open;
    new Gathering(reader, format).into(open);
    open.reachesTo(offsets.ends(Topics.SUBMISSIONS));
    open.sync();
  }

  private static List<String> staying() {
    return Topics.all().stream()
        .map(TopicSpec::name)
        .filter(topic -> !Generation.TOPICS.contains(topic))
        .toList();
  }

  /** What the router has to know; there once this has started. */
  public Past past() {
    var open = past;
    return open == null ? Past.NONE : open;
  }

  @Override
  public void stop(Deadline deadline) throws InterruptedException {
    if (passage != null) {
      passage.stop(deadline);
    }
    if (past != null) {
      past.close();
    }
    ground.registry().close();
  }
}
