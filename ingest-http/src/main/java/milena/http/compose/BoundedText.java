package milena.http.compose;

import java.io.Writer;

/** What a template writes, as far as its effort allows. */
final class BoundedText extends Writer {

  private final Effort effort;
  private final StringBuilder text = new StringBuilder();

  BoundedText(Effort effort) {
    this.effort = effort;
  }

  @Override
  public void write(char[] buffer, int offset, int length) {
    effort.written(length);
    text.append(buffer, offset, length);
  }

  @Override
  public void write(String string, int offset, int length) {
    effort.written(length);
    text.append(string, offset, offset + length);
  }

  /** One round of a loop, which may write nothing. */
  void step() {
    effort.step();
  }

  @Override
  public void flush() {
    // Nothing is held back.
  }

  @Override
  public void close() {
    // There is nothing to close.
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
