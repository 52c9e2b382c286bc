package milena.runtime.stage;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.observe.Meters;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stage of the way: one thread that runs a {@link StageLogic} over its share of the partitions,
 * and starts over from what was committed whenever anything fails.
 */
public final class Stage {
  private static final Logger log = LoggerFactory.getLogger(Stage.class);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(1);

  private final StageSettings settings;
  private final ClientSettings clients;
  private final StageLogic logic;
  private final StageMeters meters;
  private final InstantSource clock;
  private final Consumer<Throwable> onFatal;
  private final Thread thread;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile boolean ready;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> polling;

  /**
   * Prepares a stage; nothing runs before {@link #start}.
   *
   * @param meters where metrics are registered
   * @param clock the time of day as the machine has it, by which a store is told that was away
   * @param onFatal told when the local store fails: the process cannot go on without it
   */
  public Stage(
      StageSettings settings,
      ClientSettings clients,
      StageLogic logic,
      Meters meters,
      InstantSource clock,
      Consumer<Throwable> onFatal) {
    this.settings = settings;
    this.meters = new StageMeters(meters, settings.name());
    this.clients = clients;
    this.logic = logic;
    this.clock = clock;
    this.onFatal = onFatal;
    this.thread = Thread.ofPlatform().name("milena-" + settings.name()).unstarted(this::run);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  /** Whether the stage has its partitions and works on them. */
  public boolean ready() {
    return ready;
  }

  /**
   * Commits what was done and stops.
   *
   * @return whether it had stopped in time
   */
  public boolean stop(Duration deadline) throws InterruptedException {
    stopping = true;
    var consumer = polling;
    if (consumer != null) {
      consumer.wakeup();
    }
    return stopped.await(deadline.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run() {
    try (var store = new StageStore(settings.folder(), settings.format())) {
      var backoff = FIRST_BACKOFF;
      while (!stopping) {
        long began = System.nanoTime();
        runUntilFailure(store);
        ready = false;
        if (System.nanoTime() - began > LONGEST_BACKOFF.toNanos() * 2) {
          backoff = FIRST_BACKOFF;
        }
        pause(backoff);
        backoff = min(backoff.multipliedBy(2), LONGEST_BACKOFF);
      }
    } catch (StoreFailure | Error e) {
      log.error("stage cannot go on stage={}", settings.name(), e);
      onFatal.accept(e);
    } finally {
      ready = false;
      stopped.countDown();
    }
  }

  private void runUntilFailure(StageStore store) {
    var restoration =
        new Restoration(
            store, logic, settings, clock, new RestoringClients(clients, settings.name()));
    var consumer =
        new KafkaConsumer<byte[], byte[]>(clients.groupConsumer("milena-" + settings.name()));
    var producer =
        new KafkaProducer<byte[], byte[]>(
            clients.transactionalProducer("milena-" + settings.name()));
    polling = consumer;
    var run =
        new StageRun(
            settings, logic, store, restoration, new StageRun.Clients(consumer, producer), meters);
    try {
      run.begin();
      long reported = System.nanoTime();
      while (!stopping) {
        run.step();
        ready = run.ready();
        if (System.nanoTime() - reported > BETWEEN_REPORTS.toNanos()) {
          reported = System.nanoTime();
          run.report();
        }
      }
      run.finish();
    } catch (WakeupException e) {
      finishOrAbandon(run);
    } catch (StoreFailure e) {
      run.abandon();
      throw e;
    } catch (RuntimeException e) {
      log.warn("stage starts over from what was committed stage={}", settings.name(), e);
      meters.startsOver();
      run.abandon();
    } finally {
      polling = null;
    }
  }

  /**
   * Asks for the ends as if transactions did not matter: what a predecessor committed last may
   * still lack its marker, and would be left out where only the stable part counts. Who reads up to
   * such an end waits for the marker.
   */
  private record RestoringClients(ClientSettings clients, String stage)
      implements Restoration.Clients {
    @Override
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
      var asking = clients.reader(stage + "-ends");
      asking.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
      try (var asker = new KafkaConsumer<byte[], byte[]>(asking)) {
        return asker.endOffsets(partitions);
      }
    }

    @Override
    public KafkaConsumer<byte[], byte[]> reader() {
      return new KafkaConsumer<>(clients.reader(stage + "-restore"));
    }
  }

  private void finishOrAbandon(StageRun run) {
    try {
      run.finish();
    } catch (RuntimeException e) {
      log.warn("stage stopped without a last commit stage={}", settings.name(), e);
      run.abandon();
    }
  }

  private void pause(Duration time) {
    if (stopping) {
      return;
    }
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
