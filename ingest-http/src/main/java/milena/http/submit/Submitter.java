package milena.http.submit;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import milena.ingest.log.Content;
import milena.ingest.log.ContentSlice;
import milena.ingest.log.LogOutcome;
import milena.ingest.log.LogReceipt;
import milena.ingest.log.LogSettings;
import milena.ingest.log.LogUnavailable;
import milena.ingest.log.SubmissionLog;
import milena.ingest.log.Submittal;
import milena.schemas.Topics;

/**
 * Writes letters to the log. A call may block while too many bytes are under way, and while a large
 * message's chunks are; whether the letter itself is in the log is told later. Safe for use by
 * several threads, which should be cheap ones.
 */
public final class Submitter {

  private final SubmissionLog log;
  private final LogSettings settings;
  private final String hostname;
  private final ByteGate underWay;

  /**
   * Writes to a log.
   *
   * @param hostname how this server names itself in Received and in message ids
   */
  public Submitter(SubmissionLog log, LogSettings settings, String hostname) {
    this.log = log;
    this.settings = settings;
    this.hostname = hostname;
    this.underWay = new ByteGate(settings.memoryBudget());
  }

  /** Bytes that are not acknowledged yet. */
  public long underWay() {
    return underWay.taken();
  }

  /**
   * Submits a letter.
   *
   * @param whenDone runs once, on any thread, maybe before this returns
   * @throws IOException when the letter's own pieces cannot be read; then nothing is submitted
   */
  public void submit(Letter letter, Consumer<LogOutcome> whenDone) throws IOException {
    var before = ServerFields.before(letter, hostname);
    long size = before.length + letter.pieces().stream().mapToLong(Piece::size).sum();
    if (size <= settings.inlineLimit()) {
      inline(letter, all(before, letter), (int) size, whenDone);
      return;
    }
    switch (chunked(letter, before, size)) {
      case LogUnavailable unavailable -> whenDone.accept(unavailable);
      case Content content -> log.append(submittal(letter, content), whenDone);
    }
  }

  private static InputStream all(byte[] before, Letter letter) throws IOException {
    var streams = new ArrayList<InputStream>();
    streams.add(new Piece.Bytes(before).open());
    for (var piece : letter.pieces()) {
      streams.add(piece.open());
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }

  private void inline(Letter letter, InputStream bytes, int size, Consumer<LogOutcome> whenDone)
      throws IOException {
    underWay.take(size);
    boolean handed = false;
    try {
      var content = new Content.Inline(ByteBuffer.wrap(bytes.readNBytes(size)));
      handed = true;
      log.append(
          submittal(letter, content),
          outcome -> {
            underWay.giveBack(size);
            whenDone.accept(outcome);
          });
    } finally {
      if (!handed) {
        underWay.giveBack(size);
      }
    }
  }

  /** Chunks of one message while they are on their way. */
  private static final class Chunks {
    final Semaphore window;
    final AtomicReferenceArray<LogReceipt> receipts;
    final AtomicReference<LogUnavailable> failure = new AtomicReference<>();

    Chunks(int window, int count) {
      this.window = new Semaphore(window);
      receipts = new AtomicReferenceArray<>(count);
    }

    void ended(int index, LogOutcome outcome) {
      switch (outcome) {
        case LogReceipt receipt -> receipts.set(index, receipt);
        case LogUnavailable unavailable -> failure.compareAndSet(null, unavailable);
      }
      window.release();
    }
  }

  private milena.ingest.log.ContentOutcome chunked(Letter letter, byte[] before, long size)
      throws IOException {
    int count = Math.toIntExact((size + Topics.MAX_CHUNK_BYTES - 1) / Topics.MAX_CHUNK_BYTES);
    var chunks = new Chunks(settings.window(), count);
    try (var bytes = all(before, letter)) {
      var buffer = new byte[Topics.MAX_CHUNK_BYTES];
      for (int index = 0; index < count && chunks.failure.get() == null; index++) {
        int length = bytes.readNBytes(buffer, 0, buffer.length);
        append(letter.id(), chunks, index, ByteBuffer.wrap(buffer, 0, length));
      }
    } finally {
      chunks.window.acquireUninterruptibly(settings.window());
    }
    var failure = chunks.failure.get();
    return failure != null ? failure : placed(letter, chunks, size);
  }

  private void append(String id, Chunks chunks, int index, ByteBuffer data) {
    boolean last = index == chunks.receipts.length() - 1;
    int length = data.remaining();
    chunks.window.acquireUninterruptibly();
    underWay.take(length);
    log.append(
        new ContentSlice(id, index, last, data),
        outcome -> {
          underWay.giveBack(length);
          chunks.ended(index, outcome);
        });
  }

  private static Content placed(Letter letter, Chunks chunks, long size) {
    List<Long> offsets = new ArrayList<>();
    int partition = 0;
    for (int index = 0; index < chunks.receipts.length(); index++) {
      var receipt = chunks.receipts.get(index);
      partition = receipt.partition();
      offsets.add(receipt.offset());
    }
    return new Content.Chunked(letter.id(), partition, offsets, size);
  }

  private static Submittal submittal(Letter letter, Content content) {
    return new Submittal(
        letter.id(),
        letter.tenant(),
        letter.at().toEpochMilli(),
        letter.envelope(),
        content,
        new Submittal.Origin("HTTP", letter.peer().getHostAddress(), ""),
        letter.wishes());
  }
}
