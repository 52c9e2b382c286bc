package milena.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import milena.http.operate.QueueDesk;
import org.jspecify.annotations.Nullable;

/** Keeps what it was asked for. */
final class MemoryDesk implements QueueDesk {
  final List<Order> orders = new CopyOnWriteArrayList<>();
  final List<Map<String, String>> counted = new CopyOnWriteArrayList<>();
  volatile @Nullable CountDownLatch held;

  @Override
  public Answer give(Order order) {
    if (order.kind().equals("nonsense")) {
      return new Answer.Refused("that is nonsense; do something else");
    }
    orders.add(order);
    return new Answer.Done("{\"id\":\"c1\"}");
  }

  @Override
  public Answer commands() {
    return new Answer.Away("no router here; ask another process");
  }

  @Override
  public Answer count(Map<String, String> selection, int details, boolean gates)
      throws InterruptedException {
    counted.add(Map.copyOf(selection));
    var gate = held;
    if (gate != null) {
      gate.await(60, TimeUnit.SECONDS);
    }
    return new Answer.Done("{\"details\":" + details + ",\"gates\":" + gates + "}");
  }
}
