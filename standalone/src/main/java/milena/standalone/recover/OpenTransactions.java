package milena.standalone.recover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the transactions that were open. A topic may have kept the records of a transaction of which
 * the coordinator's log lost every trace: nobody would ever end it, and its readers would wait for
 * ever.
 */
final class OpenTransactions {
  private static final Logger log = LoggerFactory.getLogger(OpenTransactions.class);

  private static final Set<TransactionState> UNDER_WAY =
      EnumSet.of(
          TransactionState.ONGOING,
          TransactionState.PREPARE_ABORT,
          TransactionState.PREPARE_COMMIT,
          TransactionState.PREPARE_EPOCH_FENCE);

  /** In this time a coordinator ends what it knows of. */
  private static final Duration COORDINATOR = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private record Open(TopicPartition partition, ProducerState producer) {}

  private final Admin admin;

  OpenTransactions(Admin admin) {
    this.admin = admin;
  }

  /** Returns when no transaction is open in these partitions. */
  void end(Collection<TopicPartition> partitions) throws InterruptedException {
    if (!Answers.await(COORDINATOR, this::coordinatorHasEnded)) {
      log.warn("the transaction coordinator has not ended what it knows of");
    }
    if (!Answers.await(PATIENCE, () -> abortOpen(partitions))) {
      throw new KafkaException("transactions that the power cut left open cannot be ended");
    }
  }

  private boolean coordinatorHasEnded() throws InterruptedException {
    var known = Answers.of(admin.listTransactions().all());
    var ongoing =
        known.stream()
            .filter(transaction -> transaction.state() == TransactionState.ONGOING)
            .map(TransactionListing::transactionalId)
            .toList();
    if (!ongoing.isEmpty()) {
      fence(ongoing);
    }
    return known.stream().noneMatch(transaction -> UNDER_WAY.contains(transaction.state()));
  }

  /** Its producer died with the power; fencing it has the coordinator abort at once. */
  private void fence(Collection<String> ids) throws InterruptedException {
    try {
      Answers.of(admin.fenceProducers(ids).all());
    } catch (KafkaException refused) {
      log.info("transactions are left to time out ids={} reason={}", ids, refused.toString());
    }
  }

  /** Whether none was open. */
  private boolean abortOpen(Collection<TopicPartition> partitions) throws InterruptedException {
    var open = new ArrayList<Open>();
    Answers.of(admin.describeProducers(partitions).all())
        .forEach(
            (partition, state) ->
                state.activeProducers().stream()
                    .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                    .forEach(producer -> open.add(new Open(partition, producer))));
    for (var each : open) {
      abort(each);
    }
    return open.isEmpty();
  }

  private void abort(Open open) throws InterruptedException {
    var producer = open.producer();
    try {
      Answers.of(
          admin
              .abortTransaction(
                  new AbortTransactionSpec(
                      open.partition(),
                      producer.producerId(),
                      (short) producer.producerEpoch(),
                      producer.coordinatorEpoch().orElse(0)))
              .all());
      log.info(
          "transaction aborted partition={} producer={}", open.partition(), producer.producerId());
    } catch (KafkaException refused) {
      log.info("transaction not aborted yet partition={}", open.partition(), refused);
    }
  }
}
