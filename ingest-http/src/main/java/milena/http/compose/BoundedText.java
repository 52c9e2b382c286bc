package milena.http.compose;

import io.pebbletemplates.pebble.extension.writer.SpecializedWriter;
import io.pebbletemplates.pebble.utils.StringUtils;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** What a template writes, as far as its effort allows. */
final class BoundedText extends Writer implements SpecializedWriter {

  /** What this thread fills: the engines tell their words nothing of whom they work for. */
  private static final ScopedValue<BoundedText> NOW = ScopedValue.newInstance();

  private final Effort effort;
  private final StringBuilder text = new StringBuilder();

  private BoundedText(Effort effort) {
    this.effort = effort;
  }

  /** Something that writes. */
  interface Writing {
    void to(BoundedText text) throws IOException;
  }

  /** What is written. */
  static String of(Effort effort, Writing writing) throws IOException {
    var text = new BoundedText(effort);
    return ScopedValue.where(NOW, text)
        .call(
            () -> {
              writing.to(text);
              return text.toString();
            });
  }

  /** That of the template which is being filled on this thread. */
  static BoundedText current() {
    return NOW.get();
  }

  Effort effort() {
    return effort;
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

  // A list is weighed before there is a text of it.
  @Override
  public void write(@Nullable Object value) {
    effort.weigh(value);
    writeSpecialized(StringUtils.toString(value));
  }

  @Override
  public void writeSpecialized(String value) {
    write(value, 0, value.length());
  }

  @Override
  public void writeSpecialized(int value) {
    writeSpecialized(Integer.toString(value));
  }

  @Override
  public void writeSpecialized(long value) {
    writeSpecialized(Long.toString(value));
  }

  @Override
  public void writeSpecialized(double value) {
    writeSpecialized(Double.toString(value));
  }

  @Override
  public void writeSpecialized(float value) {
    writeSpecialized(Float.toString(value));
  }

  @Override
  public void writeSpecialized(short value) {
    writeSpecialized(Short.toString(value));
  }

  @Override
  public void writeSpecialized(byte value) {
    writeSpecialized(Byte.toString(value));
  }

  @Override
  public void writeSpecialized(char value) {
    writeSpecialized(Character.toString(value));
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
