package milena.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import milena.schemas.InboundReport;
import milena.schemas.RecipientHash;
import milena.schemas.RecordCodec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A report is acknowledged when it is there for all of its recipients. */
class ReportLogTest {

  private static final RecordCodec<InboundReport> IDS =
      new RecordCodec<>() {
        @Override
        public byte[] encode(InboundReport report) {
          return report.getId().getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public InboundReport decode(byte @Nullable [] value) {
          throw new UnsupportedOperationException();
        }
      };

  private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
  private final List<Consumer<LogOutcome>> waiting = new ArrayList<>();
  private final List<LogOutcome> outcomes = new ArrayList<>();
  private final RecipientHash hash = new RecipientHash(new byte[16]);
  private final ReportLog log =
      new ReportLog(
          IDS,
          () -> hash,
          4,
          (record, whenDone) -> {
            sent.add(record);
            waiting.add(whenDone);
          });

  @BeforeEach
  void append() {
    var recipients =
        List.of(
            new Submittal.Recipient("a@ours.example", "a@ours.example"),
            new Submittal.Recipient("b@ours.example", "b@ours.example"));
    log.append(
        new Submittal(
            "R",
            "default",
            1,
            new Submittal.Envelope("", recipients, false, false),
            new Content.Inline(ByteBuffer.allocate(9)),
            new Submittal.Origin("ESMTP", "192.0.2.1", "x")),
        outcomes::add);
  }

  private List<String> ids() {
    return sent.stream()
        .map(record -> new String(record.value(), StandardCharsets.US_ASCII))
        .toList();
  }

  @Test
  void shouldWriteOneAfterAnotherAndAcknowledgeTheLast() {
    // When
    var before = ids();
    waiting.getFirst().accept(new LogReceipt(0, 1));
    // Then
    assertThat(before).containsExactly("R.0");
    assertThat(ids()).containsExactly("R.0", "R.1");
    assertThat(outcomes).isEmpty();
    waiting.getLast().accept(new LogReceipt(0, 2));
    assertThat(outcomes).containsExactly(new LogReceipt(0, 2));
    assertThat(sent.getLast().key()).isEqualTo(hash.of("b@ours.example"));
  }

  @Test
  void shouldAcknowledgeNothingWhenOneIsNotWritten() {
    // When
    waiting.getFirst().accept(new LogUnavailable("away"));
    // Then
    assertThat(ids()).containsExactly("R.0");
    assertThat(outcomes).containsExactly(new LogUnavailable("away"));
  }

  @Test
  void shouldTakeNoPieceOfAReport() {
    // When
    log.append(new ContentSlice("R", 0, true, ByteBuffer.allocate(1)), outcomes::add);
    // Then
    assertThat(outcomes).containsExactly(new LogUnavailable("NoRoom"));
    assertThat(sent).hasSize(1);
  }
}
