package milena.router.command;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.Command;
import milena.schemas.ControlEntry;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies every command to all partitions of {@code mail.control}, on a thread of its own. One
 * process of the group does it at a time; what it had not committed the next one copies again.
 * After a failure it begins anew a second later, as often as it takes.
 */
public final class CommandCopies {
  private static final Logger log = LoggerFactory.getLogger(CommandCopies.class);
  private static final String GROUP = "milena-commands";
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration BACKOFF = Duration.ofSeconds(1);

  private final ClientSettings clients;
  private final RecordCodec<Command> commands;
  private final RecordCodec<ControlEntry> control;
  private final int partitions;
  private final Thread thread = Thread.ofPlatform().name("milena-commands").unstarted(this::run);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> polling;

  /**
   * Does nothing before {@link #start}.
   *
   * @param partitions how many {@code mail.control} has
   */
  public CommandCopies(ClientSettings clients, RecordFormat format, int partitions) {
    this.clients = clients;
    this.commands = format.codec(Topics.COMMANDS, Command.class);
    this.control = format.codec(Topics.CONTROL, ControlEntry.class);
    this.partitions = partitions;
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  /**
   * Stops after what is under way.
   *
   * @return whether it had stopped in time
   */
  public boolean stop(Duration deadline) throws InterruptedException {
    stopping = true;
    var consumer = polling;
    if (consumer != null) {
      consumer.wakeup();
    }
    return thread.getState() == Thread.State.NEW
        || stopped.await(deadline.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run() {
    try {
      while (!stopping) {
        copyUntilFailure();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      stopped.countDown();
    }
  }

  private void copyUntilFailure() throws InterruptedException {
    try (var consumer = new KafkaConsumer<byte[], byte[]>(clients.groupConsumer(GROUP));
        var producer = new KafkaProducer<byte[], byte[]>(clients.producer(GROUP))) {
      polling = consumer;
      consumer.subscribe(List.of(Topics.COMMANDS));
      while (!stopping) {
        var records = consumer.poll(POLL);
        var copies = new ArrayList<Future<RecordMetadata>>();
        for (var record : records) {
          copies.addAll(copy(record, producer));
        }
        producer.flush();
        for (var copy : copies) {
          copy.get();
        }
        if (!records.isEmpty()) {
          consumer.commitSync();
        }
      }
    } catch (WakeupException stop) {
      log.debug("no more commands are copied");
    } catch (ExecutionException | RuntimeException e) {
      // Of Kafka, or of the registry: whatever it is, a thread that ended would copy nothing more,
      // and whoever gives a command would not hear of that.
      log.warn("commands are copied again from what was committed reason={}", e.toString());
      Thread.sleep(BACKOFF);
    } finally {
      polling = null;
    }
  }

  private List<Future<RecordMetadata>> copy(
      ConsumerRecord<byte[], byte[]> record, KafkaProducer<byte[], byte[]> producer) {
    Command command;
    try {
      command = commands.decode(record.value());
    } catch (UnreadableRecord e) {
      log.warn("unreadable command passed over offset={}", record.offset(), e);
      return List.of();
    }
    var entry =
        ControlEntry.newBuilder()
            .setKind("command")
            .setId(command.getId())
            .setWho(command.getWho())
            .setAt(command.getAt())
            .setCommand(command)
            .setSequence(record.offset() + 1)
            .build();
    var key = command.getId().getBytes(StandardCharsets.UTF_8);
    var value = control.encode(entry);
    var copies = new ArrayList<Future<RecordMetadata>>();
    for (int partition = 0; partition < partitions; partition++) {
      copies.add(producer.send(new ProducerRecord<>(Topics.CONTROL, partition, key, value)));
    }
    return copies;
  }
}
