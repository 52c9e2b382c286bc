package milena.http.submit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Some bytes of a message, wherever they are. */
public interface Piece {

  /** How many. */
  long size();

  /** Reads them. */
  InputStream open() throws IOException;

  /** In memory; not changed any more. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Bytes(byte[] bytes) implements Piece {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }
}
