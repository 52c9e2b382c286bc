package milena.delivery.connect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import milena.delivery.outcome.Ending;
import milena.delivery.outcome.SessionStage;
import milena.delivery.send.Capabilities;
import milena.delivery.send.Recipient;

/**
 * Consignments of one message that a connection has taken up together, with their letters on the
 * way. Until a transaction begins any may be taken out; from then on each is known by its place in
 * the envelope.
 */
final class Parcel {

  /** Whoever has less time than this left is not to cut it short for others. */
  private static final Duration HURRY = Duration.ofMinutes(1);

  private static final String LEASE_OVER = "the lease on the dispatch has run out";

  /** A consignment and its letter. */
  record Item(Consignment consignment, CompletableFuture<Letter> opened) {

    /** The letter, which has been read. */
    Letter letter() {
      return opened.join();
    }

    private boolean expiresWithin(long from, long to) {
      return consignment.expiresAt() > from && consignment.expiresAt() < to;
    }

    /** How the attempt ends when the letter could not be read. */
    Optional<Ending> unread() {
      return opened.isCompletedExceptionally()
          ? Optional.of(unreadable(opened.exceptionNow()))
          : Optional.empty();
    }
  }

  private final List<Item> items;
  private final BitSet gone = new BitSet();
  private final long startedAt;
  private final Clocks clocks;

  private Parcel(List<Consignment> consignments, Clocks clocks) {
    this.clocks = clocks;
    this.startedAt = clocks.now();
    this.items = new ArrayList<>(consignments.size());
    for (var consignment : consignments) {
      items.add(new Item(consignment, consignment.open().toCompletableFuture()));
    }
  }

  /** Takes consignments up and begins to read their letters. */
  static Parcel open(List<Consignment> consignments, Clocks clocks) {
    return new Parcel(consignments, clocks);
  }

  long startedAt() {
    return startedAt;
  }

  /** How many are left. */
  int size() {
    return items.size() - gone.cardinality();
  }

  boolean isEmpty() {
    return size() == 0;
  }

  /** The first that is left, of one that is not empty and has not begun. */
  Item first() {
    return items.getFirst();
  }

  /** What is left. */
  List<Item> rest() {
    return gone.isEmpty()
        ? List.copyOf(items)
        : IntStream.range(0, items.size()).filter(i -> !gone.get(i)).mapToObj(items::get).toList();
  }

  /** What is left, without the letters. */
  List<Consignment> consignments() {
    return rest().stream().map(Item::consignment).toList();
  }

  /** Completes when every letter has been read or cannot be. */
  CompletableFuture<?> letters() {
    return items.size() == 1
        ? items.getFirst().opened()
        : CompletableFuture.allOf(
            items.stream().map(Item::opened).toArray(CompletableFuture[]::new));
  }

  /** Before it begins: takes those out that match. */
  List<Consignment> takeOut(Predicate<Item> which) {
    var out = items.stream().filter(which).map(Item::consignment).toList();
    if (!out.isEmpty()) {
      items.removeIf(which);
    }
    return out;
  }

  /**
   * Before it begins: where some expire soon, takes those out that do not. The end of the first
   * ends a transaction for all, so they have one of their own.
   */
  List<Consignment> takeOutUnhurried() {
    var now = clocks.now();
    var soon = now + HURRY.toMillis();
    return items.stream().anyMatch(item -> item.expiresWithin(now, soon))
        ? takeOut(item -> item.consignment().expiresAt() >= soon)
        : List.of();
  }

  /** Before it begins: takes those out that come to an end, and tells of each. */
  void takeOut(Function<Item, Optional<Ending>> ends, BiConsumer<Item, Ending> teller) {
    items.removeIf(
        item -> {
          var ending = ends.apply(item);
          ending.ifPresent(end -> teller.accept(item, end));
          return ending.isPresent();
        });
  }

  /** Takes out the one at this place in the envelope. */
  Item takeOut(int place) {
    gone.set(place);
    return items.get(place);
  }

  /** All of them for an envelope. */
  List<Recipient> recipients(Capabilities offered) {
    return items.stream()
        .map(Item::letter)
        .map(letter -> new Recipient(letter.recipient(), letter.notices().ofRecipient(offered)))
        .toList();
  }

  /** Why no transaction may begin for this one, if it may not. */
  Optional<Ending> beginRefusal(Item item) {
    if (clocks.now() > item.consignment().validUntil()) {
      return Optional.of(new Ending.Withheld(SessionStage.MAIL, "the dispatch is no longer valid"));
    }
    return dotRefusal(item.consignment())
        .map(reason -> new Ending.Withheld(SessionStage.MAIL, reason));
  }

  /** Why the final dot may not be sent, if it may not for one of those that are left. */
  Optional<String> dotRefusal() {
    for (var i = gone.nextClearBit(0); i < items.size(); i = gone.nextClearBit(i + 1)) {
      var refusal = dotRefusal(items.get(i).consignment());
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  private Optional<String> dotRefusal(Consignment consignment) {
    if (!consignment.maySend()) {
      return Optional.of(LEASE_OVER);
    }
    return clocks.now() >= consignment.expiresAt()
        ? Optional.of("the message has expired")
        : Optional.empty();
  }

  /**
   * How it ends for one of those that are left. That the server has not answered in time says
   * nothing of it when that was the time of another, who shared the transaction.
   */
  Ending endOf(Item item, Ending ofAll) {
    var now = clocks.now();
    return ofAll instanceof Ending.Silent(var stage)
            && stage != SessionStage.FINAL_DOT
            && item.consignment().expiresAt() > now
            && rest().stream().anyMatch(other -> other.consignment().expiresAt() <= now)
        ? new Ending.Withheld(stage, "the time of another recipient was over")
        : ofAll;
  }

  /** After this long no final dot may be sent any more. */
  Duration untilExpiry() {
    var earliest = Long.MAX_VALUE;
    for (var item : items) {
      earliest = Math.min(earliest, item.consignment().expiresAt());
    }
    return Duration.ofMillis(Math.max(0, earliest - clocks.now()));
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
