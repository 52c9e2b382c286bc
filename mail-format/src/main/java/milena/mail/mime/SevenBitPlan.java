package milena.mail.mime;

import java.util.BitSet;

/** What it takes to send a message to a server without 8BITMIME (RFC 6152 §3). */
public sealed interface SevenBitPlan {

  /** Nothing: no octet has its high bit set and no line is too long. */
  record Clean() implements SevenBitPlan {}

  /** The parts named in the plan are to be encoded, by {@link EightBitDowngrade}. */
  final class Convertible implements SevenBitPlan {
    private final BitSet leaves;

    Convertible(BitSet leaves) {
      this.leaves = (BitSet) leaves.clone();
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
