package milena.schemas;

import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Whether reading a record can take more work than its bytes stand for. Who wrote it names the
 * schema that it was written with, and Avro passes over the fields that the reader does not know as
 * that schema says. Some schemas make much of few bytes:
 *
 * <ul>
 *   <li>the items of an array of nulls take none, so five bytes can claim two thousand million;
 *   <li>records that hold a smaller one twice, forty deep, are a million million parts;
 *   <li>records that hold themselves are held in memory until they end.
 * </ul>
 *
 * <p>Each value that is read or passed over is a step. A schema has to be a bounded tree, and in
 * everything that it repeats each byte must pay for its steps; then a record takes {@value
 * #MAX_PARTS} steps at most, and {@value #STEPS_PER_BYTE} for each of its bytes.
 */
final class ReadingCost {

  /** All types of a schema, each as often as it is used; ours have fewer than a hundred. */
  static final int MAX_PARTS = 1_000;

  /** How deep types may lie in each other. */
  static final int MAX_DEPTH = 32;

  private static final int STEPS_PER_BYTE = 8;

  private int parts;
  private @Nullable String objection;

  private ReadingCost() {}

  /**
   * Why no record of a schema should be read, if so.
   *
   * @param writers what records say they were written with
   */
  static Optional<String> objection(Schema writers) {
    var cost = new ReadingCost();
    cost.unpaid(writers, 0);
    return Optional.ofNullable(cost.objection);
  }

  /**
   * The most steps that reading a value takes beyond those that its bytes pay for; negative where
   * they pay for more.
   */
  private long unpaid(Schema schema, int depth) {
    parts++;
    if (parts > MAX_PARTS || depth > MAX_DEPTH) {
      object(
          "it has more than "
              + MAX_PARTS
              + " types, counted as often as they are used, or they lie deeper than "
              + MAX_DEPTH
              + ", as in a record that holds itself; make it smaller");
    }
    if (objection != null) {
      return 0;
    }
    return switch (schema.getType()) {
      case NULL -> 1;
      case FIXED -> 1 - STEPS_PER_BYTE * (long) schema.getFixedSize();
      case RECORD -> 1 + fields(schema, depth);
      case UNION -> afterAByte(branches(schema, depth));
      case ARRAY -> repeated(unpaid(schema.getElementType(), depth + 1), schema);
      case MAP -> repeated(afterAByte(unpaid(schema.getValueType(), depth + 1)), schema);
      case BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, BYTES, ENUM -> afterAByte(0);
    };
  }

  private long fields(Schema schema, int depth) {
    long sum = 0;
    for (var field : schema.getFields()) {
      sum += unpaid(field.schema(), depth + 1);
    }
    return sum;
  }

  private long branches(Schema schema, int depth) {
    long most = 0;
    for (var branch : schema.getTypes()) {
      most = Math.max(most, unpaid(branch, depth + 1));
    }
    return most;
  }

  /** A step that takes a byte at least, and what comes after it. */
  private static long afterAByte(long unpaid) {
    return 1 - STEPS_PER_BYTE + unpaid;
  }

  private long repeated(long unpaidByEach, Schema schema) {
    if (unpaidByEach > 0) {
      var of =
          schema.getType() == Schema.Type.ARRAY ? schema.getElementType() : schema.getValueType();
      object(
          "it repeats "
              + of.getFullName()
              + ", of which a few bytes can hold very many; give that a field that takes bytes");
    }
    return afterAByte(0);
  }

  private void object(String why) {
    if (objection == null) {
      objection = why;
    }
  }
}
