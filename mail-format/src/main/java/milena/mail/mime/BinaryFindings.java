package milena.mail.mime;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What only BINARYMIME can carry (RFC 3030 §3), or for a server without 8BITMIME what that cannot
 * carry either. In the body of a leaf it can be encoded, and around the parts nobody reads it;
 * elsewhere there is no way to say it in lines.
 */
final class BinaryFindings implements SurveyFindings {

  private final BitSet leaves = new BitSet();
  private final Lines target;
  private LineWatch lines;
  private LineWatch around;
  private @Nullable Part part;
  private boolean relabels;
  private @Nullable String problem;

  BinaryFindings(Lines target) {
    this.target = target;
    lines = target.watch();
    around = target.watch();
  }

  @Override
  public SevenBitPlan plan() {
    settleAround();
    if (problem != null) {
      return new SevenBitPlan.Impossible(problem);
    }
    return leaves.isEmpty() && !relabels
        ? new SevenBitPlan.Clean()
        : new SevenBitPlan.Convertible(leaves, true, target);
  }

  @Override
  public void header(Part found, HeaderBlock block, byte[] bytes) {
    settleAround();
    part = found;
    lines = target.watch();
    var watch = target.watch();
    watch.see(bytes, 0, bytes.length);
    if (!watch.isClean()) {
      problem =
          target == Lines.SEVEN_BIT
              ? "a header has 8-bit octets, a CR, LF or NUL alone, or too long a line"
              : "a header has a CR, LF or NUL alone, or too long a line";
    }
    relabels |= target.isOver(found.header()) && !found.sealed();
  }

  @Override
  public void body(byte[] bytes, int offset, int length) {
    lines.see(bytes, offset, length);
  }

  @Override
  public void bodyEnd() {
    var ended = part;
    if (ended == null) {
      return;
    }
    var header = ended.header();
    // Whether the last octets of a binary body are a line end must not depend on who reads it.
    var binary = header.isBinary() && !ended.sealed();
    if (lines.isClean() && !(binary && isEncodable(header))) {
      return;
    }
    if (ended.sealed()) {
      problem = "a part that is signed or in another message would have to be encoded";
    } else if (isEncodable(header)) {
      leaves.set(ended.number());
    } else {
      problem = "a part has octets against its encoding";
    }
  }

  private static boolean isEncodable(PartHeader header) {
    return header.isIdentity() && !header.isBrokenMultipart() && !header.isAboutMessage();
  }

  @Override
  public void between(byte[] bytes, int offset, int length) {
    around.see(bytes, offset, length);
  }

  private void settleAround() {
    if (around.hasLongLine()) {
      problem = "a line outside of all parts is too long";
    } else if (!around.isClean()) {
      relabels = true;
      if (part != null && (part.sealed() || part.header().isSigned())) {
        problem = "what is signed or in another message would have to be changed";
      }
    }
    around = target.watch();
  }
}
