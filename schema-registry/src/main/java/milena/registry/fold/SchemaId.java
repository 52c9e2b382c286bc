package milena.registry.fold;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;

/**
 * Gives ids out. An id is made from the schema itself, so a registry that lost the end of its log,
 * or all of it, gives a schema the id that it had, and gives no other schema that id: records
 * written before stay readable. Counting on from the highest id seen would hand out the lost ones
 * again.
 */
final class SchemaId {
  private static final int POSITIVE = 0x7fff_ffff;

  private SchemaId() {}

  /** The id for a schema that has none yet, above 0 and not among those taken. */
  static int of(SchemaText schema, Set<Integer> taken) {
    var digest = sha256();
    digest.update(schema.text().getBytes(StandardCharsets.UTF_8));
    for (var reference : schema.references()) {
      digest.update((byte) 0);
      digest.update(reference.toString().getBytes(StandardCharsets.UTF_8));
    }
    int id = ByteBuffer.wrap(digest.digest()).getInt() & POSITIVE;
    while (id == 0 || taken.contains(id)) {
      id = (id + 1) & POSITIVE;
    }
    return id;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
