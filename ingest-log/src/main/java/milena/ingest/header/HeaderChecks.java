package milena.ingest.header;

import java.util.Optional;

/**
 * What a header must be like (RFC 5322 §3.6), and what is done where it is not.
 *
 * @param missingFields where Date or Message-ID is missing
 * @param missingFrom where From is missing
 * @param repeatedFields where one of the {@link SingleFields} is there more than once
 * @param maxReceived a message with more Received fields runs in a circle (RFC 5321 §6.3); 10 to
 *     1,000
 */
public record HeaderChecks(
    Lack missingFields, Breach missingFrom, Breach repeatedFields, int maxReceived) {

  /** What is done about a field that could be added. */
  public enum Lack {
    /** It is added (RFC 6409 §8). */
    FIX,
    /** The message is refused. */
    REFUSE
  }

  /** What is done about what nobody but the author can put right. */
  public enum Breach {
    /** The message is taken as it is. */
    ACCEPT,
    /** The message is refused. */
    REFUSE
  }

  /** The least and the most that {@code maxReceived} may be. */
  public static final int LEAST_RECEIVED = 10;

  /** See {@link #LEAST_RECEIVED}. */
  public static final int MOST_RECEIVED = 1_000;

  /**
   * Date and Message-ID are added, a missing From is taken, a repeated field is refused: receivers
   * show one of two and check the other. 50 hops.
   */
  public static final HeaderChecks DEFAULTS =
      new HeaderChecks(Lack.FIX, Breach.ACCEPT, Breach.REFUSE, 50);

  /** Checks the range. */
  public HeaderChecks {
    if (maxReceived < LEAST_RECEIVED || maxReceived > MOST_RECEIVED) {
      throw new IllegalArgumentException(maxReceived + " hops are not in 10 to 1000");
    }
  }

  /** Why a message with such a header is refused, naming the field; to be said with 5.6.0. */
  public Optional<String> objection(HeaderFacts facts) {
    if (repeatedFields == Breach.REFUSE && !facts.repeated().isEmpty()) {
      return Optional.of(facts.repeated().getFirst() + " is there more than once");
    }
    if (missingFrom == Breach.REFUSE && !facts.hasFrom()) {
      return Optional.of("From is missing");
    }
    if (missingFields == Lack.REFUSE && !facts.hasDate()) {
      return Optional.of("Date is missing");
    }
    if (missingFields == Lack.REFUSE && !facts.hasMessageId()) {
      return Optional.of("Message-ID is missing");
    }
    return Optional.empty();
  }

  /** Whether a message that passed so many servers runs in a circle; to be said with 5.4.6. */
  public boolean isLoop(int receivedFields) {
    return receivedFields > maxReceived;
  }
}
