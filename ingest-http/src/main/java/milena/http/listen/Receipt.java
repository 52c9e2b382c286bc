package milena.http.listen;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import milena.http.answer.Reply;
import milena.http.request.Payload;
import milena.http.request.Spool;
import milena.tenants.book.Tenant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A body while it comes in and is worked on: what it holds is given back once, at its end. */
final class Receipt {

  private static final Logger LOG = LoggerFactory.getLogger(Receipt.class);
  private static final Duration SOON = Duration.ofSeconds(2);

  private final Room room;
  private final Spool spool;
  private final AtomicBoolean closed = new AtomicBoolean();
  private long taken;

  final Head head;
  final Tenant tenant;
  final Endpoint.Task task;

  /** One that was let in with as many bytes as its head says; they are taken already. */
  Receipt(Head head, Tenant tenant, Endpoint.Task task, Room room, ListenSettings settings) {
    this.head = head;
    this.tenant = tenant;
    this.task = task;
    this.room = room;
    this.taken = Math.max(0, head.length());
    this.spool = new Spool(settings.held(), settings.folder());
  }

  /**
   * Where a body is let in.
   *
   * @param who whose part of it the body takes
   * @param most bytes that it may have
   */
  record Room(Admission admission, String who, long most) {}

  /** Takes bytes of the body; answers why it cannot be. */
  Optional<Reply> take(ByteBuf bytes) throws IOException {
    int count = bytes.readableBytes();
    if (spool.size() + count > room.most()) {
      return Optional.of(tooLarge(room.most()));
    }
    long missing = spool.size() + count - taken;
    if (missing > 0) {
      switch (room.admission().take(room.who(), missing)) {
        case ADMITTED -> taken += missing;
        case HAS_ENOUGH -> {
          return Optional.of(enough());
        }
        case FULL -> {
          return Optional.of(busy());
        }
      }
    }
    bytes.readBytes(spool, count);
    return Optional.empty();
  }

  static Reply tooLarge(long most) {
    return Reply.problem(413, "A body may have at most " + most + " bytes here.");
  }

  static Reply busy() {
    return Reply.problem(503, "Too many requests at a time.").retryAfter(SOON);
  }

  static Reply enough() {
    return Reply.problem(
            429, "Too many requests of yours at a time, or too large ones; wait for their answers.")
        .retryAfter(SOON);
  }

  long size() {
    return spool.size();
  }

  Payload payload() {
    return spool.payload();
  }

  /** Gives back what is held. */
  void close() {
    if (closed.compareAndSet(false, true)) {
      room.admission().leave(room.who(), taken);
      try {
        spool.close();
      } catch (IOException failed) {
        LOG.warn("a body's file stays behind", failed);
      }
    }
  }
}
