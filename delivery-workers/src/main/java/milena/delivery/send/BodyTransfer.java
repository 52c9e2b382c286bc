package milena.delivery.send;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import milena.delivery.outcome.Ending;
import milena.delivery.outcome.SessionStage;
import milena.delivery.send.MessageBytes.Piece;
import milena.mail.mime.DotStuffer;
import org.jspecify.annotations.Nullable;

/**
 * Sends one message, dot-stuffed or, if it is binary, as it is in one counted chunk (RFC 3030), as
 * fast as the channel takes it; confined to the channel's event loop.
 *
 * <p>Long runs of a piece are wrapped, not copied; at most a window of a piece is in the channel's
 * buffer beyond what it calls writable, and one piece is read ahead. The final dot is written only
 * when permission is given in that moment. It joins the body in one write where that surely fits
 * into the kernel's buffer; otherwise it waits until the kernel has taken all before it, so that
 * the permission was asked when the dot really left. What a dot is to lines, a last chunk of
 * nothing is to a binary message: it is sent when the server has said that it has the octets.
 */
final class BodyTransfer {

  private static final int WINDOW = 64 * 1024;
  private static final int SMALL = 16 * 1024;
  private static final int SHORT_RUN = 1024;
  private static final int WATCH_MS = 50;
  private static final String LAST_CHUNK = "BDAT 0 LAST\r\n";

  private final Channel channel;
  private final Outgoing outgoing;
  private final Consumer<Happening> teller;
  private final Runnable progress;
  private final boolean binary;
  private final DotStuffer stuffer = new DotStuffer(this::take);

  private @Nullable ByteBuf gathered;
  private @Nullable ChannelFuture lastWrite;
  private byte[] piece = new byte[0];
  private int at;
  private int next;
  private @Nullable CompletionStage<Piece> ahead;
  private boolean waitingForPiece;
  private boolean stopped;
  private long sent;

  /**
   * A transfer that has not begun.
   *
   * @param teller takes {@link Happening.DotSent} or {@link Happening.BodyStopped}, once, and
   *     before it {@link Happening.ChunkSent} of a binary message
   * @param progress run whenever the network took something
   */
  BodyTransfer(Channel channel, Outgoing outgoing, Consumer<Happening> teller, Runnable progress) {
    this.channel = channel;
    this.outgoing = outgoing;
    this.teller = teller;
    this.progress = progress;
    this.binary = outgoing.envelope().isBinary();
    if (binary) {
      say("BDAT " + outgoing.envelope().size() + "\r\n");
    }
  }

  /** Message bytes handed to the channel so far, before dot-stuffing. */
  long sent() {
    return sent;
  }

  /** Begins, and goes on whenever the channel has become writable. */
  void pump() {
    while (!stopped && !waitingForPiece && channel.isActive()) {
      if (at < piece.length) {
        if (!channel.isWritable()) {
          channel.flush();
          return;
        }
        writeWindow();
      } else if (next < outgoing.bytes().pieces()) {
        fetch();
      } else {
        end();
      }
    }
  }

  /** Nothing more is written, and nothing told. */
  void stop() {
    stopped = true;
    piece = new byte[0];
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
  }

  private void writeWindow() {
    var length = Math.min(WINDOW, piece.length - at);
    if (!binary) {
      stuffer.write(piece, at, length);
    } else if (length <= outgoing.envelope().size() - sent) {
      take(piece, at, length);
    } else {
      // What is more than was announced would be read as commands.
      stopFor(miscounted());
      return;
    }
    at += length;
    sent += length;
    if (sent > SMALL) {
      writeGathered();
      progress.run();
    }
  }

  private void fetch() {
    var read = ahead != null ? ahead : outgoing.bytes().read(next);
    ahead = null;
    next++;
    var future = read.toCompletableFuture();
    if (future.isDone()) {
      arrived(future.join());
      return;
    }
    waitingForPiece = true;
    channel.flush();
    read.thenAccept(
        piece ->
            channel
                .eventLoop()
                .execute(
                    () -> {
                      waitingForPiece = false;
                      arrived(piece);
                      pump();
                    }));
  }

  private void arrived(Piece read) {
    if (stopped) {
      return;
    }
    switch (read) {
      case Piece.Read(var bytes) -> {
        piece = bytes;
        at = 0;
        progress.run();
        if (next < outgoing.bytes().pieces()) {
          ahead = outgoing.bytes().read(next);
        }
      }
      case Piece.Missing(var ending) -> stopFor(ending);
    }
  }

  private void end() {
    if (binary && sent != outgoing.envelope().size()) {
      stopFor(miscounted());
      return;
    }
    if (sent <= SMALL && !binary) {
      dot();
      return;
    }
    writeGathered();
    channel.flush();
    var last = lastWrite;
    waitingForPiece = true;
    if (last != null) {
      last.addListener(
          done -> {
            if (done.isSuccess() && !stopped) {
              progress.run();
              allTaken();
            }
          });
    }
  }

  private void allTaken() {
    if (binary) {
      teller.accept(new Happening.ChunkSent());
    } else {
      dot();
    }
  }

  /** Ends a binary message whose octets the server has; it takes it for whole after this. */
  void last() {
    dot();
  }

  private static Ending miscounted() {
    return new Ending.BodyLost("the body is not as long as its record says");
  }

  private void say(String line) {
    var bytes = line.getBytes(StandardCharsets.US_ASCII);
    take(bytes, 0, bytes.length);
  }

  private void dot() {
    if (stopped) {
      return;
    }
    var refusal = outgoing.permission().refusal();
    if (refusal.isPresent()) {
      stopFor(new Ending.Withheld(SessionStage.DATA, refusal.get()));
      return;
    }
    if (binary) {
      say(LAST_CHUNK);
    } else {
      stuffer.finish();
    }
    writeGathered();
    stopped = true;
    channel.flush();
    var last = lastWrite;
    if (last != null) {
      last.addListener(
          done -> {
            if (done.isSuccess()) {
              teller.accept(new Happening.DotSent());
            }
          });
      watch(last);
    }
  }

  /** While the kernel has not taken the dot, it can still be held back. */
  private void watch(ChannelFuture last) {
    if (last.isDone()) {
      return;
    }
    var refusal = outgoing.permission().refusal();
    if (refusal.isPresent()) {
      stopFor(new Ending.Withheld(SessionStage.DATA, refusal.get()));
    } else {
      channel.eventLoop().schedule(() -> watch(last), WATCH_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void stopFor(Ending ending) {
    stop();
    teller.accept(new Happening.BodyStopped(ending));
  }

  /** Takes a run from the stuffer: a long one of the piece as it is, short ones together. */
  private void take(byte[] bytes, int offset, int length) {
    if (bytes == piece && length >= SHORT_RUN) {
      writeGathered();
      lastWrite = channel.write(Unpooled.wrappedBuffer(bytes, offset, length));
      return;
    }
    var buffer = gathered;
    if (buffer == null) {
      buffer = channel.alloc().buffer(Math.max(length, 256));
      gathered = buffer;
    }
    buffer.writeBytes(bytes, offset, length);
  }

  private void writeGathered() {
    if (gathered != null) {
      lastWrite = channel.write(gathered);
      gathered = null;
    }
  }
}
