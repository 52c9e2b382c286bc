package milena.bench.measure;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file to which lines are written as they happen, at the cost of a copy into a buffer.
 *
 * <p>The owner calls {@link #flush} from time to time, so that a reader sees what was written. A
 * disk that fails is logged once and remembered: what is being measured goes on, and the report
 * says that the file is not complete. Safe for use by several threads.
 */
public final class LineFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LineFile.class);
  private static final int BUFFER_BYTES = 64 * 1024;

  private final OutputStream out;
  private boolean failed;

  private LineFile(OutputStream out) {
    this.out = out;
  }

  /**
   * Creates the file, or empties it when there is one.
   *
   * @throws IOException when it cannot be written
   */
  public static LineFile create(Path path) throws IOException {
    return new LineFile(new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES));
  }

  /** Writes one line of fields with tabs between them; they must hold neither tab nor newline. */
  public synchronized void write(String... fields) {
    attempt(
        () -> {
          out.write(String.join("\t", fields).getBytes(StandardCharsets.UTF_8));
          out.write('\n');
        });
  }

  /** Makes what was written so far visible to readers of the file. */
  public synchronized void flush() {
    attempt(out::flush);
  }

  /** Returns whether every line so far was written. */
  public synchronized boolean complete() {
    return !failed;
  }

  @Override
  public synchronized void close() {
    attempt(out::close);
  }

  private void attempt(Write write) {
    if (failed) {
      return;
    }
    try {
      write.run();
    } catch (IOException e) {
      failed = true;
      LOG.error("line file failed reason={}", e.getMessage());
    }
  }

  private interface Write {
    void run() throws IOException;
  }
}
