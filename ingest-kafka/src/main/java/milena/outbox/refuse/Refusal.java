package milena.outbox.refuse;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that is not taken.
 *
 * @param id of the event, the same whenever this record is refused
 * @param tenant whose topic it is
 * @param why what is wrong with it
 * @param said what it says of itself, as far as it could be read
 * @param record as it stands in its topic
 * @param kept whether a copy is kept for people to look at
 */
public record Refusal(
    String id,
    String tenant,
    Why why,
    Said said,
    ConsumerRecord<byte[], byte[]> record,
    boolean kept) {

  /**
   * What is wrong.
   *
   * @param reason one word
   * @param enhanced enhanced status code (RFC 3463)
   * @param text for people
   */
  public record Why(String reason, String enhanced, String text) {}

  /** What the record says, to be known again by. */
  public record Said(String sender, String recipient, String campaign, Map<String, String> meta) {

    /** It says nothing that can be repeated. */
    public static final Said NOTHING = new Said("", "", "", Map.of());

    /** Copies. */
    public Said {
      meta = Map.copyOf(meta);
    }
  }
}
