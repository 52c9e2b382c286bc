package milena.standalone.recover;

import static milena.standalone.recover.LastEnd.NEVER_USED;
import static milena.standalone.recover.LastEnd.POWER_CUT;
import static milena.standalone.recover.LastEnd.PROCESS_DIED;
import static milena.standalone.recover.LastEnd.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import milena.runtime.lifecycle.Deadline;
import milena.standalone.data.NodeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LastEndTest {
  private static final Life NOW = new Life("boot", "unique:7");

  @TempDir Path data;

  static Stream<Arguments> ends() {
    var same = new Witness.Open(NOW);
    var rebooted = new Witness.Open(new Life("other", "unique:7"));
    var mountedAgain = new Witness.Open(new Life("boot", "unique:6"));
    return Stream.of(
        Arguments.of(new Witness.Stopped(), NOW, false, STOPPED),
        Arguments.of(same, NOW, false, PROCESS_DIED),
        Arguments.of(rebooted, NOW, false, POWER_CUT),
        Arguments.of(mountedAgain, NOW, false, POWER_CUT),
        // Kafka's mark is not synced when it is taken away, so it may come back.
        Arguments.of(mountedAgain, NOW, true, POWER_CUT),
        Arguments.of(new Witness.Recovering(), NOW, true, POWER_CUT),
        Arguments.of(new Witness.Open(Life.UNKNOWN), Life.UNKNOWN, false, POWER_CUT),
        // From before there were witnesses.
        Arguments.of(null, NOW, true, STOPPED),
        Arguments.of(null, NOW, false, POWER_CUT));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void shouldTellAPowerCutFromAProcessThatDied(
      @Nullable Witness witness, Life now, boolean kafkaStopped, LastEnd expected) {
    assertThat(LastEnd.of(Optional.ofNullable(witness), now, kafkaStopped)).isEqualTo(expected);
  }

  @Test
  void shouldReadWhatItWrote() throws IOException {
    for (var witness :
        new Witness[] {
          new Witness.Stopped(),
          new Witness.Recovering(),
          new Witness.Open(NOW),
          new Witness.Open(Life.UNKNOWN)
        }) {
      // When
      witness.write(data);

      // Then
      assertThat(Witness.read(data)).contains(witness);
    }
  }

  @Test
  void shouldBelieveTheWorstOfAWitnessThatCannotBeRead() throws IOException {
    // Given
    assertThat(Witness.read(data)).isEmpty();

    // When
    Files.writeString(data.resolve(Witness.FILE), "");

    // Then
    assertThat(Witness.read(data)).contains(new Witness.Recovering());
  }

  @Test
  void shouldKnowTheLifeOfAFolderAgain() throws IOException {
    // When
    var life = Life.of(data);

    // Then
    assertThat(Life.of(data)).isEqualTo(life);
    assertThat(life.goesOn(Life.of(data))).isEqualTo(Files.exists(Path.of("/proc/self/mountinfo")));
  }

  @Test
  void shouldFollowALogFromItsFirstUseToAPowerCut() throws IOException {
    // Given
    var kafka = Files.createDirectories(data.resolve(LastEnd.LOG));
    var mark = kafka.resolve(LastEnd.KAFKA_STOPPED);
    assertThat(LastEnd.of(data)).isEqualTo(NEVER_USED);
    var deadline = Deadline.after(Duration.ofSeconds(1), System::nanoTime);

    // When: it is used for the first time, and stopped
    var first = new LogWitness(data);
    first.start();
    Files.createFile(kafka.resolve("meta.properties"));
    Files.createFile(mark);
    first.stop(deadline);

    // Then
    assertThat(LastEnd.of(data)).isEqualTo(STOPPED);

    // When: used again, by a broker that did not come to its end
    var second = new LogWitness(data);
    second.start();
    Files.delete(mark);
    second.stop(deadline);

    // Then
    assertThat(second.mustRecover()).isFalse();
    assertThat(LastEnd.of(data)).isNotIn(STOPPED, NEVER_USED);

    // When: the machine had started anew meanwhile, and a cut brought Kafka's mark back
    new Witness.Open(new Life("another", "unique:1")).write(data);
    Files.createFile(mark);
    var name = NodeName.of(data);
    var third = new LogWitness(data);
    third.start();

    // Then
    assertThat(third.mustRecover()).isTrue();
    assertThat(mark).doesNotExist();
    assertThat(NodeName.of(data)).isNotEqualTo(name);

    // When: that recovery does not come to its end
    Files.createFile(mark);
    third.stop(deadline);

    // Then
    assertThat(LastEnd.of(data)).isEqualTo(POWER_CUT);

    // When: the next one does
    third.recovered();
    third.stop(deadline);

    // Then
    assertThat(LastEnd.of(data)).isEqualTo(STOPPED);
  }
}
