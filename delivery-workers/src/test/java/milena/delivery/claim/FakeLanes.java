package milena.delivery.claim;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import milena.delivery.connect.Consignment;
import milena.delivery.connect.Lanes;
import milena.delivery.outcome.AttemptOutcome;
import milena.delivery.outcome.AttemptTimes;
import milena.delivery.outcome.Hop;
import milena.delivery.outcome.Said;
import milena.delivery.outcome.SessionStage;
import milena.delivery.outcome.Verdict;

/** Lanes to nowhere: what is offered goes to the test. */
final class FakeLanes implements Lanes {
  final List<Consignment> offered = new CopyOnWriteArrayList<>();
  final Set<Integer> left = ConcurrentHashMap.newKeySet();
  private final Consumer<Consignment> sending;

  FakeLanes(Consumer<Consignment> sending) {
    this.sending = sending;
  }

  /** Reads envelope and body of each, and says that it was delivered. */
  static FakeLanes delivering() {
    return new FakeLanes(
        consignment ->
            consignment
                .open()
                .whenComplete(
                    (_, failure) ->
                        consignment.finish(outcome(failure == null && consignment.maySend()))));
  }

  static AttemptOutcome outcome(boolean delivered) {
    var verdict =
        delivered
            ? new Verdict.Delivered(new Said(250, "2.0.0", "taken"))
            : new Verdict.NotTried(SessionStage.BODY, Said.local("4.3.0", "not taken"));
    return new AttemptOutcome(verdict, Hop.NONE, new AttemptTimes(1, 2, 0, 0, 0));
  }

  @Override
  public void offer(List<? extends Consignment> consignments) {
    offered.addAll(consignments);
    consignments.forEach(sending);
  }

  @Override
  public void withdraw(Predicate<Consignment> which) {
    offered.removeIf(which);
  }

  @Override
  public void leave(Set<Integer> partitions) {
    left.addAll(partitions);
  }

  @Override
  public int waiting() {
    return offered.size();
  }

  @Override
  public CompletionStage<Void> drain(Duration patience) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {
    offered.clear();
  }
}
