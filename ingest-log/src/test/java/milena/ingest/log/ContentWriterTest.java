package milena.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import milena.schemas.Topics;
import org.junit.jupiter.api.Test;

/** When a connection that had to stop reading is told to go on. */
class ContentWriterTest {

  private static final int WINDOW = 2;
  private static final int CHUNK = Topics.MAX_CHUNK_BYTES;

  private final List<Consumer<LogOutcome>> unacknowledged = new ArrayList<>();
  private final ArrayDeque<Runnable> loop = new ArrayDeque<>();
  private final MemoryBudget budget = new MemoryBudget(8L * CHUNK);
  private int told;

  private final SubmissionLog log =
      new SubmissionLog() {
        @Override
        public void append(ContentSlice slice, Consumer<LogOutcome> whenDone) {
          unacknowledged.add(whenDone);
        }

        @Override
        public void append(Submittal submittal, Consumer<LogOutcome> whenDone) {
          throw new UnsupportedOperationException("no transaction ends here");
        }
      };

  private ContentWriter writer() {
    var settings = new LogSettings(CHUNK, 8L * CHUNK, WINDOW, Duration.ZERO, Duration.ofSeconds(1));
    return new ContentWriter(
        "content", new ContentWriter.Shared(log, settings, budget), loop::add, () -> told++);
  }

  private void runLoop() {
    for (var task = loop.poll(); task != null; task = loop.poll()) {
      task.run();
    }
  }

  @Test
  void shouldBeToldByAnAcknowledgementAloneWhenItsWindowIsFull() {
    // Given
    var writer = writer();
    writer.write(new byte[(WINDOW + 1) * CHUNK], 0, (WINDOW + 1) * CHUNK);
    assertThat(writer.congested()).isTrue();

    // When: the budget has room, and would say so at once
    writer.awaitBudget();
    runLoop();
    int before = told;
    unacknowledged.getFirst().accept(new LogReceipt(0, 0));
    runLoop();

    // Then
    assertThat(before).isZero();
    assertThat(told).isEqualTo(1);
    assertThat(writer.congested()).isFalse();
  }

  @Test
  void shouldBeToldWhenTheBudgetHasRoomAgain() {
    // Given
    var writer = writer();
    writer.write(new byte[1], 0, 1);
    budget.take(8L * CHUNK);
    assertThat(writer.congested()).isTrue();
    writer.awaitBudget();
    runLoop();
    int before = told;

    // When
    budget.giveBack(8L * CHUNK);
    runLoop();

    // Then
    assertThat(before).isZero();
    assertThat(told).isEqualTo(1);
  }
}
