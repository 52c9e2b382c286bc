package milena.delivery.connect;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import milena.delivery.outcome.Ending;
import milena.delivery.send.MessageBytes;
import milena.mail.mime.ByteSink;
import milena.mail.mime.EightBitDowngrade;
import milena.mail.mime.SevenBitPlan;

/** The forms in which a letter's bytes go out. */
final class Streams {

  private Streams() {}

  /** As they are; may be read any number of times. */
  static MessageBytes of(LetterBody body) {
    return switch (body) {
      case LetterBody.Whole(var whole) -> new Whole(whole);
      case LetterBody.Chunked(_, var chunks, var reader) -> new Chunked(chunks, reader);
    };
  }

  /** In seven bits; to be read once, in order. */
  static MessageBytes downgraded(MessageBytes source, SevenBitPlan.Convertible plan) {
    return new Downgraded(source, plan);
  }

  /** With a field before them. */
  static MessageBytes prefixed(byte[] field, MessageBytes rest) {
    return new Prefixed(field, rest);
  }

  /**
   * Reads all of it into a sink; blocks.
   *
   * @return what went wrong, if it could not be read
   */
  static Optional<Ending> feed(MessageBytes message, ByteSink sink) {
    for (var i = 0; i < message.pieces(); i++) {
      switch (message.read(i).toCompletableFuture().join()) {
        case MessageBytes.Piece.Missing(var ending) -> {
          return Optional.of(ending);
        }
        case MessageBytes.Piece.Read(var bytes) -> sink.write(bytes, 0, bytes.length);
      }
    }
    return Optional.empty();
  }

  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Whole(byte[] whole) implements MessageBytes {
    @Override
    public int pieces() {
      return 1;
    }

    @Override
    public CompletionStage<Piece> read(int index) {
      return CompletableFuture.completedFuture(new Piece.Read(whole));
    }
  }

  private record Chunked(int pieces, ChunkReader reader) implements MessageBytes {
    @Override
    public CompletionStage<Piece> read(int index) {
      return reader
          .read(index)
          .handle(
              (bytes, failure) ->
                  failure == null
                      ? new Piece.Read(bytes)
                      : new Piece.Missing(Parcel.unreadable(failure)));
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Prefixed(byte[] field, MessageBytes rest) implements MessageBytes {
    @Override
    public int pieces() {
      return 1 + rest.pieces();
    }

    @Override
    public CompletionStage<Piece> read(int index) {
      return index == 0
          ? CompletableFuture.completedFuture(new Piece.Read(field))
          : rest.read(index - 1);
    }
  }

  /**
   * Converts piece by piece, so that no more than a piece is in memory; the last is what remained.
   */
  private static final class Downgraded implements MessageBytes {
    private final MessageBytes source;
    private final ByteArrayOutputStream converted = new ByteArrayOutputStream();
    private final EightBitDowngrade downgrade;

    Downgraded(MessageBytes source, SevenBitPlan.Convertible plan) {
      this.source = source;
      this.downgrade = new EightBitDowngrade(plan, converted::write);
    }

    @Override
    public int pieces() {
      return source.pieces() + 1;
    }

    @Override
    public CompletionStage<Piece> read(int index) {
      if (index == source.pieces()) {
        downgrade.finish();
        return CompletableFuture.completedFuture(taken());
      }
      return source
          .read(index)
          .thenApply(
              piece ->
                  switch (piece) {
                    case Piece.Missing missing -> missing;
                    case Piece.Read(var bytes) -> {
                      downgrade.write(bytes, 0, bytes.length);
                      yield taken();
                    }
                  });
    }

    private Piece taken() {
      var bytes = converted.toByteArray();
      converted.reset();
      return new Piece.Read(bytes);
    }
  }
}
