package milena.ingest.converse;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import milena.ingest.accept.AcceptDecision;
import milena.ingest.accept.MessageReceipt;
import milena.ingest.accept.MessageReceipt.Framing;
import milena.ingest.accept.Terms;
import milena.ingest.accept.Trace;
import milena.ingest.log.ContentWriter;
import milena.ingest.log.LogReceipt;
import milena.mail.reply.SmtpReply;

/**
 * The message of one transaction while it comes in: feeds its receipt a slice at a time, and knows
 * for how long it may take, and wait for room. Belongs to the thread of its connection.
 */
final class IncomingMessage {

  /** How far feeding came. */
  enum Fed {
    /** A slice was taken. */
    SLICE,
    /** The log has enough in hand; nothing was taken. */
    CONGESTED,
    /** The final dot was taken. */
    ENDED,
    /** A refused message does not end; its sender is to be cut off. */
    ENDLESS
  }

  private static final int SLICE = 32 * 1024;
  private static final FastThreadLocal<byte[]> SCRATCH =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[SLICE];
        }
      };

  private final MessageReceipt receipt;
  private final int recipients;
  private final long beganAt;
  private boolean congested;
  private long congestedAt;

  /**
   * Begins one.
   *
   * @param framing how it comes in
   * @param terms on which it is taken
   * @param room told on the connection's thread when a congestion may be over
   * @param now by the monotonic clock, ns, as in every call
   */
  IncomingMessage(
      Trace trace,
      MessageReceipt.Shared shared,
      Framing framing,
      Terms terms,
      Executor loop,
      Runnable room,
      long now) {
    var writer = new ContentWriter(trace.id(), shared.content(), loop, room);
    this.receipt = new MessageReceipt(trace, shared, framing, terms, writer);
    this.recipients = trace.recipients().size();
    this.beganAt = now;
  }

  /**
   * Takes a slice of what waits; what follows the final dot is left.
   *
   * @param atMost so many bytes
   */
  Fed feed(ByteBuf waiting, long atMost, long now) {
    if (isCongested(now)) {
      return Fed.CONGESTED;
    }
    var slice = SCRATCH.get();
    int count = (int) Math.min(atMost, Math.min(slice.length, waiting.readableBytes()));
    waiting.getBytes(waiting.readerIndex(), slice, 0, count);
    waiting.skipBytes(receipt.take(slice, 0, count));
    if (receipt.ended()) {
      return Fed.ENDED;
    }
    return receipt.endless() ? Fed.ENDLESS : Fed.SLICE;
  }

  /** The last chunk has come. */
  void endOfChunks() {
    receipt.endOfChunks();
  }

  /** Why it will not be taken, as far as is known. */
  Optional<SmtpReply> refusal() {
    return receipt.refusal();
  }

  private boolean isCongested(long now) {
    boolean before = congested;
    congested = receipt.congested();
    if (congested) {
      if (!before) {
        congestedAt = now;
      }
      receipt.awaitBudget();
    }
    return congested;
  }

  /** Whether it was congested when it was fed last. */
  boolean congested() {
    return congested;
  }

  /** There may be room again; returns whether that was waited for. */
  boolean roomAgain() {
    boolean waited = congested;
    congested = false;
    return waited;
  }

  /** Whether it has waited for room for longer than that. */
  boolean isStuck(long now, long roomNanos) {
    return congested && now - congestedAt > roomNanos;
  }

  /** The rest is dropped. */
  void giveUp() {
    receipt.giveUp();
  }

  /** When it began. */
  long beganAt() {
    return beganAt;
  }

  /** Makes it durable; the answer comes on the connection's thread, maybe before this returns. */
  void finish(Consumer<AcceptDecision<LogReceipt>> decided) {
    congested = false;
    receipt.finish(decided);
  }

  /** The id that the reply carries. */
  String id() {
    return receipt.id();
  }

  /** Bytes that will stand in the log. */
  long size() {
    return receipt.size();
  }

  int recipients() {
    return recipients;
  }

  /** Whether every server would find its end where it was found here. */
  boolean inStep() {
    return receipt.inStep();
  }

  /** Gives up what is held. */
  void close() {
    receipt.close();
  }
}
