package milena.ingest.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import milena.schemas.Topics;
import org.jspecify.annotations.Nullable;

/**
 * One body on its way into the log. Up to the inline limit it is only held; past that it leaves in
 * chunks while it still arrives. Held and unacknowledged bytes count against the budget; while
 * {@link #congested()}, the caller reads no more from its client. When the budget is exhausted even
 * a small body leaves at once, so that what is held can always become free by an acknowledgement.
 *
 * <p>Belongs to one thread, the executor's; only that one may call it, and it calls back only
 * there.
 */
public final class ContentWriter {

  /**
   * What the writers of all connections share.
   *
   * @param inlineLimit bodies up to this many bytes travel inside their record
   * @param chunkBytes larger ones are cut into pieces of this size
   */
  public record Shared(
      SubmissionLog log,
      LogSettings settings,
      MemoryBudget budget,
      int inlineLimit,
      int chunkBytes) {
    /** For submissions, whose chunks go to {@code mail.content}. */
    public Shared(SubmissionLog log, LogSettings settings, MemoryBudget budget) {
      this(log, settings, budget, settings.inlineLimit(), Topics.MAX_CHUNK_BYTES);
    }

    /** For what is never cut, and has no more bytes than this. */
    public static Shared whole(
        SubmissionLog log, LogSettings settings, MemoryBudget budget, int atMost) {
      return new Shared(log, settings, budget, atMost, atMost);
    }
  }

  private final String contentId;
  private final Shared shared;
  private final Executor loop;
  private final Runnable onRoom;
  private final ContentChunker chunker;
  private final List<Long> offsets = new ArrayList<>();
  private int partition = -1;
  private int unacknowledged;
  private long held;
  private boolean finished;
  private @Nullable LogUnavailable failure;
  private @Nullable Consumer<ContentOutcome> whenDone;

  /**
   * Opens the body of one message.
   *
   * @param loop the thread of the connection
   * @param onRoom runs on the loop when a congestion may be over
   */
  public ContentWriter(String contentId, Shared shared, Executor loop, Runnable onRoom) {
    this.contentId = contentId;
    this.shared = shared;
    this.loop = loop;
    this.onRoom = onRoom;
    this.chunker = new ContentChunker(contentId, shared.chunkBytes());
  }

  /** Takes the next bytes of the body; they are copied. */
  public void write(byte[] bytes, int offset, int count) {
    if (failure != null) {
      return;
    }
    hold(count);
    for (int done = 0; done < count; ) {
      int taken = chunker.add(bytes, offset + done, count - done);
      done += taken;
      if (taken == 0) {
        send(chunker.cut(false));
      }
    }
    if (chunker.held() > 0 && shared.budget().exhausted()) {
      send(chunker.cut(false));
    }
  }

  /** Whether the caller should stop reading until it is told that there is room. */
  public boolean congested() {
    return failure == null
        && (unacknowledged >= shared.settings().window() || shared.budget().exhausted());
  }

  /**
   * Asks for a word when the budget has room again, if that is what is missing. An acknowledgement
   * tells when this connection's own window has room, and asking the budget for that would be
   * answered at once, again and again.
   */
  public void awaitBudget() {
    if (unacknowledged < shared.settings().window()) {
      shared.budget().whenRoom(() -> loop.execute(onRoom));
    }
  }

  /** Bytes of the body so far. */
  public long size() {
    return chunker.size();
  }

  /**
   * Ends the body.
   *
   * @param outcome runs on the loop, maybe before this returns: the content once it is inline or
   *     every chunk is acknowledged, or the first failure
   */
  public void finish(Consumer<ContentOutcome> outcome) {
    whenDone = outcome;
    finished = true;
    boolean inline = chunker.whole() && chunker.size() <= shared.inlineLimit();
    if (failure == null && !inline) {
      send(chunker.cut(true));
    }
    completeIfDone();
  }

  /**
   * Appends the transaction that this is the body of.
   *
   * @param outcome runs on the loop
   */
  public void submit(Submittal submittal, Consumer<LogOutcome> outcome) {
    // The log has the body until it has answered, also when the client does not wait for that.
    long appended = held;
    held = 0;
    shared
        .log()
        .append(
            submittal,
            logged -> {
              shared.budget().giveBack(appended);
              loop.execute(() -> outcome.accept(logged));
            });
  }

  /** Gives up what is held; to be called once at the end of every message, however it ended. */
  public void close() {
    shared.budget().giveBack(held);
    held = 0;
    whenDone = null;
    if (failure == null) {
      failure = new LogUnavailable("closed");
    }
  }

  /** Drops what is held and takes nothing more: the message is not going to be accepted. */
  public void abandon(String reason) {
    close();
    failure = new LogUnavailable(reason);
  }

  private void hold(int count) {
    held += count;
    shared.budget().take(count);
  }

  private void send(ContentSlice slice) {
    // Until the log has acknowledged it, its bytes are held by the log's client alone.
    int index = slice.index();
    int length = slice.length();
    unacknowledged++;
    held -= length;
    shared
        .log()
        .append(
            slice,
            outcome -> {
              shared.budget().giveBack(length);
              loop.execute(() -> acknowledged(index, outcome));
            });
  }

  private void acknowledged(int index, LogOutcome outcome) {
    unacknowledged--;
    switch (outcome) {
      case LogReceipt receipt -> place(index, receipt);
      case LogUnavailable unavailable -> {
        if (failure == null) {
          failure = unavailable;
        }
      }
    }
    if (finished) {
      completeIfDone();
    } else {
      onRoom.run();
    }
  }

  private void place(int index, LogReceipt receipt) {
    partition = receipt.partition();
    while (offsets.size() <= index) {
      offsets.add(-1L);
    }
    offsets.set(index, receipt.offset());
  }

  private void completeIfDone() {
    var outcome = whenDone;
    if (outcome == null) {
      return;
    }
    if (failure != null) {
      whenDone = null;
      outcome.accept(failure);
    } else if (unacknowledged == 0) {
      whenDone = null;
      var inline = chunker.inline();
      outcome.accept(
          inline != null
              ? inline
              : new Content.Chunked(contentId, partition, offsets, chunker.size()));
    }
  }
}
