package milena.http.listen;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import milena.http.answer.Reply;
import milena.http.submit.ByteGate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where requests are worked on, beside the threads of the connections. Room for an answer is taken
 * before there is one, and kept until its client has it.
 */
final class Workroom {

  private static final Logger LOG = LoggerFactory.getLogger(Workroom.class);
  private static final Duration REPLY_ROOM = Duration.ofSeconds(20);

  private final Executor workers;
  private final ByteGate replies;
  private final ApiMeters meters;

  Workroom(Executor workers, ByteGate replies, ApiMeters meters) {
    this.workers = workers;
    this.replies = replies;
    this.meters = meters;
  }

  /**
   * An answer that is to be given back once its client has it, or is gone.
   *
   * @param held bytes of room
   */
  record Answered(Head head, Reply reply, long held) {}

  /** Works on a request, closes it, and tells the answer on a thread of its own. */
  void work(Receipt receipt, Consumer<Answered> told) {
    workers.execute(() -> told.accept(workThrough(receipt)));
  }

  private Answered workThrough(Receipt receipt) {
    long expected = receipt.task.mostReply(receipt.size());
    var reply = Receipt.busy();
    long held = 0;
    try {
      if (replies.take(expected, REPLY_ROOM)) {
        held = expected;
        reply = answer(receipt);
        held = Math.min(expected, reply.body().length);
        replies.keep(expected, held);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      receipt.close();
    }
    return new Answered(receipt.head, reply, held);
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
      replies.giveBack(answered.held());
    }
  }
}
