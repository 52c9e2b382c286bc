package milena.registry.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import milena.registry.fold.Entry;
import milena.registry.fold.Fold;
import milena.registry.fold.Ledger;
import milena.registry.fold.Registration;
import milena.registry.fold.Stamp;
import milena.registry.log.SchemaLog;
import milena.schemas.registry.CompatibilityLevel;
import milena.schemas.registry.RegisteredSchema;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WriterProperties {
  private static final int PROCESSES = 3;

  /** One thing that happens. */
  sealed interface Step {
    record Seat(int process) implements Step {}

    record Register(int process, String subject, int schema) implements Step {}

    record Level(int process, CompatibilityLevel level) implements Step {}

    record Fail(MemoryLog.Fault fault) implements Step {}

    record Restart(int process) implements Step {}
  }

  /** Registries on one log. Who loses the seat goes on believing to have it. */
  private static final class Cluster {
    final MemoryLog log = new MemoryLog();
    final List<SchemaLog> views = new ArrayList<>();
    final List<Writer> writers = new ArrayList<>();
    final List<RegisteredSchema> answered = new ArrayList<>();
    final boolean[] seats = new boolean[PROCESSES];

    Cluster() {
      for (int i = 0; i < PROCESSES; i++) {
        views.add(log.view());
        writers.add(writer(i));
      }
    }

    Writer writer(int process) {
      return new Writer(views.get(process), "http://" + process, () -> seats[process]);
    }

    void take(Step step) {
      switch (step) {
        case Step.Seat(int process) -> {
          seats[process] = true;
          writers.get(process).takeSeat();
        }
        case Step.Register(int process, String subject, int schema) -> {
          var written =
              writers
                  .get(process)
                  .write(now -> Registration.register(now, subject, schema(schema), List.of()));
          if (written instanceof Written.Done<RegisteredSchema> done) {
            answered.add(done.answer());
          }
        }
        case Step.Level(int process, CompatibilityLevel level) ->
            writers.get(process).write(now -> Registration.setLevel(now, "s", level));
        case Step.Fail(MemoryLog.Fault fault) -> log.next(fault);
        case Step.Restart(int process) -> {
          seats[process] = false;
          views.set(process, log.view());
          writers.set(process, writer(process));
        }
      }
    }
  }

  @Property(tries = 500)
  void shouldFindEveryAnswerInTheLogForEver(@ForAll("histories") List<Step> history) {
    // Given
    var cluster = new Cluster();

    // When
    history.forEach(cluster::take);

    // Then
    var ledger = cluster.log.fold();
    for (var answer : cluster.answered) {
      assertThat(ledger.version(answer.subject(), answer.version())).contains(answer);
    }
  }

  @Property(tries = 500)
  void shouldNeverGiveAnIdTwiceAlsoAfterTheEndWasLost(
      @ForAll("histories") List<Step> before,
      @ForAll("histories") List<Step> after,
      @ForAll double share) {
    // Given
    var cluster = new Cluster();
    before.forEach(cluster::take);

    // When: some end of the log is lost, and everybody goes on, the ones that wrote it too
    int length = cluster.log.entries().size();
    cluster.log.truncate((int) (length * Math.abs(share % 1)));
    after.forEach(cluster::take);

    // Then
    var meanings = new HashMap<Integer, String>();
    for (var answer : cluster.answered) {
      assertThat(meanings.getOrDefault(answer.id(), answer.schema())).isEqualTo(answer.schema());
      meanings.put(answer.id(), answer.schema());
    }
  }

  @Property(tries = 300)
  void shouldMeanTheSameAfterCompactionWhereverItStopped(
      @ForAll("histories") List<Step> history, @ForAll double share) {
    // Given
    var cluster = new Cluster();
    history.forEach(cluster::take);
    var entries = cluster.log.entries();

    // When
    int clean = (int) (entries.size() * Math.abs(share % 1));
    var last = new LinkedHashMap<Stamp, Entry>();
    for (var entry : entries.subList(0, clean)) {
      last.remove(entry.stamp());
      last.put(entry.stamp(), entry);
    }
    var compacted = new ArrayList<>(last.values());
    compacted.addAll(entries.subList(clean, entries.size()));

    // Then
    assertThat(fold(compacted)).isEqualTo(fold(entries));
    assertThat(new HashSet<>(entries.stream().map(Entry::stamp).toList())).hasSameSizeAs(entries);
  }

  @Property(tries = 300)
  void shouldNotBeMovedByWhatReplacedWritersAppend(@ForAll("histories") List<Step> history) {
    // Given
    var cluster = new Cluster();
    history.forEach(cluster::take);
    var before = cluster.log.fold();
    if (before.leader().isEmpty()) {
      return;
    }

    // When: every writer there ever was, except the last, appends once more
    var entries = new ArrayList<>(cluster.log.entries());
    for (var entry : cluster.log.entries()) {
      var stamp = entry.stamp();
      if (!stamp.sameTerm(before.leader().get().stamp())) {
        var next = new Stamp(stamp.epoch(), stamp.writer(), stamp.sequence() + 1_000);
        entries.add(new Entry.LevelSet(next, "s", CompatibilityLevel.NONE));
      }
    }

    // Then
    assertThat(fold(entries)).isEqualTo(before);
  }

  private static Ledger fold(List<Entry> entries) {
    var fold = new Fold();
    entries.forEach(fold::apply);
    return fold.ledger();
  }

  private static String schema(int number) {
    return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f"
        + number
        + "\",\"type\":\"int\",\"default\":0}]}";
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    var process = Arbitraries.integers().between(0, PROCESSES - 1);
    var subject = Arbitraries.of("s", "t");
    var schema = Arbitraries.integers().between(1, 12);
    Arbitrary<Step> register = Combinators.combine(process, subject, schema).as(Step.Register::new);
    Arbitrary<Step> level =
        Combinators.combine(process, Arbitraries.of(CompatibilityLevel.class)).as(Step.Level::new);
    Arbitrary<Step> fail = Arbitraries.of(MemoryLog.Fault.class).map(Step.Fail::new);
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(3, process.map(Step.Seat::new)),
            net.jqwik.api.Tuple.of(6, register),
            net.jqwik.api.Tuple.of(1, level),
            net.jqwik.api.Tuple.of(2, fail),
            net.jqwik.api.Tuple.of(1, process.map(Step.Restart::new)))
        .list()
        .ofMaxSize(40);
  }
}
