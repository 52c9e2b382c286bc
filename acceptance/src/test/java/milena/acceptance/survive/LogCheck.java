package milena.acceptance.survive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import milena.registry.fold.Entry;
import milena.registry.fold.EntryJson;
import milena.registry.fold.SchemaText;
import milena.schemas.RecordFormat;
import milena.schemas.TopicSpec;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import milena.standalone.FoundLog;
import milena.standalone.OpenLog;
import milena.standalone.account.LogReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads every record of every topic of a folder at rest, in a process of its own: a broker in the
 * test's would keep files mapped there.
 */
final class LogCheck {

  private final Map<String, Long> records = new HashMap<>();
  private final List<String> unreadable = new ArrayList<>();
  private final Map<Integer, Set<SchemaText>> schemas = new HashMap<>();

  private LogCheck() {}

  /** Fails when a record cannot be read, or when a schema id stands for two schemas. */
  static void assertSound(Processes processes, Path data) {
    var check = processes.start("check", LogCheck.class, List.of(data.toString()));
    assertThat(check.exit()).as(check.story("found faults")).isZero();
    System.out.println(check.output());
  }

  /** The process: takes the data folder, and exits with 1 when something is not sound. */
  public static void main(String[] arguments) throws IOException {
    var check = new LogCheck();
    try (var log = OpenLog.open(new FoundLog.AtRest(Path.of(arguments[0])))) {
      var reader = new LogReader(log.clients());
      for (var topic : Topics.all()) {
        reader.read(topic.name(), 0, record -> check.take(topic, record, log.format()));
      }
    }
    check.assertSound();
    System.out.println("records " + check.records);
  }

  private void take(TopicSpec topic, ConsumerRecord<byte[], byte[]> record, RecordFormat format) {
    records.merge(topic.name(), 1L, Long::sum);
    if (topic.value().isEmpty()) {
      if (EntryJson.entry(record.key(), record.value()).orElse(null)
          instanceof Entry.SchemaAdded added) {
        schemas.computeIfAbsent(added.id(), id -> new HashSet<>()).add(added.schema());
      }
    } else if (record.value() != null) {
      try {
        format.codec(topic.name(), type(topic)).decode(record.value());
      } catch (UnreadableRecord failure) {
        unreadable.add(topic.name() + "/" + record.offset() + ": " + failure.getMessage());
      }
    }
  }

  private static Class<? extends SpecificRecord> type(TopicSpec topic) {
    try {
      return Class.forName(TopicSpec.class.getPackageName() + "." + topic.value())
          .asSubclass(SpecificRecord.class);
    } catch (ClassNotFoundException failure) {
      throw new AssertionError(topic.name() + " has a value of no class", failure);
    }
  }

  private void assertSound() {
    assertThat(records.keySet()).contains(Topics.SUBMISSIONS, Topics.EVENTS, Topics.SCHEMAS);
    assertThat(unreadable).isEmpty();
    assertThat(schemas).isNotEmpty().allSatisfy((id, texts) -> assertThat(texts).hasSize(1));
  }
}
