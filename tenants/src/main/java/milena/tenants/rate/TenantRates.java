package milena.tenants.rate;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import milena.limits.share.Limit;
import milena.limits.share.Shares;
import milena.tenants.book.Roster;
import milena.tenants.book.Tenant;

/**
 * Asked by the doors whether a tenant may hand in more now. A tenant without limits costs a look
 * into the roster; one with limits has its permits in this process. Safe for use by several
 * threads.
 */
public final class TenantRates {

  private final Supplier<Optional<Roster>> roster;
  private final Shares shares;
  private final LongSupplier millis;
  private final Runnable refused;

  /**
   * Goes by these tenants' limits.
   *
   * @param roster who there is; empty as long as that is not known
   * @param shares of the limits that {@link #limits} says
   * @param millis a monotonic clock, that of the shares
   * @param refused runs when somebody is told to wait
   */
  public TenantRates(
      Supplier<Optional<Roster>> roster, Shares shares, LongSupplier millis, Runnable refused) {
    this.roster = roster;
    this.shares = shares;
    this.millis = millis;
    this.refused = refused;
  }

  /** Where no tenant has a limit. */
  public static TenantRates unlimited() {
    return new TenantRates(Optional::empty, new Shares(""), () -> 0, () -> {});
  }

  /** All rate limits of all tenants. */
  public static Collection<Limit> limits(Optional<Roster> roster) {
    return roster.stream()
        .flatMap(known -> known.tenants().stream())
        .filter(tenant -> TenantLimits.any(tenant.limits()))
        .flatMap(tenant -> TenantLimits.of(tenant).stream())
        .toList();
  }

  /**
   * Takes permits for a message, or none.
   *
   * @return how long until it is worth asking again, at least a millisecond; empty when they were
   *     taken
   */
  public Optional<Duration> take(String tenant, int recipients) {
    var limited = limited(tenant);
    return limited.isEmpty()
        ? Optional.empty()
        : answer(
            shares.take(TenantLimits.wishes(limited.get(), 1, recipients), millis.getAsLong()));
  }

  /** How long until a message for one recipient could be taken; empty for now. Takes nothing. */
  public Optional<Duration> look(String tenant) {
    var limited = limited(tenant);
    return limited.isEmpty()
        ? Optional.empty()
        : answer(shares.look(TenantLimits.wishes(limited.get(), 1, 1), millis.getAsLong()));
  }

  /** Takes permits for more recipients of a message that is taken already, there or not. */
  public void charge(String tenant, int recipients) {
    limited(tenant)
        .ifPresent(it -> shares.charge(TenantLimits.wishes(it, 0, recipients), millis.getAsLong()));
  }

  /** A tenant has so many more messages that wait, for whom no permits are asked now. */
  public void missed(String tenant, int messages) {
    limited(tenant)
        .ifPresent(
            it -> shares.missed(TenantLimits.wishes(it, messages, messages), millis.getAsLong()));
  }

  private Optional<Tenant> limited(String tenant) {
    return roster
        .get()
        .flatMap(known -> known.tenant(tenant))
        .filter(it -> TenantLimits.any(it.limits()));
  }

  private Optional<Duration> answer(long wait) {
    if (wait == 0) {
      return Optional.empty();
    }
    refused.run();
    return Optional.of(Duration.ofMillis(wait));
  }

  /** Whole seconds to tell a client, at least one, at most an hour. */
  public static long seconds(Duration wait) {
    return Math.clamp(wait.plusMillis(999).toSeconds(), 1, 3_600);
  }

  /** The same in words: {@code 1 second}, {@code 40 seconds}. */
  public static String inWords(Duration wait) {
    long seconds = seconds(wait);
    return seconds == 1 ? "1 second" : seconds + " seconds";
  }
}
