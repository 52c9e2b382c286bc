package milena.delivery.resolve;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import milena.delivery.resolve.Destination.Host;

/** In which order the hosts of a destination are tried (RFC 5321 §5.1). */
public final class HostOrder {

  private HostOrder() {}

  /** By preference; hosts of equal preference in an order that {@code random} gives. */
  public static List<Host> of(List<Host> hosts, RandomGenerator random) {
    var order = new ArrayList<>(hosts);
    Collections.shuffle(order, random);
    order.sort(Comparator.comparingInt(Host::preference));
    return order;
  }
}
