package milena.delivery.send;

import java.util.concurrent.CompletionStage;
import milena.delivery.outcome.Ending;

/** The bytes of a message, piece by piece. */
public interface MessageBytes {

  /** How many pieces there are. */
  int pieces();

  /**
   * Reads one piece; nobody writes to its array any more.
   *
   * @param index 0 for the first; asked in order, one at a time
   * @return completes with a {@link Piece}, never exceptionally
   */
  CompletionStage<Piece> read(int index);

  /** A piece, or why there is none. */
  sealed interface Piece {
    /** It was read. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares pieces, and a copy would cost
    record Read(byte[] bytes) implements Piece {}

    /** It was not, and this is how the attempt ends. */
    record Missing(Ending ending) implements Piece {}
  }
}
