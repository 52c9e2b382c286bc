package milena.http.listen;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import milena.http.answer.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where requests are worked on, beside the threads of the connections. Room for an answer is taken
 * before there is one, and kept until its client has it.
 */
final class Workroom {

  private static final Logger LOG = LoggerFactory.getLogger(Workroom.class);
  private static final Duration LATER = Duration.ofSeconds(10);

  private final Executor workers;
  private final AnswerRoom replies;
  private final ApiMeters meters;

  Workroom(Executor workers, AnswerRoom replies, ApiMeters meters) {
    this.workers = workers;
    this.replies = replies;
    this.meters = meters;
  }

  /**
   * An answer that is to be given back once its client has it, or is gone.
   *
   * @param tenant whose room it takes
   * @param held bytes of room; 0 where it takes none
   */
  record Answered(Head head, Reply reply, String tenant, long held) {}

  /** Works on a request, closes it, and tells the answer on a thread of its own. */
  void work(Receipt receipt, Consumer<Answered> told) {
    workers.execute(() -> told.accept(workThrough(receipt)));
  }

  private Answered workThrough(Receipt receipt) {
    long expected = receipt.task.mostReply(receipt.size());
    var tenant = receipt.task.room(receipt.tenant);
    var reply = Receipt.busy();
    long held = 0;
    try {
      if (expected == 0) {
        return new Answered(receipt.head, answer(receipt), tenant, 0);
      }
      switch (replies.take(tenant, expected)) {
        case TAKEN -> {
          reply = answer(receipt);
          // What is held is not nothing, or it would not be given back.
          held = Math.max(1, Math.min(expected, reply.body().length));
          replies.made(tenant, expected, held);
        }
        case TENANT_HAS_ENOUGH ->
            reply =
                Reply.problem(429, "Too many answers to this tenant are not read yet.")
                    .retryAfter(LATER);
        case FULL -> {}
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      receipt.close();
    }
    return new Answered(receipt.head, reply, tenant, held);
  }

  private Reply answer(Receipt receipt) {
    long begun = System.nanoTime();
    Reply reply;
    try {
      reply = receipt.task.worker().answer(receipt.head, receipt.tenant, receipt.payload());
    } catch (Exception | OutOfMemoryError | StackOverflowError unplanned) {
      LOG.error("request failed tenant={}", receipt.tenant.name(), unplanned);
      reply = Reply.problem(500, "This request failed here, and may have been done in part.");
    }
    meters.worked(System.nanoTime() - begun);
    return reply;
  }

  void release(Answered answered) {
    if (answered.held() > 0) {
      replies.giveBack(answered.tenant(), answered.held());
    }
  }
}
