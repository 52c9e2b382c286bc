package milena.mail.mime;

import java.util.BitSet;

/**
 * What it takes to send a message to a server without 8BITMIME (RFC 6152 §3), or one that was
 * declared BINARYMIME to a server without that (RFC 3030 §3).
 */
public sealed interface SevenBitPlan {

  /** Nothing: all of it is lines as the server takes them. */
  record Clean() implements SevenBitPlan {}

  /** The parts named in the plan are to be encoded, by {@link EightBitDowngrade}. */
  final class Convertible implements SevenBitPlan {
    private final BitSet leaves;
    private final boolean binary;
    private final Lines target;

    Convertible(BitSet leaves, boolean binary, Lines target) {
      this.leaves = (BitSet) leaves.clone();
      this.binary = binary;
      this.target = target;
    }

    /** What the message has to become. */
    Lines target() {
      return target;
    }

    /** Whether the message was declared BINARYMIME (RFC 3030). */
    boolean isBinary() {
      return binary;
    }

    /** Whether the body of the part with this number, in the order of the message, is encoded. */
    boolean encodes(int part) {
      return leaves.get(part);
    }
  }

  /**
   * It cannot be sent there.
   *
   * @param reason constant English text, to stand behind 5.6.3
   */
  record Impossible(String reason) implements SevenBitPlan {}
}
