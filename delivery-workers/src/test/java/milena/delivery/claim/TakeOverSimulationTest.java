package milena.delivery.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import milena.schemas.AttemptResult;
import milena.schemas.Dispatch;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** Owners of one partition, each killed at some point, in virtual time. */
class TakeOverSimulationTest {
  private static final int DISPATCHES = 200;
  private static final int STEPS = 1500;

  @Property(tries = 1_000)
  void shouldFinishEachOnceThoughOwnersDie(@ForAll long seed) {
    // Given
    var log = new Log(new Random(seed));
    var owner = new Owner(log, 0);

    // When
    for (int step = 0; step < STEPS || log.finished.size() < DISPATCHES; step++) {
      assertThat(step).as("seed %s", seed).isLessThan(100_000);
      log.now += Duration.ofMillis(log.random.nextInt(100)).toNanos();
      if (step < STEPS && log.random.nextInt(60) == 0) {
        owner = new Owner(log, owner.run + 1);
      } else {
        owner.work();
      }

      // Then
      assertThat(log.lowestWithoutResult())
          .as("seed %s step %s", seed, step)
          .isGreaterThanOrEqualTo(log.committed.offset());
    }
    assertThat(log.triedAfterResult).as("seed %s", seed).isEmpty();
  }

  /** What outlives owners. */
  private static final class Log {
    final Random random;
    final List<Object> attempts = new ArrayList<>();
    final Set<Long> finished = new HashSet<>();
    final List<Long> triedAfterResult = new ArrayList<>();
    OffsetAndMetadata committed = new OffsetAndMetadata(0, "");
    long now;

    Log(Random random) {
      this.random = random;
    }

    long lowestWithoutResult() {
      long lowest = 0;
      while (finished.contains(lowest)) {
        lowest++;
      }
      return lowest;
    }
  }

  private static final class Owner {
    final Log log;
    final int run;
    final ClaimTerms terms;
    final OwnedPartition partition;
    final List<Long> unacknowledged = new ArrayList<>();
    long position;

    Owner(Log log, int run) {
      this.log = log;
      this.run = run;
      // One in three is another machine, which has to wait.
      boolean same = log.random.nextInt(3) > 0;
      var worker = same ? "w" : "w" + run;
      this.terms = new ClaimTerms(worker, "run" + run, Duration.ofSeconds(1), same);
      var inherited =
          Inherited.from(
              log.committed, new Inherited.Log(0, DISPATCHES), log.attempts.size(), DISPATCHES);
      this.partition = new OwnedPartition(0, new ClaimRules(terms), () -> log.now, inherited);
      this.position = partition.attemptsPosition();
    }

    void work() {
      switch (log.random.nextInt(6)) {
        case 0 -> take();
        case 1 -> finishSome();
        case 2 -> acknowledge();
        case 3 -> commit();
        default -> read();
      }
      if (partition.timePassed()) {
        claim();
      }
    }

    void claim() {
      partition.nextMarker(terms).ifPresent(log.attempts::add);
    }

    void read() {
      for (int left = log.random.nextInt(30);
          left > 0 && position < log.attempts.size();
          left--, position++) {
        switch (log.attempts.get((int) position)) {
          case Marker marker -> {
            if (partition.readMarker(marker, position)) {
              claim();
            }
          }
          case AttemptResult result -> {
            if (partition.readsResults()) {
              partition.readResult(result);
            }
          }
          case Object other -> throw new IllegalStateException("no entry: " + other);
        }
      }
      if (partition.readUpTo(position)) {
        claim();
      }
    }

    void take() {
      for (int left = log.random.nextInt(20); left > 0 && partition.maySend(); left--) {
        long offset = partition.progress().next();
        if (offset >= DISPATCHES) {
          return;
        }
        if (partition.finishedBefore().remove(offset, dispatch(offset))) {
          partition.progress().pass(offset);
        } else {
          partition
              .progress()
              .take(offset, new Taken(offset, log.now, partition.attemptsPosition(), null));
          if (log.finished.contains(offset)) {
            log.triedAfterResult.add(offset);
          }
        }
      }
    }

    void finishSome() {
      for (var taken : partition.progress().unfinished()) {
        if (log.random.nextInt(4) == 0 && !unacknowledged.contains(taken.offset())) {
          log.attempts.add(result(taken.offset()));
          log.finished.add(taken.offset());
          unacknowledged.add(taken.offset());
        }
      }
    }

    void acknowledge() {
      unacknowledged.forEach(partition::finished);
      unacknowledged.clear();
    }

    void commit() {
      if (partition.isHeld()) {
        log.committed =
            new OffsetAndMetadata(partition.progress().committable(), partition.note().encode());
      }
    }
  }

  private static Dispatch dispatch(long offset) {
    return Rig.dispatchOf("m" + offset, Rig.place("mail.submissions", 0, offset), 0);
  }

  private static AttemptResult result(long offset) {
    return AttemptResult.newBuilder()
        .setSubmissionId("m" + offset + ".0")
        .setAttempt(1)
        .setIssue(1)
        .setDispatchOffset(offset)
        .setOutcome("delivered")
        .build();
  }
}
