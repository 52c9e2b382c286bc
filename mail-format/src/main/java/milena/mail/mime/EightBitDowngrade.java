package milena.mail.mime;

import java.nio.charset.StandardCharsets;
import milena.mail.mime.SevenBitPlan.Convertible;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a message so that it has lines only, of seven bits unless the plan is for a server that
 * takes eight, in a second pass over its slices (RFC 6152 §3, RFC 3030 §3): the bodies that the
 * plan names become quoted-printable if they are text and base64 if not, or if they are binary, and
 * the fields that say so are set right. Everything else stays octet for octet, but for text outside
 * all parts, where nobody reads and a question mark takes the place of an octet that may not be
 * there, as of a CR, LF or NUL alone.
 *
 * <p>Signatures over the old form break: sign afterwards. Not safe for use by several threads.
 */
public final class EightBitDowngrade implements ByteSink {

  private static final String ENCODING = "Content-Transfer-Encoding";

  /** What RFC 1428 §3 calls text in a character set that nobody named. */
  private static final String UNKNOWN_TEXT = "text/plain; charset=unknown-8bit";

  private final PartWalker walker;

  /**
   * @param plan what a {@link SevenBitSurvey} of the same message came to
   * @param sink takes the rewritten message
   */
  public EightBitDowngrade(Convertible plan, ByteSink sink) {
    walker = new PartWalker(new Rewriter(plan, sink), plan.isBinary());
  }

  /** Takes the next slice of the message. */
  @Override
  public void write(byte[] bytes, int offset, int length) {
    walker.write(bytes, offset, length);
  }

  /** Ends the message. */
  public void finish() {
    walker.finish();
  }

  private static final class Rewriter implements PartVisitor {
    private final Convertible plan;
    private final ByteSink sink;
    private @Nullable TransferEncoder encoder;

    Rewriter(Convertible plan, ByteSink sink) {
      this.plan = plan;
      this.sink = sink;
    }

    @Override
    public void header(Part part, HeaderBlock block, byte[] bytes) {
      var header = part.header();
      encoder = plan.encodes(part.number()) ? encoder(header) : null;
      var label = encoder == null ? plan.target().label() : encoder.label();
      var sealed = part.signed() || (plan.isBinary() && part.enclosed());
      var relabel = encoder != null || (plan.target().isOver(header) && !sealed);
      var labelled = copyFields(block, bytes, relabel ? label : "");
      if (block.end() > 0 && bytes[block.end() - 1] != '\n') {
        line("");
      }
      if (part.number() == 0 && !block.has("MIME-Version")) {
        line("MIME-Version: 1.0");
      }
      if (encoder != null && !block.has("Content-Type")) {
        line("Content-Type: " + UNKNOWN_TEXT);
      }
      if (relabel && !labelled) {
        line(ENCODING + ": " + label);
      }
      sink.write(bytes, block.end(), bytes.length - block.end());
    }

    private TransferEncoder encoder(PartHeader header) {
      var octets = plan.isBinary() && header.isBinary();
      return header.isText() && !octets
          ? new QuotedPrintableEncoder(sink)
          : new Base64Encoder(sink);
    }

    /**
     * Copies the header, with {@code label} in place of the encoding if it is not empty.
     *
     * @return whether there was an encoding to replace
     */
    private boolean copyFields(HeaderBlock block, byte[] bytes, String label) {
      var labelled = false;
      var copied = 0;
      for (var field : block) {
        if (!label.isEmpty() && field.is(ENCODING)) {
          sink.write(bytes, copied, field.start() - copied);
          copied = field.end();
          if (!labelled) {
            line(ENCODING + ": " + label);
          }
          labelled = true;
        }
      }
      sink.write(bytes, copied, block.end() - copied);
      return labelled;
    }

    private void line(String text) {
      var bytes = (text + "\r\n").getBytes(StandardCharsets.US_ASCII);
      sink.write(bytes, 0, bytes.length);
    }

    @Override
    public void body(byte[] bytes, int offset, int length) {
      if (encoder == null) {
        sink.write(bytes, offset, length);
      } else {
        encoder.write(bytes, offset, length);
      }
    }

    @Override
    public void bodyEnd() {
      if (encoder != null) {
        encoder.finish();
        encoder = null;
      }
    }

    @Override
    public void between(byte[] bytes, int offset, int length) {
      var clean = new byte[length];
      for (var i = 0; i < length; i++) {
        var b = bytes[offset + i];
        var high = b < 0 && plan.target() == Lines.SEVEN_BIT;
        var bad = high || (plan.isBinary() && isAlone(bytes, offset, length, i));
        clean[i] = bad ? (byte) '?' : b;
      }
      sink.write(clean, 0, length);
    }

    /** Whether it is a NUL, or half of a line end; no slice ends between CR and LF. */
    private static boolean isAlone(byte[] bytes, int offset, int length, int at) {
      return switch (bytes[offset + at]) {
        case 0 -> true;
        case '\r' -> at + 1 == length || bytes[offset + at + 1] != '\n';
        case '\n' -> at == 0 || bytes[offset + at - 1] != '\r';
        default -> false;
      };
    }
  }
}
