package milena.tenants;

import java.time.Duration;
import milena.tenants.guess.GuessLimits;

/**
 * What checking passwords may cost.
 *
 * @param threads that compute PBKDF2, from 1
 * @param queue how many checks may wait for them, from 1
 * @param remembered how many right passwords are remembered, from 1
 * @param rememberedFor and for how long
 * @param guesses how much guessing is borne
 */
public record LoginSettings(
    int threads, int queue, int remembered, Duration rememberedFor, GuessLimits guesses) {

  /** Half the processors, and no one waits for more than a few seconds. */
  public static LoginSettings defaults() {
    return new LoginSettings(
        Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
        64,
        10_000,
        Duration.ofMinutes(5),
        GuessLimits.defaults());
  }
}
