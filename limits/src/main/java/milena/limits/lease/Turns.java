package milena.limits.lease;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who may have something of a limit that is too small for all at one time. */
final class Turns {

  /** So long it is one's turn while others wait: each change costs a message's way twice. */
  static final long TURN_MS = 10_000;

  private Turns() {}

  /**
   * Chooses as many as there is room for; whoever has waited longest comes next.
   *
   * @param room for what each takes at once
   */
  static Set<Holder> choose(List<Holder> who, long room, long now) {
    if (who.stream().mapToLong(Holder::atOnce).sum() <= room) {
      who.forEach(holder -> holder.turnSince = now);
      return new LinkedHashSet<>(who);
    }
    for (var holder : who) {
      if (holder.turnSince != Long.MIN_VALUE && now - holder.turnSince >= TURN_MS) {
        holder.turnSince = Long.MIN_VALUE;
        holder.waitsSince = now;
      }
    }
    var order = new ArrayList<>(who);
    order.sort(
        Comparator.comparing((Holder holder) -> holder.turnSince == Long.MIN_VALUE)
            .thenComparingLong(holder -> holder.waitsSince));
    var chosen = new LinkedHashSet<Holder>();
    long left = room;
    for (var holder : order) {
      if (holder.atOnce() <= left) {
        left -= holder.atOnce();
        holder.turnSince = holder.turnSince == Long.MIN_VALUE ? now : holder.turnSince;
        chosen.add(holder);
      } else if (holder.turnSince != Long.MIN_VALUE) {
        holder.turnSince = Long.MIN_VALUE;
        holder.waitsSince = now;
      }
    }
    return chosen;
  }
}
