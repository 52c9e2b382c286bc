package milena.router.command;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Loop;
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
  private final Loop loop =
      new Loop(
          "milena-commands",
          BACKOFF,
          this::copy,
          e ->
              log.warn(
                  "commands are copied again from what was committed reason={}", e.toString()));

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
    loop.start();
  }

  /**
   * Stops after what is under way.
   *
   * @return whether it had stopped in time
   */
  public boolean stop(Duration deadline) throws InterruptedException {
    return loop.stop(deadline);
  }

  private void copy(Loop running) throws ExecutionException, InterruptedException {
    try (var consumer = new KafkaConsumer<byte[], byte[]>(clients.groupConsumer(GROUP));
        var producer = new KafkaProducer<byte[], byte[]>(clients.producer(GROUP))) {
      running.wokenBy(consumer::wakeup);
      consumer.subscribe(List.of(Topics.COMMANDS));
      while (!running.isStopping()) {
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
    } finally {
      running.wokenBy(null);
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
