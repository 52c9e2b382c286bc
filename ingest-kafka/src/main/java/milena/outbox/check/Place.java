package milena.outbox.check;

import milena.schemas.Topics;

/**
 * Where a record stands.
 *
 * @param timestamp as the record has it, ms since the epoch
 */
public record Place(String topic, int partition, long offset, long timestamp) {

  /** Whose topic it is; empty if it is no outbox. */
  public String tenant() {
    return topic.startsWith(Topics.OUTBOX_PREFIX)
        ? topic.substring(Topics.OUTBOX_PREFIX.length())
        : "";
  }

  /** As people write it: {@code mail.outbox.acme-3@1042}. */
  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
