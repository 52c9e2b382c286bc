package milena.tenants.guess;

import java.time.Duration;

/** Whether a try to log in is allowed now. */
public sealed interface Leave {

  /** It is; {@link Guesses#failed} or {@link Guesses#ended} has to follow, once. */
  record Granted() implements Leave {}

  /** Not before so long. */
  record Blocked(Duration left) implements Leave {}

  /** Not while as many others of this address are under way. */
  record TooMany() implements Leave {}
}
