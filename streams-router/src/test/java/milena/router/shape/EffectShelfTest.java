package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import milena.router.gate.Effect;
import milena.runtime.stage.StageOutput;
import milena.runtime.stage.StoreKey;
import milena.runtime.stage.StoreStand;
import milena.schemas.AvroFormat;
import milena.schemas.RecordCodec;
import milena.schemas.ShaperState;
import milena.schemas.Topics;
import milena.testing.FixedIds;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a changelog says of effects, as another process reads it. */
class EffectShelfTest {
  private static final Effect SUSPENDED =
      new Effect("r1-a", "gone", Per.CAMPAIGN, "t c s", null, 5, 50, "421 no");
  private static final Effect LOWERED =
      new Effect(
          "r2-b",
          "slow",
          Per.TENANT_AND_SITE,
          "t s",
          new Effect.Limit(Kind.MESSAGE_RATE, new Bound(7, 60_000, 2)),
          6,
          60,
          "450 slow down");

  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Entry(byte[] key, byte @Nullable [] value) {}

  private final class Log implements StageOutput {
    @Override
    public void send(ProducerRecord<byte[], byte[]> record) {
      throw new AssertionError("nothing is sent here");
    }

    @Override
    public void log(int partition, StoreKey key, byte @Nullable [] value) {
      entries.add(new Entry(key.bytes(), value));
    }
  }

  @TempDir Path folder;

  private final List<Entry> entries = new ArrayList<>();
  private final RecordCodec<ShaperState> codec =
      new AvroFormat(new FixedIds()).codec(Topics.SHAPER_STATE, ShaperState.class);
  private StoreStand stand;
  private StageHoldStore store;

  @BeforeEach
  void open() {
    stand = new StoreStand(folder);
    store = new StageHoldStore(stand.partition(0), codec, new Log());
    store.putEffect(SUSPENDED);
    store.putEffect(LOWERED);
  }

  @AfterEach
  void close() {
    stand.close();
  }

  @Test
  void shouldHaveInAnotherStoreWhatTheChangelogSays() throws Exception {
    // Given
    var elsewhere = stand.partition(1);
    // When
    for (var entry : entries) {
      StageHoldStore.restore(elsewhere, codec, entry.key(), entry.value());
    }
    var other = new StageHoldStore(elsewhere, codec, new Log());
    // Then
    assertThat(other.effects()).containsExactly(SUSPENDED, LOWERED);
    assertThat(other.levers()).isEmpty();
    // When
    other.removeEffect(SUSPENDED.id());
    other.removeEffect("r9-z");
    // Then
    assertThat(other.effects()).containsExactly(LOWERED);
    assertThat(entries).hasSize(3);
    assertThat(entries.getLast().value()).isNull();
  }

  @Test
  void shouldBeNoCommandToAVersionThatKnowsNoEffects() {
    // Given
    var elsewhere = stand.partition(1);
    // When
    entries.forEach(entry -> LeverShelf.restore(elsewhere, entry.key(), entry.value()));
    // Then
    assertThat(new LeverShelf(elsewhere, codec, new Log()).all()).isEmpty();
  }
}
