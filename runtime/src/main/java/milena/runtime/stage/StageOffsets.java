package milena.runtime.stage;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far the transaction under way has read, and what is noted beside that. */
final class StageOffsets {
  private final Consumer<?, ?> consumer;
  private final Map<TopicPartition, String> notes = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> consumed = new HashMap<>();
  private final Map<TopicPartition, Long> read = new HashMap<>();

  StageOffsets(Consumer<?, ?> consumer) {
    this.consumer = consumer;
  }

  /** What the group is to know when it commits. */
  Map<TopicPartition, OffsetAndMetadata> consumed() {
    return consumed;
  }

  /** What the store reflects then; more than the group is told where a table is read again. */
  Map<TopicPartition, Long> read() {
    return read;
  }

  /**
   * Everything up to this record is done.
   *
   * @param knownTo the group knows of what is below
   */
  void worked(TopicPartition partition, ConsumerRecord<?, ?> last, long knownTo) {
    long next = last.offset() + 1;
    read.put(partition, next);
    if (next >= knownTo) {
      consumed.put(partition, new OffsetAndMetadata(next, last.leaderEpoch(), ""));
    }
  }

  /**
   * Notes something beside the offset of a stream, also when only the note is new.
   *
   * @param all whether nothing is left of what was polled: only then the consumer's own position
   *     says what was done
   */
  void note(TopicPartition stream, String note, boolean all) {
    var offset = consumed.get(stream);
    if (offset != null) {
      consumed.put(stream, new OffsetAndMetadata(offset.offset(), offset.leaderEpoch(), note));
    } else if (!all) {
      return;
    } else if (!note.isEmpty() && !note.equals(notes.get(stream))) {
      consumed.put(stream, new OffsetAndMetadata(consumer.position(stream), note));
    }
    notes.put(stream, note);
  }

  /**
   * Commits a stream where it stands. The broker refuses the offsets of whoever is no longer the
   * owner, and so the transaction with them: a process that stood still must not release what its
   * successor releases. One without offsets would pass, since the successor has a transactional id
   * of its own.
   */
  void showGeneration(TopicPartition stream) {
    var note = notes.getOrDefault(stream, "");
    consumed.put(stream, new OffsetAndMetadata(consumer.position(stream), note));
  }

  /** All of it is committed. */
  void clear() {
    consumed.clear();
    read.clear();
  }
}
