package milena.ingest.header;

import java.util.Optional;

/**
 * What a header must be like (RFC 5322 §3.6), and what is done where it is not.
 *
 * @param missingFields where Date or Message-ID is missing
 * @param missingFrom whose messages without From are refused
 * @param repeatedFields where one of the {@link SingleFields} is there more than once
 * @param maxReceived a message with more Received fields runs in a circle (RFC 5321 §6.3); 10 to
 *     1,000
 */
public record HeaderChecks(
    Lack missingFields, Anonymity missingFrom, Breach repeatedFields, int maxReceived) {

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

  /** Whose messages without From, which nobody but the author can put right, are refused. */
  public enum Anonymity {
    /** Nobody's: they are taken as they are. */
    ACCEPT,
    /**
     * Those of who has proven to be a tenant, and so submits (RFC 6409); what is passed on for the
     * machines of allowed networks is taken as it is.
     */
    REFUSE_SUBMITTED,
    /** Everybody's. */
    REFUSE
  }

  /** The least and the most that {@code maxReceived} may be. */
  public static final int LEAST_RECEIVED = 10;

  /** See {@link #LEAST_RECEIVED}. */
  public static final int MOST_RECEIVED = 1_000;

  /**
   * Date and Message-ID are added. Who submits mail is its author's first server, and tells of a
   * missing From while somebody can still put it right; a relay does not. A repeated field is
   * refused: receivers show one of two and check the other. 50 hops.
   */
  public static final HeaderChecks DEFAULTS =
      new HeaderChecks(Lack.FIX, Anonymity.REFUSE_SUBMITTED, Breach.REFUSE, 50);

  /** Checks the range. */
  public HeaderChecks {
    requireHops(maxReceived);
  }

  static void requireHops(int most) {
    if (most < LEAST_RECEIVED || most > MOST_RECEIVED) {
      throw new IllegalArgumentException(most + " hops are not in 10 to 1000");
    }
  }

  /**
   * Why a message with such a header is refused, naming the field; to be said with 5.6.0.
   *
   * @param submitted whether it comes from somebody who has proven to be a tenant
   */
  public Optional<String> objection(HeaderFacts facts, boolean submitted) {
    if (repeatedFields == Breach.REFUSE && !facts.repeated().isEmpty()) {
      return Optional.of(facts.repeated().getFirst() + " is there more than once");
    }
    if (!facts.hasFrom() && needsFrom(submitted)) {
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

  private boolean needsFrom(boolean submitted) {
    return switch (missingFrom) {
      case ACCEPT -> false;
      case REFUSE_SUBMITTED -> submitted;
      case REFUSE -> true;
    };
  }

  /** Whether a message that passed so many servers runs in a circle; to be said with 5.4.6. */
  public boolean isLoop(int receivedFields) {
    return receivedFields > maxReceived;
  }
}
