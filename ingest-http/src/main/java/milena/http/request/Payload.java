package milena.http.request;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The body of a request, as often as it is to be read. */
public sealed interface Payload {

  /** Its size in bytes. */
  long size();

  /** Reads it from its beginning. */
  InputStream open() throws IOException;

  /** In memory. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Held(byte[] bytes) implements Payload {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }

  /** In a file, which whoever wrote it deletes. */
  record Spooled(Path file, long size) implements Payload {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }
}
