package milena.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import milena.http.follow.EventSource;
import milena.schemas.MailEvent;
import org.jspecify.annotations.Nullable;

/** Events in a list; positions are its indexes. */
final class MemoryEvents implements EventSource {

  static final Instant ACCEPTED = Instant.parse("2026-05-01T10:00:00Z");

  final List<MailEvent> all = new CopyOnWriteArrayList<>();
  final AtomicInteger reading = new AtomicInteger();
  volatile @Nullable CountDownLatch held;
  volatile int readAtMost = Integer.MAX_VALUE;
  volatile boolean away;

  static MailEvent.Builder event(String type, String submission, String tenant) {
    return MailEvent.newBuilder()
        .setType(type)
        .setFinal$(!List.of("accepted", "deferred", "late").contains(type))
        .setSubmissionId(submission)
        .setMessageId(submission.substring(0, submission.indexOf('.')))
        .setTenant(tenant)
        .setSender("news@example.org")
        .setRecipient("r" + submission.substring(submission.indexOf('.') + 1) + "@example.net")
        .setAcceptedAt(ACCEPTED)
        .setTime(ACCEPTED.plusSeconds(1));
  }

  @Override
  public End read(Wanted wanted, From from, Duration time) {
    reading.incrementAndGet();
    try {
      var gate = held;
      if (gate != null) {
        gate.await(20, TimeUnit.SECONDS);
      }
      return away ? new Unavailable() : scan(wanted, from);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Unavailable();
    } finally {
      reading.decrementAndGet();
    }
  }

  private End scan(Wanted wanted, From from) {
    int begin =
        switch (from) {
          case Start _ -> 0;
          case Place(var position) -> (int) Math.min(position, all.size());
        };
    int read = 0;
    for (int i = begin; i < all.size(); i++) {
      if (read++ >= readAtMost) {
        return new OutOfTime(i);
      }
      var event = all.get(i);
      if (event.getMessageId().equals(wanted.sought().messageId())
          && event.getTenant().equals(wanted.tenant())
          && !wanted.more().test(new Placed(event, i))) {
        return new Read(i + 1);
      }
    }
    return new Read(all.size());
  }
}
