package milena.mail.mime;

import java.util.BitSet;

/** What it takes to send a message to a server without 8BITMIME or BINARYMIME (RFC 6152 §3). */
public sealed interface SevenBitPlan {

  /** Nothing: no octet has its high bit set and no line is too long. */
  record Clean() implements SevenBitPlan {}

  /** The parts named in the plan are to be encoded, by {@link EightBitDowngrade}. */
  final class Convertible implements SevenBitPlan {
    private final BitSet leaves;
    private final boolean binary;

    Convertible(BitSet leaves, boolean binary) {
      this.leaves = (BitSet) leaves.clone();
      this.binary = binary;
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
