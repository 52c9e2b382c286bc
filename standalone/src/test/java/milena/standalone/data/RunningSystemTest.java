package milena.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import milena.standalone.data.RunningSystem.Listens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningSystemTest {

  @TempDir Path folder;

  private final RunningSystem self =
      RunningSystem.thisProcess(
          new Listens(
              "127.0.0.1:9092",
              List.of(URI.create("http://127.0.0.1:8081"), URI.create("http://127.0.0.2:8081")),
              "127.0.0.1:8090",
              Optional.of("127.0.0.1:2525")),
          "/etc/milena/routes");

  @Test
  void shouldFindTheSystemThatRunsOnAFolder() throws IOException {
    // When
    self.write(folder);

    // Then
    assertThat(RunningSystem.find(folder)).contains(self);
  }

  @Test
  void shouldFindNoneWhereNoneWasOrItStopped() throws IOException {
    // Given
    assertThat(RunningSystem.find(folder)).isEmpty();
    self.write(folder);

    // When
    RunningSystem.remove(folder);

    // Then
    assertThat(RunningSystem.find(folder)).isEmpty();
  }

  @Test
  void shouldNotTakeAnotherProcessWithTheSameIdForIt() throws IOException {
    // Given
    new RunningSystem(self.pid(), self.startedMillis() - 1, self.listens(), self.relay())
        .write(folder);

    // Then
    assertThat(RunningSystem.find(folder)).isEmpty();
  }

  @Test
  void shouldSayWhenTheNoteIsGarbled() throws IOException {
    // Given
    Files.writeString(folder.resolve("running.properties"), "pid=many");

    // Then
    assertThatThrownBy(() -> RunningSystem.find(folder)).hasMessageStartingWith("not understood");
  }

  @Test
  void shouldGiveAFolderFreeAgain() throws IOException {
    // Given
    try (var _ = FolderLock.take(folder)) {
      assertThatThrownBy(() -> FolderLock.take(folder)).hasMessageContaining("is in use by");
    }

    // Then
    FolderLock.take(folder).close();
  }
}
