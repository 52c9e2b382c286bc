package milena.mail.mime;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the structure of a message that arrives in slices (RFC 2046 §5.1).
 *
 * <p>Works line by line: a header is collected, a line of a body is passed on as soon as it is
 * known not to be a delimiter. Memory is bounded by one header and one line; time is linear, since
 * only lines that begin with two hyphens are compared with the delimiters, of which there are at
 * most {@value #MAX_DEPTH}.
 *
 * <p>In binary content (RFC 3030) a CR or LF alone is an octet like others, so that only CR LF ends
 * a line; elsewhere LF does.
 *
 * <pre>
 *   HEADER --empty line--> BODY (leaf) | BETWEEN (multipart) | HEADER (message)
 *   any    --delimiter---> HEADER
 *   any    --closing-----> BETWEEN
 * </pre>
 */
final class PartWalker implements ByteSink {

  /** Multiparts within multiparts; people's mail has three or four. */
  static final int MAX_DEPTH = 20;

  /** Parts of one message. */
  static final int MAX_PARTS = 10_000;

  /** Longer than any delimiter; longer lines are passed on in pieces. */
  private static final int MAX_PIECE = 1024;

  private enum Place {
    HEADER,
    BODY,
    BETWEEN
  }

  /** A multipart that is open. */
  private static final class Level {
    private final byte[] delimiter;
    private final boolean digest;
    private final boolean signed;
    private final boolean enclosed;

    Level(PartHeader part, boolean signed, boolean enclosed) {
      delimiter = part.delimiter();
      digest = part.isDigest();
      this.signed = signed || part.isSigned();
      this.enclosed = enclosed;
    }
  }

  private final PartVisitor visitor;
  private final boolean binary;
  private final byte[] line = new byte[MAX_PIECE];
  private int lineLength;
  private boolean lineBegins = true;

  /** The line end before the current line, which belongs to a delimiter if one follows. */
  private byte[] heldLineEnd = {};

  private final ByteArrayOutputStream header = new ByteArrayOutputStream();
  private final Deque<Level> levels = new ArrayDeque<>();
  private Place place = Place.HEADER;
  private boolean inDigest;
  private boolean signed;
  private boolean enclosed;
  private int parts;
  private @Nullable String fault;

  PartWalker(PartVisitor visitor, boolean binary) {
    this.visitor = visitor;
    this.binary = binary;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    var end = offset + length;
    for (var at = offset; at < end && fault == null; at++) {
      line[lineLength++] = bytes[at];
      if (bytes[at] == '\n' && lineEnd() > 0) {
        piece(true);
      } else if (lineLength == MAX_PIECE) {
        fullPiece();
      }
    }
  }

  /** Passes on a piece of a long line; a CR may have its LF yet and stays with it. */
  private void fullPiece() {
    var cr = line[lineLength - 1] == '\r';
    if (cr) {
      lineLength--;
    }
    piece(false);
    if (cr) {
      line[lineLength++] = '\r';
    }
  }

  /** Ends the message. */
  void finish() {
    if (fault != null) {
      return;
    }
    if (lineLength > 0) {
      piece(false);
    }
    if (place == Place.HEADER && fault == null) {
      headerEnd();
    }
    if (place == Place.BODY) {
      releaseLineEnd();
      visitor.bodyEnd();
    }
  }

  /** Why the walk stopped before the end, if it did. */
  Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  private void piece(boolean ends) {
    if (!(lineBegins && lineLength > 2 && line[0] == '-' && line[1] == '-' && delimiter())) {
      switch (place) {
        case HEADER -> headerPiece(ends);
        case BODY -> bodyPiece();
        case BETWEEN -> visitor.between(line, 0, lineLength);
      }
    }
    lineLength = 0;
    lineBegins = ends;
  }

  private void headerPiece(boolean ends) {
    header.write(line, 0, lineLength);
    if (header.size() > HeaderBlock.MAX_OCTETS) {
      fault = "the header of a part is too long";
    } else if (lineBegins && ends && lineLength - lineEnd() == 0) {
      headerEnd();
    }
  }

  private void headerEnd() {
    var bytes = header.toByteArray();
    header.reset();
    var block = HeaderBlock.of(bytes, 0, bytes.length);
    var part = PartHeader.of(block, inDigest);
    inDigest = false;
    if (parts == MAX_PARTS) {
      fault = "the message has too many parts";
      return;
    }
    visitor.header(new PartVisitor.Part(parts++, part, signed, enclosed), block, bytes);
    if (part.isMultipart()) {
      enter(part);
    } else {
      enclosed |= part.isMessage();
      place = part.isMessage() ? Place.HEADER : Place.BODY;
    }
  }

  private void enter(PartHeader part) {
    if (levels.size() == MAX_DEPTH) {
      fault = "the message is nested too deeply";
      return;
    }
    levels.push(new Level(part, signed, enclosed));
    place = Place.BETWEEN;
  }

  private void bodyPiece() {
    releaseLineEnd();
    var content = lineLength - lineEnd();
    visitor.body(line, 0, content);
    heldLineEnd = Arrays.copyOfRange(line, content, lineLength);
  }

  private void releaseLineEnd() {
    visitor.body(heldLineEnd, 0, heldLineEnd.length);
    heldLineEnd = new byte[0];
  }

  /** Octets of the line end that the current piece has. */
  private int lineEnd() {
    if (lineLength == 0 || line[lineLength - 1] != '\n') {
      return 0;
    }
    if (lineLength > 1 && line[lineLength - 2] == '\r') {
      return 2;
    }
    return binary ? 0 : 1;
  }

  /** Handles the current line if it is a delimiter of a multipart that is open. */
  private boolean delimiter() {
    var length = lineLength - lineEnd();
    while (length > 0 && isPadding(line[length - 1])) {
      length--;
    }
    for (var level : levels) {
      var size = level.delimiter.length;
      var closing = length == size + 2 && line[size] == '-' && line[size + 1] == '-';
      if ((closing || length == size) && Arrays.equals(line, 0, size, level.delimiter, 0, size)) {
        leave(level, closing);
        return true;
      }
    }
    return false;
  }

  private boolean isPadding(byte b) {
    return binary ? b == ' ' || b == '\t' : b <= ' ' && b >= 0;
  }

  private void leave(Level level, boolean closing) {
    if (place == Place.HEADER) {
      headerEnd();
    }
    if (place == Place.BODY) {
      visitor.bodyEnd();
    }
    while (levels.peek() != level) {
      levels.pop();
    }
    if (closing) {
      levels.pop();
    }
    inDigest = !closing && level.digest;
    signed = level.signed;
    enclosed = level.enclosed;
    place = closing ? Place.BETWEEN : Place.HEADER;
    visitor.between(heldLineEnd, 0, heldLineEnd.length);
    heldLineEnd = new byte[0];
    visitor.between(line, 0, lineLength);
  }
}
