package milena.standalone.queue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import milena.http.operate.QueueDesk;
import milena.router.command.CommandLog;
import milena.router.command.Wish;
import milena.router.shape.QueueQuestion;
import milena.router.shape.QueueView;
import org.apache.kafka.common.KafkaException;

/** Gives commands to the log, and asks the shaper of this process. */
public final class RouterDesk implements QueueDesk {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final CommandLog log;
  private final Supplier<Optional<QueueView>> view;

  /**
   * Between these.
   *
   * @param view what waits in this process; empty where no router runs
   */
  public RouterDesk(CommandLog log, Supplier<Optional<QueueView>> view) {
    this.log = log;
    this.view = view;
  }

  @Override
  public Answer give(Order order) throws InterruptedException {
    var wish = new Wish(order.kind(), order.arguments(), order.who(), order.why());
    try {
      return switch (log.give(wish)) {
        case CommandLog.Answer.Given(var command) -> new Answer.Done(QueueJson.of(command));
        case CommandLog.Answer.Refused(var reason) -> new Answer.Refused(reason);
      };
    } catch (KafkaException failure) {
      return new Answer.Away(
          "The log does not answer, and the command may be given all the same: "
              + failure.getMessage()
              + "; look at the commands in force before giving it again.");
    }
  }

  @Override
  public Answer commands() throws InterruptedException {
    return ask(new QueueQuestion(Map.of(), 0, false));
  }

  @Override
  public Answer count(Map<String, String> selection, int details, boolean gates)
      throws InterruptedException {
    return ask(new QueueQuestion(selection, details, true, gates));
  }

  private Answer ask(QueueQuestion question) throws InterruptedException {
    var asked = view.get();
    if (asked.isEmpty()) {
      return new Answer.Away(
          "No router runs in this process; ask one that has that role, or see in the health of"
              + " this one what its router waits for.");
    }
    try {
      var answer = asked.get().ask(question).toCompletableFuture();
      return new Answer.Done(QueueJson.of(answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)));
    } catch (ExecutionException failed) {
      return new Answer.Away(String.valueOf(failed.getMessage()));
    } catch (TimeoutException late) {
      return new Answer.Away("The router has not answered in time; see its health, and ask again.");
    }
  }
}
