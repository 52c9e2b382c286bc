package milena.bench.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import milena.bench.measure.LatencyHistogram;
import milena.bench.measure.LatencySummary;

/** What the disk alone takes: appends of 4 KiB to one file, each followed by fdatasync. */
public final class BareFlush {
  private static final int BLOCK = 4096;
  private static final int WARM_UP = 20;

  private BareFlush() {}

  /**
   * Measures in a folder and leaves nothing there.
   *
   * @param times how many flushes are measured, after some that are not
   * @throws IOException when the folder cannot be written
   */
  public static LatencySummary measure(Path folder, int times) throws IOException {
    var histogram = new LatencyHistogram();
    var file = Files.createTempFile(folder, "flush", ".bin");
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var block = ByteBuffer.allocateDirect(BLOCK);
      for (int i = 0; i < WARM_UP + times; i++) {
        block.clear();
        long before = System.nanoTime();
        while (block.hasRemaining()) {
          channel.write(block);
        }
        channel.force(false);
        if (i >= WARM_UP) {
          histogram.record(System.nanoTime() - before);
        }
      }
    } finally {
      Files.delete(file);
    }
    return histogram.summary();
  }
}
