package milena.http.listen;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
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

  private final Admission admission;
  private final ListenSettings settings;
  private final Spool spool;
  private final AtomicBoolean closed = new AtomicBoolean();
  private long taken;

  final Head head;
  final Tenant tenant;
  final Endpoint.Task task;

  /** One that was let in; {@code taken} bytes were for its body already. */
  Receipt(Head head, Tenant tenant, Endpoint.Task task, Room room) {
    this.head = head;
    this.tenant = tenant;
    this.task = task;
    this.admission = room.admission();
    this.settings = room.settings();
    this.taken = room.taken();
    this.spool = new Spool(settings.held(), settings.folder());
  }

  /** What was taken for a body before it came. */
  record Room(Admission admission, ListenSettings settings, long taken) {}

  /** Takes bytes of the body; answers why it cannot be. */
  Optional<Reply> take(ByteBuf bytes) throws IOException {
    int count = bytes.readableBytes();
    if (spool.size() + count > settings.body()) {
      return Optional.of(tooLarge(settings));
    }
    long missing = spool.size() + count - taken;
    if (missing > 0) {
      if (!admission.take(missing)) {
        return Optional.of(busy());
      }
      taken += missing;
    }
    bytes.readBytes(spool, count);
    return Optional.empty();
  }

  static Reply tooLarge(ListenSettings settings) {
    return Reply.problem(413, "A body may have at most " + settings.body() + " bytes.");
  }

  static Reply busy() {
    return Reply.problem(503, "Too many requests at a time.")
        .retryAfter(java.time.Duration.ofSeconds(2));
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
      admission.leave(taken);
      try {
        spool.close();
      } catch (IOException failed) {
        LOG.warn("a body's file stays behind", failed);
      }
    }
  }
}
