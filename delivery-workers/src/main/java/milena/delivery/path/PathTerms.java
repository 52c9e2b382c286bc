package milena.delivery.path;

import java.util.List;
import milena.policy.Applied;
import milena.policy.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * What holds on one path under one version of the policy.
 *
 * @param path source and site, and what else the policy tells connections apart by
 * @param version of the policy
 * @param exit where mail leaves from; null when the policy knows no such source
 * @param limits all that hold, of every kind
 * @param counted what connections are counted against
 * @param messagesPerConnection then it is closed
 * @param recipientsPerTransaction so many recipients of a message share one at most, from 1
 * @param handling how servers are treated
 */
public record PathTerms(
    Traffic path,
    int version,
    @Nullable Exit exit,
    List<Applied> limits,
    Counted counted,
    int messagesPerConnection,
    int recipientsPerTransaction,
    Handling handling) {

  /** Copies. */
  public PathTerms {
    limits = List.copyOf(limits);
  }

  /** Whether a connection opened under the other terms is one that these would have opened. */
  public boolean accept(PathTerms other) {
    return exit != null
        && exit.equals(other.exit)
        && handling.tls() == other.handling.tls()
        && handling.timeouts().equals(other.handling.timeouts());
  }
}
