package milena.delivery.claim;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import milena.delivery.connect.Lanes;
import milena.runtime.lifecycle.Deadline;
import milena.schemas.Topics;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One membership in the group of workers: the partitions that it was given, from the claim to the
 * last commit. Everything happens on one thread, in turns; {@link #wakeup} alone is for others.
 */
final class Membership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Membership.class);

  private static final Duration IDLE = Duration.ofMillis(50);
  private static final Duration BUSY = Duration.ofMillis(5);
  private static final long CHORES_NANOS = Duration.ofMillis(500).toNanos();

  /** Dispatches taken of one partition before another has its turn. */
  private static final int TURN = 500;

  /**
   * What a membership works with.
   *
   * @param terms on what terms it claims
   * @param limits how much it takes
   */
  record Parts(
      ClaimTerms terms, ClaimLimits limits, Lanes lanes, Intake intake, AttemptLog attempts) {}

  private final Parts parts;
  private final Consumer<byte[], byte[]> dispatches;
  private final AttemptTail tail;
  private final LongSupplier nanoClock;
  private final ClaimRules rules;
  private final Trial trial;
  private final Commits commits;
  private final Map<Integer, OwnedPartition> owned = new LinkedHashMap<>();

  /** Given by the group, and not looked up yet. */
  private final Set<TopicPartition> given = new HashSet<>();

  private final Set<Integer> markersUnderWay = ConcurrentHashMap.newKeySet();
  private long choresAt;
  private long committedAt;

  /** Chores in a row that found a partition lost: a pause of the process counts as one. */
  private int choresWithLoss;

  /** Joins; partitions are given in the turns that follow. */
  Membership(
      Parts parts, Consumer<byte[], byte[]> dispatches, AttemptTail tail, LongSupplier nanoClock) {
    this.parts = parts;
    this.dispatches = dispatches;
    this.tail = tail;
    this.nanoClock = nanoClock;
    this.rules = new ClaimRules(parts.terms());
    this.trial = new Trial(nanoClock);
    this.commits = new Commits(dispatches);
    this.choresAt = nanoClock.getAsLong();
    this.committedAt = choresAt;
    dispatches.subscribe(List.of(Topics.DISPATCH), new Rebalances());
  }

  /** Makes the thread that waits in a turn return from it with a WakeupException. */
  void wakeup() {
    dispatches.wakeup();
  }

  /** Reads, takes, settles and commits what there is, waiting a moment when there is nothing. */
  void turn() {
    var records = dispatches.poll(isBusy() ? BUSY : IDLE);
    for (var partition : records.partitions()) {
      var owner = owned.get(partition.partition());
      if (owner != null) {
        owner.backlog().addAll(records.records(partition));
      }
    }
    lookUp();
    keepClaims();
    owned.values().forEach(this::takeFrom);
    parts.intake().offer();
    holdBack();
    if (nanoClock.getAsLong() - committedAt >= parts.limits().commitEvery().toNanos()) {
      committedAt = nanoClock.getAsLong();
      commits.soon(owned.values());
    }
  }

  private boolean isBusy() {
    return !given.isEmpty()
        || inFlight() >= parts.limits().inFlight()
        || owned.values().stream().anyMatch(Membership::isBusy);
  }

  private static boolean isBusy(OwnedPartition partition) {
    return !partition.backlog().isEmpty() || !(partition.isHeld() || partition.isClosing());
  }

  /** Finds out what the log says of partitions that were given; later, when it does not answer. */
  private void lookUp() {
    if (given.isEmpty()) {
      return;
    }
    try {
      for (var found :
          Inherited.lookUp(given, dispatches, tail, parts.limits().span()).entrySet()) {
        int number = found.getKey().partition();
        dispatches.seek(found.getKey(), found.getValue().committed());
        owned.put(number, new OwnedPartition(number, rules, nanoClock, found.getValue()));
      }
      given.clear();
      tail.follow(owned);
    } catch (TimeoutException e) {
      log.info("claim delayed reason={}", e.toString());
    }
  }

  /** Reads and writes markers, and applies what has been acknowledged. */
  private void keepClaims() {
    tail.read(owned, number -> claim(Objects.requireNonNull(owned.get(number))));
    for (var partition : owned.values()) {
      if (partition.timePassed()) {
        claim(partition);
      }
    }
    parts.intake().settle();
    trial.timePassed(owned.values());
    if (nanoClock.getAsLong() - choresAt >= CHORES_NANOS) {
      choresAt = nanoClock.getAsLong();
      parts.intake().retry();
      owned.values().forEach(this::passHanging);
      leaveWhenLost();
    }
  }

  private void claim(OwnedPartition partition) {
    int number = partition.number();
    if (markersUnderWay.add(number)) {
      partition
          .nextMarker(parts.terms())
          .ifPresentOrElse(
              marker ->
                  parts.attempts().append(number, marker, _ -> markersUnderWay.remove(number)),
              () -> markersUnderWay.remove(number));
    }
  }

  private void passHanging(OwnedPartition partition) {
    if (partition.progress().span() < parts.limits().span()) {
      return;
    }
    long now = nanoClock.getAsLong();
    for (var taken : partition.progress().unfinished()) {
      if (now - taken.at() < parts.limits().hangAfter().toNanos()) {
        return;
      }
      if (taken.claimed() != null && taken.claimed().markPassed()) {
        parts.intake().pass(taken.claimed());
      }
    }
  }

  /** The group's word and the log's differ: whoever is wrong learns it by joining anew. */
  private void leaveWhenLost() {
    var lost = owned.values().stream().filter(OwnedPartition::isLost).toList();
    if (lost.isEmpty()) {
      choresWithLoss = 0;
      return;
    }
    if (lost.stream().anyMatch(partition -> !partition.isClosing())) {
      close(lost);
      letGo(lost);
    }
    choresWithLoss++;
    if (choresWithLoss * CHORES_NANOS > 2 * parts.terms().lease().toNanos()) {
      throw new KafkaException("another worker claims what the group gave to this one");
    }
  }

  private void takeFrom(OwnedPartition partition) {
    if (!partition.isHeld() || partition.isClosing() || !isNoted(partition)) {
      return;
    }
    var backlog = partition.backlog();
    int room = Math.min(TURN, parts.limits().inFlight() - inFlight());
    for (int left = room; left > 0 && !backlog.isEmpty() && partition.maySend(); left--) {
      if (partition.progress().span() >= parts.limits().span()) {
        return;
      }
      var next = Objects.requireNonNull(backlog.peek());
      switch (trial.turn(partition, next.offset(), owned.values())) {
        case LATER -> {
          return;
        }
        case NOTE_BLOCK -> {
          partition.beginBlock();
          if (!commits.atOnce(List.of(partition))) {
            partition.abandonBlock();
            return;
          }
        }
        case NOW -> {}
      }
      parts.intake().take(partition, backlog.remove());
    }
  }

  /** What was learnt at the start must be in the log before anything that follows from it. */
  private boolean isNoted(OwnedPartition partition) {
    return commits.has(partition) || commits.atOnce(List.of(partition));
  }

  private void holdBack() {
    boolean full = inFlight() >= parts.limits().inFlight();
    var paused = dispatches.paused();
    for (var partition : owned.values()) {
      var at = List.of(new TopicPartition(Topics.DISPATCH, partition.number()));
      boolean hold =
          full || !partition.isHeld() || partition.isClosing() || !partition.backlog().isEmpty();
      if (hold != paused.containsAll(at)) {
        if (hold) {
          dispatches.pause(at);
        } else {
          dispatches.resume(at);
        }
      }
    }
  }

  /** What it has at the moment; for its own thread. */
  DispatchReader.Standing standing() {
    int held = (int) owned.values().stream().filter(OwnedPartition::isHeld).count();
    return new DispatchReader.Standing(held, inFlight());
  }

  private int inFlight() {
    return owned.values().stream().mapToInt(OwnedPartition::inFlight).sum();
  }

  /** Gives everything back; what is on the wire may end until the deadline. */
  void leave(Deadline deadline) {
    giveBack(List.copyOf(owned.values()), deadline);
  }

  /** Drops everything, for the log has failed; what is on the wire may end for a while. */
  void abandon() {
    close(owned.values());
    var patience = Deadline.after(parts.limits().giveBackWithin(), nanoClock);
    while (!areSettled(owned.values()) && !patience.hasPassed()) {
      parts.intake().settle();
      LockSupport.parkNanos(BUSY.toNanos());
    }
    letGo(owned.values());
    owned.values().forEach(partition -> partition.giveBack(parts.terms()));
    owned.clear();
  }

  private void close(Collection<OwnedPartition> partitions) {
    partitions.forEach(OwnedPartition::close);
    withdraw();
  }

  private void withdraw() {
    parts
        .lanes()
        .withdraw(
            consignment -> consignment instanceof ClaimedDispatch claimed && claimed.isDropped());
  }

  /** Whoever comes next counts the connections to their sites for itself, from none. */
  private void letGo(Collection<OwnedPartition> partitions) {
    withdraw();
    parts
        .lanes()
        .leave(partitions.stream().map(OwnedPartition::number).collect(toUnmodifiableSet()));
  }

  private static boolean areSettled(Collection<OwnedPartition> partitions) {
    return partitions.stream().allMatch(OwnedPartition::isSettled);
  }

  private void giveBack(List<OwnedPartition> partitions, Deadline deadline) {
    if (partitions.isEmpty()) {
      return;
    }
    close(partitions);
    // A quarter of the time is kept for the release and the commit.
    var settleBy = Deadline.after(deadline.remaining().multipliedBy(3).dividedBy(4), nanoClock);
    while (!areSettled(partitions) && !settleBy.hasPassed()) {
      keepClaims();
      LockSupport.parkNanos(BUSY.toNanos());
    }
    letGo(partitions);
    var releases = ConcurrentHashMap.<Integer>newKeySet();
    var toCommit = new ArrayList<OwnedPartition>();
    for (var partition : partitions) {
      boolean settled = partition.isSettled();
      partition
          .giveBack(parts.terms())
          .ifPresent(
              release -> {
                toCommit.add(partition);
                if (settled) {
                  int number = partition.number();
                  releases.add(number);
                  parts.attempts().append(number, release, _ -> releases.remove(number));
                }
              });
    }
    commits.atOnce(toCommit);
    while (!releases.isEmpty() && !deadline.hasPassed()) {
      LockSupport.parkNanos(BUSY.toNanos());
    }
    partitions.forEach(this::forget);
    tail.follow(owned);
  }

  private void forget(OwnedPartition partition) {
    owned.remove(partition.number());
    commits.forget(partition.number());
  }

  private List<OwnedPartition> owners(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .map(partition -> owned.get(partition.partition()))
        .filter(Objects::nonNull)
        .toList();
  }

  @Override
  public void close() {
    try (dispatches;
        tail) {
      owned.clear();
    }
  }

  /** What the group gives and takes; called from within {@link #turn}. */
  private final class Rebalances implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      given.addAll(partitions);
      dispatches.pause(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      given.removeAll(Set.copyOf(partitions));
      giveBack(owners(partitions), Deadline.after(parts.limits().giveBackWithin(), nanoClock));
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      given.removeAll(Set.copyOf(partitions));
      var lost = owners(partitions);
      if (lost.isEmpty()) {
        return;
      }
      log.warn("partitions lost count={}", lost.size());
      close(lost);
      letGo(lost);
      lost.forEach(partition -> partition.giveBack(parts.terms()));
      lost.forEach(Membership.this::forget);
      tail.follow(owned);
    }
  }
}
