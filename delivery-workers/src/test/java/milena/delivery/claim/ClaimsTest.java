package milena.delivery.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import milena.schemas.AttemptResult;
import milena.schemas.Dispatch;
import milena.schemas.Topics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int COUNT = 300;

  @TempDir private Path folder;

  private static long inAMinute() {
    return System.currentTimeMillis() + 60_000;
  }

  private static long nanosSince(long start) {
    return System.nanoTime() - start;
  }

  @Test
  void shouldFinishEachDispatchOnceAndCommit() throws Exception {
    try (var rig = new Rig(folder, 2)) {
      // Given
      rig.dispatch(0, COUNT, inAMinute());
      rig.dispatch(1, COUNT, inAMinute());

      // When
      var worker = rig.worker("w1", Rig.LIMITS, FakeLanes.delivering(), System::nanoTime);
      await().atMost(PATIENCE).until(() -> rig.finished().size() == 2 * COUNT);
      Rig.stop(worker);

      // Then
      assertThat(rig.results()).hasSize(2 * COUNT);
      assertThat(rig.results())
          .allSatisfy(
              result -> {
                assertThat(result.getOutcome()).isEqualTo("delivered");
                assertThat(result.getRecipient())
                    .isEqualTo(result.getSubmissionId().replace(".0", "") + "@example.com");
                assertThat(result.getEpoch()).isEqualTo(1);
                assertThat(result.getWorker()).isEqualTo("w1");
              });
      assertThat(rig.committed(0)).isEqualTo(COUNT);
      assertThat(rig.claims()).filteredOn(claim -> claim.getReleased()).hasSize(2);
    }
  }

  @Test
  void shouldWaitOutADeadOwnerAndSkipWhatItFinished() throws Exception {
    try (var rig = new Rig(folder, 1)) {
      // Given
      var dispatches = new ArrayList<Dispatch>();
      for (int i = 0; i < 20; i++) {
        dispatches.add(Rig.dispatchOf("m" + i, rig.submit("m" + i, new byte[9], 0), inAMinute()));
      }
      rig.dispatch(0, dispatches);
      rig.claim(0, 4, "dead", false);
      for (int i = 1; i < 20; i += 2) {
        rig.result(0, i, dispatches.get(i));
      }
      long start = System.nanoTime();

      // When
      var lanes = FakeLanes.delivering();
      rig.worker("w1", Rig.LIMITS, lanes, System::nanoTime);
      await().atMost(PATIENCE).until(() -> !lanes.offered.isEmpty());
      long waited = nanosSince(start);
      await().atMost(PATIENCE).until(() -> rig.finished().size() == 20);

      // Then
      assertThat(waited).isGreaterThan(Rig.LEASE.toNanos());
      assertThat(lanes.offered)
          .extracting(one -> one.submissionId())
          .containsExactlyElementsOf(
              IntStream.range(0, 10).mapToObj(i -> "m" + 2 * i + ".0").toList());
      assertThat(rig.results().getLast().getEpoch()).isEqualTo(5);
    }
  }

  @Test
  void shouldTakeOverAtOnceWhatWasGivenBackAndLeaveNothingOut() throws Exception {
    try (var rig = new Rig(folder, 1)) {
      // Given
      rig.dispatch(0, COUNT, inAMinute());
      var first =
          new FakeLanes(
              consignment -> {
                if (consignment.submissionId().hashCode() % 3 == 0 && consignment.maySend()) {
                  consignment.finish(FakeLanes.outcome(true));
                }
              });
      var before = rig.worker("w1", Rig.LIMITS, first, System::nanoTime);
      await().atMost(PATIENCE).until(() -> first.offered.size() == COUNT);
      Rig.stop(before);
      int done = rig.results().size();
      long start = System.nanoTime();

      // When
      var second = FakeLanes.delivering();
      rig.worker("w1", Rig.LIMITS, second, System::nanoTime);
      await().atMost(PATIENCE).until(() -> !second.offered.isEmpty());
      long waited = nanosSince(start);
      await().atMost(PATIENCE).until(() -> rig.finished().size() == COUNT);

      // Then
      assertThat(first.left).containsExactly(0);
      assertThat(done).isBetween(1, COUNT - 1);
      assertThat(waited).isLessThan(Rig.LEASE.toNanos());
      assertThat(rig.results()).hasSize(COUNT);
    }
  }

  @Test
  void shouldStopSendingWhenALaterClaimIsReadAndWhenFrozen() throws Exception {
    try (var rig = new Rig(folder, 2)) {
      // Given
      var lease = Duration.ofSeconds(10);
      rig.dispatch(0, 10, inAMinute());
      rig.dispatch(1, 10, inAMinute());
      var skipped = new AtomicLong();
      var lanes = new FakeLanes(_ -> {});
      rig.worker("w1", Rig.leasing(lease), lanes, () -> System.nanoTime() + skipped.get());
      await().atMost(PATIENCE).until(() -> lanes.offered.size() == 20);
      var taken = List.copyOf(lanes.offered);
      assertThat(taken).allMatch(one -> one.maySend());

      // When
      rig.claim(0, 2, "other", false);

      // Then
      await()
          .atMost(PATIENCE)
          .until(() -> taken.stream().filter(one -> one.maySend()).count() == 10);
      skipped.set(lease.toNanos());
      assertThat(taken).noneMatch(one -> one.maySend());
      await()
          .atMost(PATIENCE)
          .until(() -> taken.stream().filter(one -> one.maySend()).count() == 10);
    }
  }

  @Test
  void shouldGoOnPastWhatCannotBeReadOrIsTooLate() throws Exception {
    try (var rig = new Rig(folder, 1)) {
      // Given
      rig.dispatchUnreadable(0, "broken.0");
      rig.dispatch(0, 1, System.currentTimeMillis() - 1000);
      var ref = rig.submit("good", new byte[5], 0);
      rig.dispatch(0, List.of(Rig.dispatchOf("good", ref, inAMinute())));

      // When
      rig.worker("w1", Rig.LIMITS, FakeLanes.delivering(), System::nanoTime);
      await().atMost(PATIENCE).until(() -> rig.results().size() == 3);

      // Then
      assertThat(rig.results())
          .extracting(AttemptResult::getSubmissionId, AttemptResult::getOutcome)
          .containsExactlyInAnyOrder(
              tuple("broken.0", "not-tried"),
              tuple("m0-0.0", "not-tried"),
              tuple("good.0", "delivered"));
      assertThat(rig.read(Topics.DEAD_LETTERS)).hasSize(1);
      await().atMost(PATIENCE).until(() -> rig.committed(0) >= 5);
    }
  }

  @Test
  void shouldTakeNoMoreThanItsBoundsAndPassWhatHangs() throws Exception {
    try (var rig = new Rig(folder, 1)) {
      // Given
      rig.dispatch(0, COUNT, inAMinute());
      var limits =
          new ClaimLimits(
              Rig.LEASE,
              true,
              20,
              50,
              Duration.ofSeconds(1),
              Duration.ofMillis(100),
              Duration.ofSeconds(1));
      var lanes =
          new FakeLanes(
              consignment -> {
                if (!consignment.submissionId().equals("m0-0.0") && consignment.maySend()) {
                  consignment.finish(FakeLanes.outcome(true));
                }
              });

      // When
      rig.worker("w1", limits, lanes, System::nanoTime);
      await().atMost(PATIENCE).until(() -> lanes.offered.size() >= 50);

      // Then
      await().atMost(PATIENCE).until(() -> rig.finished().size() == COUNT);
      assertThat(rig.results())
          .filteredOn(result -> result.getSubmissionId().equals("m0-0.0"))
          .extracting(AttemptResult::getOutcome)
          .containsExactly("still-trying");
      lanes.offered.getFirst().finish(FakeLanes.outcome(true));
      await().atMost(PATIENCE).until(() -> rig.results().size() == COUNT + 1);
    }
  }

  @Test
  void shouldFailWhatWasAloneWhenItsWorkerDied() throws Exception {
    try (var rig = new Rig(folder, 1)) {
      // Given
      rig.dispatch(0, 40, inAMinute());
      rig.claim(0, 5, "w1", false);
      rig.commit(0, 0, new CommitNote(0, 5, new Deaths(40, 30, 1, 1, -1)));

      // When
      rig.worker("w1", Rig.LIMITS.forSoleOwner(), FakeLanes.delivering(), System::nanoTime);
      await().atMost(PATIENCE).until(() -> rig.results().size() == 40);

      // Then
      assertThat(rig.results())
          .filteredOn(result -> !result.getOutcome().equals("delivered"))
          .singleElement()
          .satisfies(
              result -> {
                assertThat(result.getSubmissionId()).isEqualTo("m0-0.0");
                assertThat(result.getOutcome()).isEqualTo("bounced");
                assertThat(result.getEnhanced()).isEqualTo("5.3.0");
              });
    }
  }

  @Test
  void shouldTryAloneWhatIsLeftOfATrial() throws Exception {
    try (var rig = new Rig(folder, 1)) {
      // Given
      rig.dispatch(0, 6, inAMinute());
      rig.claim(0, 5, "w1", true);
      rig.commit(0, 0, new CommitNote(0, 5, new Deaths(6, 3, 1, 0, -1)));
      var lanes = new FakeLanes(_ -> {});

      // When
      rig.worker("w1", Rig.LIMITS.forSoleOwner(), lanes, System::nanoTime);

      // Then
      for (int i = 0; i < 3; i++) {
        int alone = i;
        await().atMost(PATIENCE).until(() -> lanes.offered.size() == alone + 1);
        lanes.offered.getLast().finish(FakeLanes.outcome(true));
      }
      await().atMost(PATIENCE).until(() -> lanes.offered.size() == 6);
    }
  }

  @Test
  @Tag("long")
  void shouldSharePartitionsWithAWorkerThatJoins() throws Exception {
    try (var rig = new Rig(folder, 4)) {
      // Given
      var first = FakeLanes.delivering();
      var second = FakeLanes.delivering();
      for (int partition = 0; partition < 4; partition++) {
        rig.dispatch(partition, COUNT, inAMinute());
      }
      rig.worker("w1", Rig.LIMITS, first, System::nanoTime);
      await().atMost(PATIENCE).until(() -> !first.offered.isEmpty());

      // When
      rig.worker("w2", Rig.LIMITS, second, System::nanoTime);
      await()
          .atMost(PATIENCE)
          .until(() -> rig.claims().stream().anyMatch(claim -> claim.getWorker().equals("w2")));
      var more = new ArrayList<Dispatch>();
      for (int i = 0; i < 50; i++) {
        more.add(Rig.dispatchOf("n" + i, rig.submit("n" + i, new byte[9], 0), inAMinute()));
      }
      for (int partition = 0; partition < 4; partition++) {
        rig.dispatch(partition, more);
      }
      await().atMost(PATIENCE).until(() -> rig.results().size() >= 4 * COUNT + 200);

      // Then
      assertThat(rig.results()).hasSize(4 * COUNT + 200);
      assertThat(rig.results()).extracting(AttemptResult::getWorker).contains("w1", "w2");
      assertThat(rig.claims()).filteredOn(claim -> claim.getReleased()).hasSize(2);
    }
  }
}
