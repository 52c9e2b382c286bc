package milena.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import milena.http.operate.QueueDesk;

/** Keeps what it was asked for. */
final class MemoryDesk implements QueueDesk {
  final List<Order> orders = new CopyOnWriteArrayList<>();
  final List<Map<String, String>> counted = new CopyOnWriteArrayList<>();

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
  public Answer count(Map<String, String> selection, int details, boolean gates) {
    counted.add(Map.copyOf(selection));
    return new Answer.Done("{\"details\":" + details + ",\"gates\":" + gates + "}");
  }
}
