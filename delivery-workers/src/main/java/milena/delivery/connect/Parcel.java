package milena.delivery.connect;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import milena.delivery.outcome.Ending;
import milena.delivery.outcome.SessionStage;

/** A consignment that a connection has taken up, with its letter on the way. */
final class Parcel {

  private static final String LEASE_OVER = "the lease on the dispatch has run out";

  private final Consignment consignment;
  private final CompletableFuture<Letter> letter;
  private final long startedAt;
  private final Clocks clocks;

  private Parcel(Consignment consignment, Clocks clocks) {
    this.consignment = consignment;
    this.clocks = clocks;
    this.startedAt = clocks.now();
    this.letter = consignment.open().toCompletableFuture();
  }

  /** Takes the consignment up and begins to read its letter. */
  static Parcel open(Consignment consignment, Clocks clocks) {
    return new Parcel(consignment, clocks);
  }

  Consignment consignment() {
    return consignment;
  }

  CompletableFuture<Letter> letter() {
    return letter;
  }

  long startedAt() {
    return startedAt;
  }

  /** Why no transaction may begin, if it may not. */
  Optional<Ending> beginRefusal() {
    if (clocks.now() > consignment.validUntil()) {
      return Optional.of(new Ending.Withheld(SessionStage.MAIL, "the dispatch is no longer valid"));
    }
    return dotRefusal().map(reason -> new Ending.Withheld(SessionStage.MAIL, reason));
  }

  /** Why the final dot may not be sent, if it may not. */
  Optional<String> dotRefusal() {
    if (!consignment.maySend()) {
      return Optional.of(LEASE_OVER);
    }
    return clocks.now() >= consignment.expiresAt()
        ? Optional.of("the message has expired")
        : Optional.empty();
  }

  /** After this long no final dot may be sent any more. */
  Duration untilExpiry() {
    return Duration.ofMillis(Math.max(0, consignment.expiresAt() - clocks.now()));
  }

  /** How an attempt ends whose letter could not be read. */
  static Ending unreadable(Throwable failure) {
    var cause = cause(failure);
    return cause instanceof BodyGone
        ? new Ending.BodyLost(String.valueOf(cause.getMessage()))
        : new Ending.BodyAway("the body cannot be read now: " + cause.getMessage());
  }

  /** Whether this is a failure that a letter is expected to have. */
  static boolean isPlanned(Throwable failure) {
    var cause = cause(failure);
    return cause instanceof BodyGone || cause instanceof BodyUnavailable;
  }

  private static Throwable cause(Throwable failure) {
    return failure.getCause() == null ? failure : failure.getCause();
  }
}
