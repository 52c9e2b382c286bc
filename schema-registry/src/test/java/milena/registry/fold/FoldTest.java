package milena.registry.fold;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import milena.registry.fold.Fold.Verdict;
import milena.schemas.registry.CompatibilityLevel;
import milena.schemas.registry.SchemaReference;
import org.junit.jupiter.api.Test;

class FoldTest {
  private static final SchemaText INT = new SchemaText("\"int\"", List.of());
  private static final SchemaText LONG = new SchemaText("\"long\"", List.of());

  private final Fold fold = new Fold();

  static Stamp stamp(long epoch, String writer, long sequence) {
    return new Stamp(epoch, writer, sequence);
  }

  private static Entry begun(long epoch, String writer) {
    return new Entry.EpochBegun(stamp(epoch, writer, 0), "http://" + writer);
  }

  private static Entry added(Stamp stamp, int id, String subject, int version, SchemaText text) {
    return new Entry.SchemaAdded(stamp, id, subject, version, text);
  }

  private static Entry level(Stamp stamp, CompatibilityLevel level) {
    return new Entry.LevelSet(stamp, "s", level);
  }

  @Test
  void shouldPassOverWhatAReplacedWriterAppends() {
    // Given
    fold.apply(begun(1, "old"));
    fold.apply(level(stamp(1, "old", 1), CompatibilityLevel.FULL));
    fold.apply(begun(2, "new"));

    // When
    var late = fold.apply(level(stamp(1, "old", 2), CompatibilityLevel.NONE));

    // Then
    assertThat(late).isEqualTo(Verdict.STALE);
    assertThat(fold.ledger().level("s")).isEqualTo(CompatibilityLevel.FULL);
    assertThat(fold.ledger().leader().orElseThrow().url()).isEqualTo("http://new");
  }

  @Test
  void shouldTellWritersOfOneEpochApart() {
    // Given: the beginning of the first writer's epoch 1 was lost with the log's end
    fold.apply(begun(1, "second"));

    // When
    var zombie = fold.apply(level(stamp(1, "first", 1), CompatibilityLevel.NONE));

    // Then
    assertThat(zombie).isEqualTo(Verdict.STALE);
  }

  @Test
  void shouldPassOverAnEpochThatDidNotBegin() {
    // When
    var early = fold.apply(level(stamp(1, "a", 1), CompatibilityLevel.NONE));
    fold.apply(begun(1, "a"));
    var ahead = fold.apply(level(stamp(2, "a", 1), CompatibilityLevel.NONE));

    // Then
    assertThat(List.of(early, ahead)).containsOnly(Verdict.STALE);
  }

  @Test
  void shouldNotBeginAnEpochTwiceOrBackwards() {
    // Given
    fold.apply(begun(2, "a"));

    // When
    var verdicts = List.of(fold.apply(begun(2, "b")), fold.apply(begun(1, "c")));

    // Then
    assertThat(verdicts).containsOnly(Verdict.STALE);
    assertThat(fold.ledger().leader().orElseThrow().stamp().writer()).isEqualTo("a");
  }

  @Test
  void shouldTakeARepeatedEntryOnce() {
    // Given
    fold.apply(begun(1, "a"));
    var entry = added(stamp(1, "a", 1), 7, "s", 1, INT);

    // When
    var verdicts = List.of(fold.apply(entry), fold.apply(entry));

    // Then
    assertThat(verdicts).containsExactly(Verdict.APPLIED, Verdict.STALE);
    assertThat(fold.ledger().versions("s")).containsExactly(7);
  }

  @Test
  void shouldNeverLetAnIdStandForTwoSchemas() {
    // Given
    fold.apply(begun(1, "a"));
    fold.apply(added(stamp(1, "a", 1), 7, "s", 1, INT));

    // When
    var verdicts =
        List.of(
            fold.apply(added(stamp(1, "a", 2), 7, "t", 1, LONG)),
            fold.apply(added(stamp(1, "a", 3), 8, "t", 1, INT)),
            fold.apply(added(stamp(1, "a", 4), 9, "s", 3, LONG)));

    // Then
    assertThat(verdicts).containsOnly(Verdict.CONTRADICTION);
    assertThat(fold.ledger().schemas()).containsOnlyKeys(7);
  }

  @Test
  void shouldReadBackWhatItWrites() {
    // Given
    var text =
        new SchemaText("{\"type\":\"r\"}", List.of(new SchemaReference("a.B", "b-value", 2)));
    var entries =
        List.of(
            begun(3, "w"),
            added(stamp(3, "w", 1), 5, "s/é", 1, text),
            level(stamp(3, "w", 2), CompatibilityLevel.FORWARD_TRANSITIVE));

    // When
    var read =
        entries.stream()
            .map(
                entry ->
                    EntryJson.entry(EntryJson.key(entry), EntryJson.value(entry)).orElseThrow())
            .toList();

    // Then
    assertThat(read).isEqualTo(entries);
  }

  @Test
  void shouldCallForeignRecordsNoEntries() {
    assertThat(EntryJson.entry("{}".getBytes(UTF_8), "{\"kind\":\"other\"}".getBytes(UTF_8)))
        .isEmpty();
    assertThat(EntryJson.entry("x".getBytes(UTF_8), new byte[] {1, 2})).isEmpty();
    assertThat(EntryJson.entry(new byte[0], new byte[0])).isEmpty();
  }
}
