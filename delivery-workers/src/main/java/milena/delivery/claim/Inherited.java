package milena.delivery.claim;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the log said about a partition when it was given to this worker.
 *
 * @param committed every dispatch below is finished
 * @param note as the owner before committed it
 * @param takenBelow what the owner before can have taken is below
 * @param attemptsEnd where {@code mail.attempts} ended
 */
record Inherited(long committed, CommitNote note, long takenBelow, long attemptsEnd) {

  private static final Duration ANSWER = Duration.ofSeconds(2);

  /** From where to where there are dispatches. */
  record Log(long begin, long end) {}

  /**
   * Asks for what was committed, and where the logs begin and end.
   *
   * @throws org.apache.kafka.common.errors.TimeoutException when there is no answer in time
   */
  static Map<TopicPartition, Inherited> lookUp(
      Set<TopicPartition> given, Consumer<byte[], byte[]> dispatches, AttemptTail tail, int span) {
    var committed = dispatches.committed(given, ANSWER);
    var begins = dispatches.beginningOffsets(given, ANSWER);
    var ends = dispatches.endOffsets(given, ANSWER);
    var attemptsEnds = tail.ends(given, ANSWER);
    var found = new HashMap<TopicPartition, Inherited>();
    for (var partition : given) {
      var log = new Log(requireNonNull(begins.get(partition)), requireNonNull(ends.get(partition)));
      long attemptsEnd = requireNonNull(attemptsEnds.get(partition.partition()));
      found.put(partition, from(committed.get(partition), log, attemptsEnd, span));
    }
    return found;
  }

  /** A commit that points out of the log is worth nothing: then all that is there is looked at. */
  static Inherited from(
      @Nullable OffsetAndMetadata commit, Log dispatches, long attemptsEnd, int span) {
    if (commit == null
        || commit.offset() < dispatches.begin()
        || commit.offset() > dispatches.end()) {
      return new Inherited(
          dispatches.begin(),
          CommitNote.NONE,
          takenBelow(dispatches, dispatches.begin(), span),
          attemptsEnd);
    }
    var note = CommitNote.decode(commit.metadata());
    return new Inherited(
        commit.offset(), note, takenBelow(dispatches, commit.offset(), span), attemptsEnd);
  }

  private static long takenBelow(Log dispatches, long committed, int span) {
    return Math.min(dispatches.end(), committed + span);
  }
}
