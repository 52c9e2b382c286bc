package milena.mail.mime;

import org.jspecify.annotations.Nullable;

/**
 * Decodes what a client sends after DATA, at whatever split it arrives (RFC 5321 §4.5.2).
 *
 * <p>Only CR LF ends a line and only CR LF dot CR LF ends the content. A CR or LF alone, which
 * makes servers disagree about where a message ends, is a fault from which the content does not
 * recover; the decoder then only looks for the true end, so that the session stays in step.
 *
 * <pre>
 *   LINE_START --'.'--> DOT --CR--> DOT_CR --LF--> ENDED
 *       |                |
 *       +---- other -----+--> IN_LINE --CR--> AFTER_CR --LF--> LINE_START
 *   AFTER_CR --LF of the empty line after a binary message's header--> BINARY
 * </pre>
 *
 * Not safe for use by several threads.
 */
public final class DotUnstuffer {

  /** Octets of a line without its CR LF (RFC 5321 §4.5.3.1.6). */
  public static final int MAX_LINE = 998;

  private static final DataOutcome READING = new DataOutcome.Reading();

  private enum Place {
    LINE_START,
    DOT,
    DOT_CR,
    IN_LINE,
    AFTER_CR,
    BINARY,
    ENDED
  }

  private static final byte[] LINE_END = {'\r', '\n'};

  /** How the content comes. */
  private enum Form {
    STUFFED,
    COUNTED,
    BINARY
  }

  private final Form form;
  private final int maxLine;
  private final long maxSize;
  private final ByteSink sink;
  private final HopCounter hops = new HopCounter();

  private Place place = Place.LINE_START;
  private int lineLength;
  private long size;
  private long taken;
  private int bitsSeen;
  private @Nullable DataFault fault;

  /**
   * @param maxLine octets that a line may have without its CR LF, {@link #MAX_LINE} by the standard
   * @param maxSize octets that the content may have
   * @param sink takes the content, without stuffed dots and the final dot
   */
  public DotUnstuffer(int maxLine, long maxSize, ByteSink sink) {
    this(Form.STUFFED, maxLine, maxSize, sink);
  }

  private DotUnstuffer(Form form, int maxLine, long maxSize, ByteSink sink) {
    this.form = form;
    this.maxLine = maxLine;
    this.maxSize = maxSize;
    this.sink = sink;
  }

  /**
   * For content that is counted instead (BDAT, RFC 3030): a dot is a dot, and {@link #end} says
   * where it ends. All else about it is as after DATA, since it may leave that way.
   */
  public static DotUnstuffer ofCounted(int maxLine, long maxSize, ByteSink sink) {
    return new DotUnstuffer(Form.COUNTED, maxLine, maxSize, sink);
  }

  /**
   * For content that is counted and was declared BINARYMIME (RFC 3030 §3): its header has lines as
   * all mail, and after the empty line come any octets, which are passed on as they are.
   */
  public static DotUnstuffer ofBinary(int maxLine, long maxSize, ByteSink sink) {
    return new DotUnstuffer(Form.BINARY, maxLine, maxSize, sink);
  }

  /** Counted content has ended; a line end is added where its last line has none. */
  public void end() {
    if (place == Place.AFTER_CR) {
      refuse(DataFault.BARE_CR);
    } else if (place == Place.IN_LINE) {
      pass(LINE_END, 0, LINE_END.length);
    }
    place = Place.ENDED;
  }

  /**
   * Takes bytes up to the end of the content.
   *
   * @return how many were taken; fewer than {@code length} only when the content ended, and what
   *     follows are commands
   */
  public int accept(byte[] bytes, int offset, int length) {
    var end = offset + length;
    var at = offset;
    // Where the run of octets to pass on begins; stuffed dots fall between runs.
    var run = offset;
    while (at < end && place != Place.ENDED) {
      if (place == Place.BINARY) {
        at = skipBinary(bytes, at, end);
        break;
      }
      if (place == Place.IN_LINE) {
        at = skipPlain(bytes, at, end);
        if (at == end) {
          break;
        }
      }
      var b = bytes[at];
      var before = place;
      place = next(b);
      run = nextRun(bytes, run, at, before);
      at++;
    }
    if (run < at) {
      pass(bytes, run, at);
    }
    taken += at - offset;
    return at - offset;
  }

  /** Passes the run on where a dot falls out of the content; returns where the run now begins. */
  private int nextRun(byte[] bytes, int run, int at, Place before) {
    if (before == Place.LINE_START && place == Place.DOT) {
      pass(bytes, run, at);
      return at + 1;
    }
    // What follows the dot is held back: it is the end, or a fault after which nothing is passed.
    return place == Place.DOT_CR || place == Place.ENDED ? bytes.length : run;
  }

  /** Advances over octets that cannot change the place; most octets of a message. */
  private int skipPlain(byte[] bytes, int from, int end) {
    var at = from;
    var bits = 0;
    while (at < end) {
      var b = bytes[at];
      if (b <= '\r' && (b == '\r' || b == '\n' || b == 0)) {
        break;
      }
      bits |= b;
      at++;
    }
    bitsSeen |= bits;
    lengthen(at - from);
    return at;
  }

  private int skipBinary(byte[] bytes, int from, int end) {
    for (var at = from; at < end; at++) {
      bitsSeen |= bytes[at];
    }
    return end;
  }

  private Place next(byte b) {
    bitsSeen |= b;
    if (b == 0) {
      refuse(DataFault.NUL);
    }
    return switch (place) {
      case LINE_START -> b == '.' && form == Form.STUFFED ? Place.DOT : inLine(b);
      case DOT -> b == '\r' ? Place.DOT_CR : inLine(b);
      case DOT_CR -> b == '\n' ? Place.ENDED : bareCr(b);
      case IN_LINE -> inLine(b);
      case AFTER_CR -> b == '\n' ? lineEnd() : bareCr(b);
      case BINARY -> Place.BINARY;
      case ENDED -> Place.ENDED;
    };
  }

  private Place inLine(byte b) {
    if (b == '\r') {
      return Place.AFTER_CR;
    }
    if (b == '\n') {
      refuse(DataFault.BARE_LF);
    }
    lengthen(1);
    return Place.IN_LINE;
  }

  private Place lineEnd() {
    var empty = lineLength == 0;
    lineLength = 0;
    return empty && form == Form.BINARY ? Place.BINARY : Place.LINE_START;
  }

  private Place bareCr(byte b) {
    refuse(DataFault.BARE_CR);
    return inLine(b);
  }

  private void lengthen(int octets) {
    // Saturates, so that an endless line does not wrap around.
    lineLength = Math.min(lineLength + octets, Integer.MAX_VALUE / 2);
    if (lineLength > maxLine) {
      refuse(DataFault.LINE_TOO_LONG);
    }
  }

  private void pass(byte[] bytes, int from, int to) {
    if (from == to || fault != null) {
      return;
    }
    size += to - from;
    if (size > maxSize) {
      refuse(DataFault.TOO_BIG);
      return;
    }
    hops.scan(bytes, from, to);
    sink.write(bytes, from, to - from);
  }

  private void refuse(DataFault found) {
    if (fault == null) {
      fault = found;
    }
  }

  /** How many octets were taken, so that one who never ends a refused message can be cut off. */
  public long taken() {
    return taken;
  }

  /** Whether the final dot has come. */
  public boolean ended() {
    return place == Place.ENDED;
  }

  /** What is known so far. */
  public DataOutcome outcome() {
    if (fault != null) {
      return new DataOutcome.Faulty(fault, ended());
    }
    return ended() ? new DataOutcome.Complete(size, bitsSeen < 0, hops.count()) : READING;
  }
}
