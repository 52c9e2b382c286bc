package milena.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LifecycleTest {

  private final List<String> calls = new ArrayList<>();
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

  @Test
  void shouldStartInOrderAndStopInReverse() throws StartFailed {
    // Given
    var lifecycle = lifecycle(new Recorded("log"), new Recorded("ingest"), new Recorded("worker"));

    // When
    lifecycle.start();
    assertThat(lifecycle.state()).isEqualTo(new LifecycleState.Running());
    lifecycle.stop("SIGTERM");
    lifecycle.stop("again");

    // Then
    assertThat(calls)
        .containsExactly(
            "start log", "start ingest", "start worker", "stop worker", "stop ingest", "stop log");
    assertThat(lifecycle.state()).isEqualTo(new LifecycleState.Stopped("SIGTERM"));
  }

  @Test
  void shouldStopWhatRunsWhenAServiceDoesNotStart() {
    // Given
    var failing =
        new Recorded("ingest") {
          @Override
          public void start() {
            throw new IllegalStateException("port taken");
          }
        };
    var lifecycle = lifecycle(new Recorded("log"), failing, new Recorded("worker"));

    // Then
    assertThatThrownBy(lifecycle::start)
        .isInstanceOf(StartFailed.class)
        .hasMessage("ingest did not start: port taken");
    assertThat(calls).containsExactly("start log", "stop log");
    assertThat(lifecycle.state()).isEqualTo(new LifecycleState.Stopped("ingest did not start"));
    assertThatThrownBy(lifecycle::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldGoOnStoppingWhenAServiceFailsToAndShareOneDeadline() throws StartFailed {
    // Given
    var left = new ArrayList<Duration>();
    var first =
        new Recorded("log") {
          @Override
          public void stop(Deadline deadline) {
            left.add(deadline.remaining());
          }
        };
    var second =
        new Recorded("ingest") {
          @Override
          public void stop(Deadline deadline) {
            left.add(deadline.remaining());
            clock.addAndGet(Duration.ofSeconds(4).toNanos());
            throw new IllegalStateException("broken");
          }
        };
    var lifecycle = lifecycle(first, second);
    lifecycle.start();

    // When
    lifecycle.stop("test");

    // Then
    assertThat(left).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(6));
  }

  @Test
  void shouldNotGoBelowZeroAfterTheDeadline() {
    // Given
    var deadline = Deadline.after(Duration.ofSeconds(1), clock::get);

    // When
    clock.addAndGet(Duration.ofSeconds(2).toNanos());

    // Then
    assertThat(deadline.hasPassed()).isTrue();
    assertThat(deadline.remaining()).isZero();
  }

  @Test
  void shouldKeepTheFirstFaultAndItsConsequences() {
    // Given
    var faults = new Faults();
    var root = new IllegalStateException("disk full");

    // When
    faults.report("log", root);
    faults.report("ingest", new IllegalStateException("no log"));

    // Then
    assertThat(faults.first()).contains(new Faults.Fault("log", root));
    assertThat(root.getSuppressed()).hasSize(1);
    assertThat(faults.whenFirst()).isCompletedWithValue(new Faults.Fault("log", root));
  }

  private Lifecycle lifecycle(Service... services) {
    return new Lifecycle(List.of(services), Duration.ofSeconds(10), clock::get);
  }

  private class Recorded implements Service {
    private final String name;

    Recorded(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void start() {
      calls.add("start " + name);
    }

    @Override
    public void stop(Deadline deadline) {
      calls.add("stop " + name);
    }
  }
}
