package milena.outbox.check;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import milena.ingest.log.MessageIds;

/**
 * Ids that follow from what they are of: who reads the same record again finds the same id.
 *
 * <p>A place alone would not do. Offsets come again when a topic is made anew, or when a cluster
 * has lost the end of a partition, and mail that is taken for a repeat is dropped. So the record's
 * time and bytes are part of it. The key of a tenant counts in place of all of that.
 */
public final class DerivedIds {
  private static final byte BY_KEY = 'k';
  private static final byte BY_PLACE = 'p';
  private static final byte REFUSED = 'r';

  private final byte[] salt;

  /** Ids of a cluster; the salt keeps others from computing them. */
  public DerivedIds(byte[] salt) {
    this.salt = salt.clone();
  }

  /** Of mail under a tenant's own key. */
  public String ofKey(String tenant, String key) {
    var digest = begin(BY_KEY);
    put(digest, tenant);
    put(digest, key);
    return MessageIds.of(digest.digest());
  }

  /** Of mail without a key. */
  public String ofPlace(Place place, byte[] value) {
    return ofPlace(BY_PLACE, place, value);
  }

  /**
   * Of a record that is refused. It is the id of no mail, not even when the same key or record is
   * mail later: a submission has one ending.
   */
  public String ofRefused(Place place, byte[] value) {
    return ofPlace(REFUSED, place, value);
  }

  private String ofPlace(byte kind, Place place, byte[] value) {
    var digest = begin(kind);
    put(digest, place.topic());
    digest.update(
        ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES)
            .putInt(place.partition())
            .putLong(place.offset())
            .putLong(place.timestamp())
            .flip());
    digest.update(value);
    return MessageIds.of(digest.digest());
  }

  private MessageDigest begin(byte kind) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(salt);
      digest.update(kind);
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void put(MessageDigest digest, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }
}
