package milena.tenants.guess;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Failed tries by address (IPv6 by its /64, which is what one customer has) and by account, and
 * what follows from them. Safe for use by several threads.
 *
 * <p><b>The rule.</b> Each failure makes the next answer later. An address with ten failures has to
 * wait: a minute, and twice as long with each further failure, up to an hour. An account with
 * twenty failures, from wherever they came, is closed to those addresses that have failed
 * themselves, for a quarter of an hour after their last failure; <em>an address without a failure
 * of its own always gets a try</em>. So an attacker with many addresses has one try from each
 * instead of ten, and the account's owner is not locked out: from an address that the attacker does
 * not share, the right password is taken at once, attack or not, and after a mistyped one in at
 * most a quarter of an hour. Only who guesses from the owner's own address can keep the owner out,
 * for as long as it goes on and an hour more; logins that are remembered ({@code
 * milena.tenants.Logins}) work even then.
 *
 * <p>The same wrong password for the same account again from the same address is no further guess:
 * a client with an old password, which tries it every minute, blocks nobody. A success takes
 * nothing back, or an attacker with an account of his own could guess at others for ever.
 *
 * <p>Accounts that do not exist are counted like those that do. Only hashes are kept, under a key
 * of this process; the memory is fixed, and who fails most is forgotten last ({@link Tally}). An
 * attacker with many more addresses than there is room for can have single failures forgotten,
 * which gives him no more than those addresses did.
 */
public final class Guesses {
  private static final int IPV6_PREFIX_BYTES = 8;
  private static final int MOST_DOUBLINGS = 30;
  private static final String HMAC = "HmacSHA256";

  private final GuessLimits limits;
  private final LongSupplier nanos;
  private final SecretKeySpec hashKey;
  private final Tally addresses;
  private final Tally accounts;

  /**
   * Nobody has failed yet.
   *
   * @param nanos the monotonic clock
   */
  public Guesses(GuessLimits limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
    var key = new byte[32];
    new SecureRandom().nextBytes(key);
    hashKey = new SecretKeySpec(key, HMAC);
    addresses = new Tally(limits.entries(), limits.forgotten().toNanos());
    accounts = new Tally(limits.entries(), limits.forgotten().toNanos());
  }

  /** How long nobody may try this account from this address; empty if that is allowed now. */
  public Optional<Duration> blocked(InetAddress peer, String account) {
    long address = hash(prefix(peer));
    long name = hash(account.getBytes(StandardCharsets.UTF_8));
    synchronized (this) {
      return blocked(address, name);
    }
  }

  private Optional<Duration> blocked(long address, long account) {
    long now = nanos.getAsLong();
    int failed = addresses.failures(address, now);
    if (failed == 0) {
      return Optional.empty();
    }
    long wait = 0;
    if (failed >= limits.addressFailures()) {
      wait =
          doubled(
              limits.addressBlock(), failed - limits.addressFailures(), limits.addressBlockMost());
    }
    if (accounts.failures(account, now) >= limits.accountFailures()) {
      wait = Math.max(wait, limits.accountBlock().toNanos());
    }
    long left = addresses.last(address) + wait - now;
    return left <= 0 ? Optional.empty() : Optional.of(Duration.ofNanos(left));
  }

  /** Asks for leave to try this account from this address. */
  public Leave begin(InetAddress peer, String account) {
    long address = hash(prefix(peer));
    long name = hash(account.getBytes(StandardCharsets.UTF_8));
    synchronized (this) {
      var blocked = blocked(address, name);
      if (blocked.isPresent()) {
        return new Leave.Blocked(blocked.get());
      }
      long now = nanos.getAsLong();
      int room = Math.max(1, limits.addressFailures() - addresses.failures(address, now));
      if (addresses.pending(address) >= room) {
        return new Leave.TooMany();
      }
      addresses.begin(address, now);
      return new Leave.Granted();
    }
  }

  /** A try that was granted is over, and was no wrong guess. */
  public void ended(InetAddress peer) {
    long address = hash(prefix(peer));
    synchronized (this) {
      addresses.end(address);
    }
  }

  /**
   * A try that was granted came to nothing.
   *
   * @param tried what was tried, hashed, to know it again; 0 where that is not known
   * @return how long to wait with the answer
   */
  public Duration failed(InetAddress peer, String account, long tried) {
    long address = hash(prefix(peer));
    long name = hash(account.getBytes(StandardCharsets.UTF_8));
    synchronized (this) {
      long now = nanos.getAsLong();
      addresses.end(address);
      int before = addresses.failures(address, now);
      int failed = addresses.fail(address, tried, now);
      int ofAccount = failed > before ? accounts.fail(name, 0, now) : accounts.failures(name, now);
      int doublings = Math.max(1, Math.max(failed, ofAccount)) - 1;
      return Duration.ofNanos(doubled(limits.firstDelay(), doublings, limits.mostDelay()));
    }
  }

  private static long doubled(Duration first, int times, Duration most) {
    int doublings = Math.min(times, MOST_DOUBLINGS);
    return first.compareTo(most.dividedBy(1L << doublings)) > 0
        ? most.toNanos()
        : first.toNanos() << doublings;
  }

  private static byte[] prefix(InetAddress peer) {
    byte[] bytes = peer.getAddress();
    return peer instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_PREFIX_BYTES) : bytes;
  }

  /** Odd. Under a key of this process, so that nobody can choose who shares a place with whom. */
  private long hash(byte[] bytes) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(hashKey);
      return ByteBuffer.wrap(mac.doFinal(bytes)).getLong() | 1;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC with SHA-256", e);
    }
  }
}
