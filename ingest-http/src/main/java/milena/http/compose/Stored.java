package milena.http.compose;

import java.io.IOException;
import java.io.InputStream;
import milena.http.request.Spool;
import milena.http.submit.Piece;

/** Bytes of a message that stay in the spool of its request. */
record Stored(Spool spool, long from, long size) implements Piece {
  @Override
  public InputStream open() throws IOException {
    return spool.open(from, size);
  }
}
