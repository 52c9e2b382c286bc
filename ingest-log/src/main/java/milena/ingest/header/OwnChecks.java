package milena.ingest.header;

import java.util.Optional;
import milena.ingest.header.HeaderChecks.Anonymity;
import milena.ingest.header.HeaderChecks.Breach;
import milena.ingest.header.HeaderChecks.Lack;

/**
 * What one tenant's messages must be like, as far as that is not left to what is set for all.
 *
 * @param missingFields empty for what is set, as all of these
 * @param missingFrom see {@link HeaderChecks}
 * @param repeatedFields see {@link HeaderChecks}
 * @param maxReceived see {@link HeaderChecks}
 */
public record OwnChecks(
    Optional<Lack> missingFields,
    Optional<Anonymity> missingFrom,
    Optional<Breach> repeatedFields,
    Optional<Integer> maxReceived) {

  /** Everything is as it is set for all. */
  public static final OwnChecks NONE =
      new OwnChecks(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if it is not 10 to 1,000 hops
   */
  public OwnChecks {
    maxReceived.ifPresent(HeaderChecks::requireHops);
  }

  /** The checks of this tenant's messages. */
  public HeaderChecks over(HeaderChecks set) {
    return equals(NONE)
        ? set
        : new HeaderChecks(
            missingFields.orElse(set.missingFields()),
            missingFrom.orElse(set.missingFrom()),
            repeatedFields.orElse(set.repeatedFields()),
            maxReceived.orElse(set.maxReceived()));
  }
}
