package milena.router.trial;

import java.util.List;
import milena.router.shape.VirtualShaper.Attempt;
import org.jspecify.annotations.Nullable;

/** Who makes the attempts: when each of them begins. Times are ms since 1970. */
public interface Workers {

  /** An attempt may be made from now on. */
  void take(Attempt attempt, long now);

  /** Takes the next attempt that begins by now; null when none does. */
  @Nullable Attempt next(long now);

  /** An attempt that had begun is over. */
  void over(Attempt attempt, long now);

  /** When one of those that were taken can begin; {@link Long#MAX_VALUE} for at no known time. */
  long nextAt();

  /**
   * What held attempts back, as of now.
   *
   * @return with the messages that each limit held back
   */
  List<Bite> close(long now);
}
