package milena.delivery.connect;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import milena.delivery.outcome.Ending;
import milena.delivery.outcome.Said;
import milena.delivery.send.Capabilities;
import milena.delivery.send.Envelope;
import milena.delivery.send.MessageBytes;
import milena.delivery.send.MessageBytes.Piece;

/** Makes a letter fit for the next hop: what that hop lacks is never sent to it. */
final class LetterFitting {

  /** The letter as a server with these capabilities takes it; never completes exceptionally. */
  CompletionStage<Fitted> fit(Letter letter, Capabilities offered) {
    var unfit = EnvelopeRules.unfit(letter, offered);
    if (unfit.isPresent()) {
      return done(new Fitted.Unfit(new Ending.Unfit(unfit.get())));
    }
    var envelope =
        new Envelope(
            letter.sender(),
            letter.recipient(),
            letter.body().size(),
            letter.eightBit(),
            letter.smtpUtf8());
    return done(new Fitted.Ready(envelope, bytes(letter.body())));
  }

  private static CompletionStage<Fitted> done(Fitted fitted) {
    return CompletableFuture.completedFuture(fitted);
  }

  private static MessageBytes bytes(LetterBody body) {
    return switch (body) {
      case LetterBody.Whole(var whole) -> new WholeBytes(whole);
      case LetterBody.Chunked(_, var chunks, var reader) -> new ChunkedBytes(chunks, reader);
    };
  }

  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record WholeBytes(byte[] whole) implements MessageBytes {
    @Override
    public int pieces() {
      return 1;
    }

    @Override
    public CompletionStage<Piece> read(int index) {
      return CompletableFuture.completedFuture(new Piece.Read(whole));
    }
  }

  private record ChunkedBytes(int pieces, ChunkReader reader) implements MessageBytes {
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

  /** What can be said of an envelope without looking into the message. */
  private static final class EnvelopeRules {

    static Optional<Said> unfit(Letter letter, Capabilities offered) {
      if (!isOneLine(letter.sender()) || !isOneLine(letter.recipient())) {
        return Optional.of(Said.local("5.1.3", "an address holds a control character"));
      }
      if (letter.requireTls()) {
        return Optional.of(Said.local("5.7.30", "REQUIRETLS cannot be promised for the next hop"));
      }
      var nonAscii = !isAscii(letter.sender()) || !isAscii(letter.recipient());
      if ((letter.smtpUtf8() || nonAscii) && !offered.smtpUtf8()) {
        return Optional.of(Said.local("5.6.7", "the next hop does not offer SMTPUTF8"));
      }
      if (offered.maxSize() > 0 && letter.body().size() > offered.maxSize()) {
        var text = "the next hop takes at most " + offered.maxSize() + " bytes";
        return Optional.of(Said.local("5.3.4", text));
      }
      return letter.binaryMime() || (letter.eightBit() && !offered.eightBitMime())
          ? Optional.of(Said.local("5.6.3", "the next hop does not offer 8BITMIME"))
          : Optional.empty();
    }

    private static boolean isOneLine(String address) {
      return address.chars().allMatch(c -> c >= ' ' && c != 0x7f);
    }

    private static boolean isAscii(String address) {
      return address.chars().allMatch(c -> c < 0x80);
    }
  }
}
