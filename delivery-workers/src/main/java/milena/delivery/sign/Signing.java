package milena.delivery.sign;

import java.time.InstantSource;
import milena.delivery.send.MessageBytes;
import milena.delivery.send.MessageBytes.Piece;
import milena.delivery.sign.Signed.Reason;
import milena.mail.address.FromDomains;
import milena.mail.dkim.DkimSigner;
import milena.mail.mime.HeaderBlock;

/** Signs messages with the keys there are. */
public final class Signing {

  private final SigningKeys keys;
  private final InstantSource clock;

  /** Signs with these keys, by the time of this clock. */
  public Signing(SigningKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** Whether any message is signed at all. */
  public boolean isActive() {
    return !keys.isEmpty();
  }

  /**
   * Signs a message, reading it from its beginning; only if a key covers its author also to its
   * end.
   *
   * <p>Blocks while pieces are read, and takes a millisecond of computing: not for an event loop. A
   * message whose header is larger than its first piece is not signed.
   *
   * @param binary it leaves octet for octet (RFC 3030), not in lines
   */
  public Signed sign(MessageBytes message, boolean binary) {
    return switch (message.read(0).toCompletableFuture().join()) {
      case Piece.Missing(var ending) -> new Signed.Unreadable(ending);
      case Piece.Read(var first) -> {
        var header =
            message.pieces() == 1
                ? HeaderBlock.of(first, 0, first.length)
                : HeaderBlock.find(first, 0, first.length).orElse(null);
        yield header == null
            ? new Signed.Unsigned(Reason.HEADER_TOO_LONG)
            : sign(message, first, header, binary);
      }
    };
  }

  private Signed sign(MessageBytes message, byte[] first, HeaderBlock header, boolean binary) {
    var from = header.first("From");
    if (from.isEmpty()) {
      return new Signed.Unsigned(Reason.NO_FROM);
    }
    var domains = FromDomains.of(from.get().value());
    if (domains.isEmpty()) {
      return new Signed.Unsigned(Reason.FROM_UNREADABLE);
    }
    var signer = keys.signer(domains.get().getFirst());
    return signer.isEmpty()
        ? new Signed.Unsigned(Reason.NO_KEY)
        : sign(message, first, header, signer.get(), binary);
  }

  private Signed sign(
      MessageBytes message, byte[] first, HeaderBlock header, DkimSigner signer, boolean binary) {
    var body = binary ? signer.binaryBodyHash() : signer.bodyHash();
    body.write(first, header.bodyStart(), first.length - header.bodyStart());
    for (var i = 1; i < message.pieces(); i++) {
      switch (message.read(i).toCompletableFuture().join()) {
        case Piece.Missing(var ending) -> {
          return new Signed.Unreadable(ending);
        }
        case Piece.Read(var bytes) -> body.write(bytes, 0, bytes.length);
      }
    }
    return new Signed.Field(signer.sign(header, body, clock.instant()));
  }
}
