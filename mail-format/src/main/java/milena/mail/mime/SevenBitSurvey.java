package milena.mail.mime;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, in a first pass over the slices of a message, which of its parts must be encoded for a
 * server without 8BITMIME. Not safe for use by several threads.
 */
public final class SevenBitSurvey implements ByteSink {

  /** Octets of a line without its CR LF (RFC 5322 §2.1.1). */
  private static final int MAX_LINE = 998;

  private final Findings findings = new Findings();
  private final PartWalker walker = new PartWalker(findings);

  /** Takes the next slice of the message. */
  @Override
  public void write(byte[] bytes, int offset, int length) {
    walker.write(bytes, offset, length);
  }

  /** Ends the message and says what is to be done; call it once. */
  public SevenBitPlan plan() {
    walker.finish();
    var problem = walker.fault().orElse(findings.problem);
    if (problem != null) {
      return new SevenBitPlan.Impossible(problem);
    }
    return findings.leaves.isEmpty() && !findings.eightBitBetween
        ? new SevenBitPlan.Clean()
        : new SevenBitPlan.Convertible(findings.leaves);
  }

  private static final class Findings implements PartVisitor {
    private final BitSet leaves = new BitSet();
    private boolean eightBitBetween;
    private @Nullable String problem;
    private int part;
    private boolean identity;
    private int lineLength;

    @Override
    public void header(int number, PartHeader header, HeaderBlock block, byte[] bytes) {
      part = number;
      identity = header.isIdentity();
      lineLength = 0;
      if (isEightBit(bytes, 0, bytes.length)) {
        problem = "the header has 8-bit octets";
      } else if (header.type().startsWith("multipart/") && !header.isMultipart()) {
        // Its body must not be encoded (RFC 2045 §6.4), so it has to be clean already.
        identity = false;
      }
    }

    @Override
    public void body(byte[] bytes, int offset, int length) {
      if (isEightBit(bytes, offset, length)) {
        if (identity) {
          leaves.set(part);
        } else {
          problem = "a part has 8-bit octets against its encoding";
        }
      }
      for (var at = offset; at < offset + length; at++) {
        lineLength = bytes[at] == '\n' ? 0 : lineLength + 1;
        // One more for the CR that comes before the line end.
        if (lineLength > MAX_LINE + 1 && identity) {
          leaves.set(part);
        }
      }
    }

    @Override
    public void bodyEnd() {}

    @Override
    public void between(byte[] bytes, int offset, int length) {
      eightBitBetween |= isEightBit(bytes, offset, length);
    }

    private static boolean isEightBit(byte[] bytes, int offset, int length) {
      var bits = 0;
      for (var at = offset; at < offset + length; at++) {
        bits |= bytes[at];
      }
      return bits < 0;
    }
  }
}
