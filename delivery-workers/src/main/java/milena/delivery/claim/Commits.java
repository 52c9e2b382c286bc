package milena.delivery.claim;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import milena.schemas.Topics;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits how far partitions have got, when that has changed. */
final class Commits {
  private static final Logger log = LoggerFactory.getLogger(Commits.class);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  /** A commit that moves only the position in {@code mail.attempts} waits until it is worth it. */
  private static final long ATTEMPTS_STRIDE = 10_000;

  private record Committed(long offset, CommitNote note) {}

  private final Consumer<byte[], byte[]> consumer;
  private final Map<Integer, Committed> committed = new HashMap<>();

  Commits(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** Whether a partition was committed under this claim. */
  boolean has(OwnedPartition partition) {
    return committed.containsKey(partition.number());
  }

  void forget(int partition) {
    committed.remove(partition);
  }

  /** Commits what has changed, and does not wait for it. */
  void soon(Collection<OwnedPartition> partitions) {
    var changed = new HashMap<Integer, Committed>();
    for (var partition : partitions) {
      if (partition.isHeld() && has(partition)) {
        change(partition).ifPresent(change -> changed.put(partition.number(), change));
      }
    }
    if (!changed.isEmpty()) {
      consumer.commitAsync(
          offsets(changed),
          (_, failure) -> {
            if (failure == null) {
              changed.forEach(committed::replace);
            } else {
              log.debug("progress not committed reason={}", failure.toString());
            }
          });
    }
  }

  private Optional<Committed> change(OwnedPartition partition) {
    var now = now(partition);
    var last = committed.get(partition.number());
    boolean same =
        last != null
            && last.offset() == now.offset()
            && last.note().deaths().equals(now.note().deaths())
            && now.note().attemptsPosition() - last.note().attemptsPosition() < ATTEMPTS_STRIDE;
    return same ? Optional.empty() : Optional.of(now);
  }

  /** Commits and waits; returns whether that has been done. */
  boolean atOnce(Collection<OwnedPartition> partitions) {
    var all = new HashMap<Integer, Committed>();
    partitions.forEach(partition -> all.put(partition.number(), now(partition)));
    try {
      if (!all.isEmpty()) {
        commit(offsets(all));
      }
      committed.putAll(all);
      return true;
    } catch (CommitFailedException | RebalanceInProgressException | TimeoutException e) {
      log.info("progress not committed reason={}", e.toString());
      return false;
    }
  }

  /** The wakeup of a stop may come only now, and once: what is noted is needed all the same. */
  private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    try {
      consumer.commitSync(offsets, ANSWER);
    } catch (WakeupException e) {
      log.debug("woken up in a commit, which is done again");
      consumer.commitSync(offsets, ANSWER);
    }
  }

  private static Committed now(OwnedPartition partition) {
    return new Committed(partition.progress().committable(), partition.note());
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(Map<Integer, Committed> commits) {
    var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
    commits.forEach(
        (number, commit) ->
            offsets.put(
                new TopicPartition(Topics.DISPATCH, number),
                new OffsetAndMetadata(commit.offset(), commit.note().encode())));
    return offsets;
  }
}
