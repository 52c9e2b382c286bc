package milena.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import milena.limits.share.Limit;
import milena.limits.share.Shares.Wish;
import milena.runtime.clock.SteadyClock;
import milena.runtime.lifecycle.Deadline;
import milena.schemas.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes before one broker, with load on both that is not the same. */
@Tag("long")
@Timeout(180)
class LimitServiceTest {

  private static final Limit LIMIT = new Limit("tenant:shop:messages-per-second", 200, 1_000, 1);
  private static final List<Wish> ONE = List.of(new Wish(LIMIT.name(), 1));
  private static final SteadyClock CLOCK = SteadyClock.ofThisProcess();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<Limit> limits = new CopyOnWriteArrayList<>();
  private final AtomicBoolean loading = new AtomicBoolean(true);
  private final List<Thread> load = new ArrayList<>();
  private LimitRig rig = unset();

  // Given to NullAway: JUnit sets it before each test.
  @SuppressWarnings("NullAway")
  private static LimitRig unset() {
    return null;
  }

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    rig = new LimitRig(folder, limits);
  }

  @AfterEach
  void stop() throws Exception {
    loading.set(false);
    for (var thread : load) {
      thread.join();
    }
    rig.close();
  }

  /** Asks at an even pace; counts what it gets. */
  private AtomicInteger load(LimitService node, int perSecond) {
    var taken = new AtomicInteger();
    load.add(
        Thread.ofVirtual()
            .start(
                () -> {
                  long began = System.nanoTime();
                  for (long asked = 0; loading.get(); asked++) {
                    long due = began + asked * 1_000_000_000 / perSecond;
                    LockSupport.parkNanos(due - System.nanoTime());
                    if (node.shares().take(ONE, CLOCK.millis()) == 0) {
                      taken.incrementAndGet();
                    }
                  }
                }));
    return taken;
  }

  private long records() throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", rig.bootstrap()))) {
      long records = 0;
      for (var partition :
          List.of(
              new TopicPartition(Topics.DEMAND, 0),
              new TopicPartition(Topics.DEMAND, 1),
              new TopicPartition(Topics.GRANTS, 0))) {
        records +=
            admin
                .listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
      }
      return records;
    }
  }

  @Test
  void shouldHoldTheLimitOverBothAndUseItUp() throws Exception {
    // Given
    var one = rig.node("one", Map.of());
    var other = rig.node("other", Map.of());
    assertThat(records()).isZero();
    limits.add(LIMIT);
    var most = load(one, 400);
    var least = load(other, 30);
    await().atMost(PATIENCE).until(() -> one.shares().part(LIMIT.name()) > 0.75);

    // When
    for (int round = 0; round < 2; round++) {
      int before = most.get() + least.get();
      long began = System.nanoTime();
      LockSupport.parkNanos(Duration.ofSeconds(10).toNanos());
      double seconds = (System.nanoTime() - began) / 1e9;
      int taken = most.get() + least.get() - before;

      // Then
      assertThat((double) taken).isBetween(200 * seconds * 0.95, 200 * seconds * 1.05 + 200);
    }
    assertThat(rig.scrape(one)).contains("milena_limits_share");

    // When: one goes, and the owner maybe with it
    one.stop(Deadline.after(Duration.ofSeconds(10), System::nanoTime));

    // Then
    await().atMost(PATIENCE).until(() -> other.shares().part(LIMIT.name()) > 0.99);
  }
}
