package milena.mail.mime;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Octets above 127 and lines that are too long. */
final class EightBitFindings implements SurveyFindings {

  private final BitSet leaves = new BitSet();
  private boolean eightBitBetween;
  private @Nullable String problem;
  private int part;
  private boolean identity;
  private boolean signed;
  private boolean aroundSigned;
  private int lineLength;

  @Override
  public SevenBitPlan plan() {
    if (problem != null) {
      return new SevenBitPlan.Impossible(problem);
    }
    return leaves.isEmpty() && !eightBitBetween
        ? new SevenBitPlan.Clean()
        : new SevenBitPlan.Convertible(leaves, false, Lines.SEVEN_BIT);
  }

  @Override
  public void header(Part found, HeaderBlock block, byte[] bytes) {
    part = found.number();
    identity = found.header().isIdentity();
    signed = found.signed();
    aroundSigned = signed || found.header().isSigned();
    lineLength = 0;
    if (isEightBit(bytes, 0, bytes.length)) {
      problem = "the header has 8-bit octets";
    } else if (found.header().isBrokenMultipart()) {
      // Its body must not be encoded (RFC 2045 §6.4), so it has to be clean already.
      identity = false;
    }
  }

  @Override
  public void body(byte[] bytes, int offset, int length) {
    if (isEightBit(bytes, offset, length)) {
      encode();
    }
    for (var at = offset; at < offset + length; at++) {
      lineLength = bytes[at] == '\n' ? 0 : lineLength + 1;
      // One more for the CR that comes before the line end.
      if (lineLength > LineWatch.MAX_LINE + 1 && identity) {
        encode();
      }
    }
  }

  private void encode() {
    if (signed) {
      problem = "a part that is signed would have to be encoded";
    } else if (identity) {
      leaves.set(part);
    } else {
      problem = "a part has 8-bit octets against its encoding";
    }
  }

  @Override
  public void bodyEnd() {}

  @Override
  public void between(byte[] bytes, int offset, int length) {
    if (isEightBit(bytes, offset, length)) {
      eightBitBetween = true;
      if (aroundSigned) {
        problem = "what is signed would have to be changed";
      }
    }
  }

  private static boolean isEightBit(byte[] bytes, int offset, int length) {
    var bits = 0;
    for (var at = offset; at < offset + length; at++) {
      bits |= bytes[at];
    }
    return bits < 0;
  }
}
