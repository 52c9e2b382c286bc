package milena.tenants.guess;

import java.time.Duration;

/**
 * How much guessing is borne.
 *
 * @param entries how many addresses, and how many accounts, are kept in mind; a power of two
 * @param forgotten how long after its last failure an address or account is as if nothing was
 * @param addressFailures from so many on an address has to wait
 * @param addressBlock how long first; twice as long with each further failure
 * @param addressBlockMost and at most
 * @param accountFailures from so many on an account is closed to addresses that failed themselves
 * @param accountBlock how long such an address has to wait then, after each of its failures
 * @param firstDelay how long to wait with the answer to a first failure; twice as long with each
 *     further one
 * @param mostDelay and at most
 */
public record GuessLimits(
    int entries,
    Duration forgotten,
    int addressFailures,
    Duration addressBlock,
    Duration addressBlockMost,
    int accountFailures,
    Duration accountBlock,
    Duration firstDelay,
    Duration mostDelay) {

  /** What is borne unless somebody says otherwise; it takes about 4 MiB. */
  public static GuessLimits defaults() {
    return new GuessLimits(
        1 << 16,
        Duration.ofHours(1),
        10,
        Duration.ofMinutes(1),
        Duration.ofHours(1),
        20,
        Duration.ofMinutes(15),
        Duration.ofMillis(250),
        Duration.ofSeconds(8));
  }
}
