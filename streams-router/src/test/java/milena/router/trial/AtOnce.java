package milena.router.trial;

import java.util.ArrayDeque;
import java.util.List;
import milena.router.shape.VirtualShaper.Attempt;
import org.jspecify.annotations.Nullable;

/** Workers with a connection for each attempt. */
final class AtOnce implements Workers {
  private final ArrayDeque<Attempt> taken = new ArrayDeque<>();

  @Override
  public void take(Attempt attempt, long now) {
    taken.add(attempt);
  }

  @Override
  public @Nullable Attempt next(long now) {
    return taken.poll();
  }

  @Override
  public void over(Attempt attempt, long now) {
    // Its connection is of no use to another.
  }

  @Override
  public long nextAt() {
    return Long.MAX_VALUE;
  }

  @Override
  public List<Bite> close(long now) {
    return List.of();
  }
}
