package milena.delivery;

import java.time.Duration;
import milena.delivery.claim.BodyLimits;
import milena.delivery.claim.ClaimLimits;
import milena.delivery.connect.ConnectConfig;
import milena.delivery.sign.SigningKeys;

/**
 * Settings of a delivery worker.
 *
 * @param claims how much is taken at once, and under what lease
 * @param bodies what reading bodies may cost
 * @param connect how mail leaves
 * @param keys what mail is signed with
 * @param release at a stop, so much of the time is kept for what follows when nothing is on the
 *     wire any more: results, releases and the commit
 */
public record DeliveryConfig(
    ClaimLimits claims,
    BodyLimits bodies,
    ConnectConfig connect,
    SigningKeys keys,
    Duration release) {

  private static final Duration RELEASE = Duration.ofSeconds(3);

  /** What holds when nothing else is said, under this name in EHLO. */
  public static DeliveryConfig defaults(String ehloName) {
    return new DeliveryConfig(
        ClaimLimits.DEFAULT,
        BodyLimits.DEFAULT,
        ConnectConfig.defaults(ehloName),
        SigningKeys.none(),
        RELEASE);
  }

  /** The same for the only worker there is: no lease of an earlier run is waited out. */
  public DeliveryConfig forSoleOwner() {
    return new DeliveryConfig(claims.forSoleOwner(), bodies, connect, keys, release);
  }

  /** The same with mail leaving in another way. */
  public DeliveryConfig withConnect(ConnectConfig other) {
    return new DeliveryConfig(claims, bodies, other, keys, release);
  }

  /** The same with mail signed by these keys. */
  public DeliveryConfig withKeys(SigningKeys other) {
    return new DeliveryConfig(claims, bodies, connect, other, release);
  }
}
