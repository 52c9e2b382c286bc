package milena.runtime.stage;

import java.util.Arrays;

/** A key of the changelog, comparable by its bytes. The bytes must not be changed afterwards. */
@SuppressWarnings("ArrayRecordComponent") // compared by content below; copying every key would cost
public record StoreKey(byte[] bytes) {

  @Override
  public boolean equals(Object other) {
    return other instanceof StoreKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return java.util.HexFormat.of().formatHex(bytes);
  }
}
