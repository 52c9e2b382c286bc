package milena.router.past;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import milena.schemas.AttemptEntry;
import milena.schemas.AttemptResult;
import milena.schemas.AvroFormat;
import milena.schemas.MailEvent;
import milena.schemas.RecordFormat;
import milena.schemas.SchemaIds;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PastStoreTest {
  private static final String ID = "m1.1";

  private static final RecordFormat FORMAT =
      new AvroFormat(
          new SchemaIds() {
            @Override
            public int idOf(String subject, Schema schema) {
              return 1;
            }

            @Override
            public Schema schemaOf(int id) {
              return AttemptEntry.getClassSchema();
            }
          });

  @TempDir Path folder;

  private PastStore past;

  @BeforeEach
  void open() {
    past = new PastStore(folder, FORMAT);
  }

  @AfterEach
  void close() {
    past.close();
  }

  @Test
  void shouldKnowNothingOfWhatItNeverMet() {
    // Given
    past.told(event("m1.10", "accepted"));
    past.told(event("m1", "accepted"));

    // Then
    assertThat(past.of(ID)).isEqualTo(Remembered.NOTHING);
  }

  @Test
  void shouldKnowHowOftenAndUntilWhenItWasDeferred() {
    // When
    past.told(event(ID, "accepted"));
    past.told(deferred(1, 1, 5_000));
    past.told(deferred(2, 300, 9_000));
    past.happened(result(2, 300, "deferred"));

    // Then
    assertThat(past.of(ID)).isEqualTo(new Remembered(true, false, 2, 300, 9_000, Optional.empty()));
  }

  @Test
  void shouldHoldAResultOfWhichNoEventIsLeft() {
    // When
    past.told(deferred(1, 1, 5_000));
    past.happened(result(1, 1, "deferred"));
    past.happened(result(2, 2, "deferred"));

    // Then
    assertThat(past.of(ID).untold()).contains(result(2, 2, "deferred"));
  }

  @Test
  void shouldNotLetALaterAttemptUndoADelivery() {
    // When: it was issued again since its result came late
    past.happened(result(1, 1, "delivered"));
    past.told(deferred(1, 2, 5_000));
    past.happened(result(1, 2, "deferred"));
    past.happened(result(2, 3, "not-tried"));

    // Then
    assertThat(past.of(ID).untold()).contains(result(1, 1, "delivered"));
  }

  @Test
  void shouldHaveNothingToTellOfWhatHasEnded() {
    // When
    past.happened(result(1, 1, "delivered"));
    past.told(event(ID, "late"));
    past.told(ended("delivered"));

    // Then
    assertThat(past.of(ID)).isEqualTo(new Remembered(false, true, 0, 0, 0, Optional.empty()));
  }

  @Test
  void shouldNotMindTheOrderNorWhatComesTwice() {
    // Given
    List<Runnable> facts =
        new ArrayList<>(
            List.of(
                () -> past.told(event(ID, "accepted")),
                () -> past.told(deferred(1, 1, 5_000)),
                () -> past.told(deferred(2, 2, 9_000)),
                () -> past.happened(result(1, 1, "deferred")),
                () -> past.happened(result(2, 2, "deferred")),
                () -> past.happened(result(3, 3, "bounced"))));
    facts.addAll(List.copyOf(facts));
    Collections.shuffle(facts, new Random(7));

    // When
    facts.forEach(Runnable::run);

    // Then
    assertThat(past.of(ID))
        .isEqualTo(new Remembered(true, false, 2, 2, 9_000, Optional.of(result(3, 3, "bounced"))));
  }

  @Test
  void shouldBeOnTheDiskOnceItIsSynced() {
    // Given
    past.told(event(ID, "accepted"));
    past.happened(result(1, 1, "bounced"));
    past.reachesTo(Map.of(0, 17L, 3, 4_000_000_000L));
    past.sync();
    past.close();

    // When
    open();

    // Then
    assertThat(past.of(ID).untold()).contains(result(1, 1, "bounced"));
    assertThat(past.reachesTo()).isEqualTo(Map.of(0, 17L, 3, 4_000_000_000L));
  }

  @Test
  void shouldKnowNothingAnyMoreOnceItIsClosed() {
    // Given
    past.told(event(ID, "accepted"));

    // When
    past.close();

    // Then
    assertThat(past.of(ID)).isEqualTo(Remembered.NOTHING);
  }

  private static MailEvent event(String id, String type) {
    return MailEvent.newBuilder().setSubmissionId(id).setType(type).build();
  }

  private static MailEvent ended(String type) {
    return MailEvent.newBuilder(event(ID, type)).setFinal$(true).build();
  }

  private static MailEvent deferred(int attempt, int issue, long nextAt) {
    return MailEvent.newBuilder(event(ID, "deferred"))
        .setAttempt(attempt)
        .setIssue(issue)
        .setNextAttemptAt(Instant.ofEpochMilli(nextAt))
        .build();
  }

  private static AttemptResult result(int attempt, int issue, String outcome) {
    return AttemptResult.newBuilder()
        .setSubmissionId(ID)
        .setAttempt(attempt)
        .setIssue(issue)
        .setOutcome(outcome)
        .build();
  }
}
