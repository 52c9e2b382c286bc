package milena.delivery.connect;

/**
 * Where a message stands in the log: what is at the same place has the same sender and the same
 * bytes, and may share a transaction.
 *
 * @param topic the topic that has it
 * @param partition of that topic
 * @param offset in that partition
 */
public record MessagePlace(String topic, int partition, long offset) {}
