package milena.http.request;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are written once and read by ranges: in memory while they are few, in a file from then
 * on. Belongs to one thread.
 */
public final class Spool extends OutputStream {

  private final int most;
  private final Path folder;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private byte[] read = new byte[0];
  private long size;
  private @Nullable Path file;
  private @Nullable FileChannel channel;

  /**
   * Empty.
   *
   * @param mostHeld so many bytes stay in memory
   * @param folder where the file is made, if there has to be one
   */
  public Spool(int mostHeld, Path folder) {
    this.most = mostHeld;
    this.folder = folder;
  }

  /** Bytes written so far. */
  public long size() {
    return size;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (channel == null && size + length > most) {
      spill();
    }
    var open = channel;
    if (open == null) {
      held.write(bytes, offset, length);
    } else {
      var buffer = ByteBuffer.wrap(bytes, offset, length);
      while (buffer.hasRemaining()) {
        open.write(buffer);
      }
    }
    size += length;
  }

  private void spill() throws IOException {
    Files.createDirectories(folder);
    var made = Files.createTempFile(folder, "body-", ".part");
    file = made;
    channel = FileChannel.open(made, StandardOpenOption.READ, StandardOpenOption.WRITE);
    var before = held.toByteArray();
    held.reset();
    channel.write(ByteBuffer.wrap(before));
  }

  /** All of it, as a payload; it is there until this is closed. */
  public Payload payload() {
    var spooled = file;
    return spooled == null ? new Payload.Held(frozen()) : new Payload.Spooled(spooled, size);
  }

  /** Reads a range. */
  public InputStream open(long from, long length) throws IOException {
    var open = channel;
    if (open == null) {
      return new ByteArrayInputStream(frozen(), Math.toIntExact(from), Math.toIntExact(length));
    }
    return new Range(open, from, from + length);
  }

  // Copied once, however many messages have it.
  private byte[] frozen() {
    if (read.length != size) {
      read = held.toByteArray();
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    held.reset();
    var open = channel;
    var spooled = file;
    if (open != null) {
      open.close();
    }
    if (spooled != null) {
      Files.deleteIfExists(spooled);
    }
  }

  private static final class Range extends InputStream {
    private final FileChannel channel;
    private final long end;
    private long at;

    Range(FileChannel channel, long at, long end) {
      this.channel = channel;
      this.at = at;
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (at >= end) {
        return -1;
      }
      int count = (int) Math.min(length, end - at);
      int read = channel.read(ByteBuffer.wrap(bytes, offset, count), at);
      at += Math.max(0, read);
      return read;
    }
  }
}
