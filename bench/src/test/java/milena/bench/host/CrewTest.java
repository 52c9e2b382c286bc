package milena.bench.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
class CrewTest {
  /** Ten short-lived children that count, then one line, then it waits to be told to end. */
  private static final List<String> BUSY =
      List.of(
          "sh",
          "-c",
          "for i in 1 2 3 4 5 6 7 8 9 10; do sh -c 'n=0; while [ $n -lt 30000 ]; do n=$((n+1));"
              + " done'; done; echo done; read x");

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldCountWhatShortLivedChildrenHaveTaken() throws Exception {
    // Given
    var crews = new ArrayList<Crew>(List.of(new ProcessTree()));
    ControlGroup.make("test").ifPresent(crews::add);

    for (var crew : crews) {
      // When
      var process = new ProcessBuilder(crew.within(BUSY)).start();
      crew.started(process.toHandle());
      assertThat(process.inputReader().readLine()).isEqualTo("done");
      double seconds = crew.cpuSeconds();
      var processes = crew.processes();
      process.outputWriter().close();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      crew.close();

      // Then: the shell that waits has itself taken next to nothing.
      assertThat(seconds).describedAs(crew.cpuBy()).isGreaterThan(0.1);
      assertThat(processes).contains(process.pid());
    }
  }

  @Test
  void shouldLeaveNoControlGroupBehind() throws Exception {
    // Given
    var group = ControlGroup.make("left");
    assumeTrue(group.isPresent(), "control groups cannot be made here; needs root and cgroup v2");
    var folder = Path.of(group.orElseThrow().within(List.of()).get(3)).resolveSibling("");
    assertThat(folder).isDirectory();

    // When
    group.orElseThrow().close();

    // Then
    assertThat(Files.exists(folder)).isFalse();
  }

  @Test
  void shouldFindControlGroupsInTheMountTable() {
    // Given
    var mounts =
        List.of(
            "tmpfs /sys/fs/cgroup tmpfs rw 0 0",
            "cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0",
            "cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0");

    // Then
    assertThat(ControlGroup.mounted(mounts))
        .isEqualTo(Optional.of(Path.of("/sys/fs/cgroup/unified")));
    assertThat(ControlGroup.mounted(mounts.subList(0, 2))).isEmpty();
  }

  @Test
  void shouldReadTimesBehindANameWithBlanksAndBrackets() {
    // Given: proc(5); utime 10, stime 20, cutime 30, cstime 40.
    var stat = "42 (a (b) c) S 1 42 42 0 -1 0 0 0 0 0 10 20 30 40 20 0 1 0 99 1 1";

    // Then
    assertThat(ProcessTree.ticks(stat)).isEqualTo(100);
  }

  @Test
  void shouldReadSharesOfMemory() {
    // Given
    var rollup =
        List.of(
            "aa-bb ---p 00 00:00 0 [rollup]", "Rss:  300 kB", "Pss:  120 kB", "Pss_Anon: 90 kB");

    // Then
    assertThat(MemoryPeak.parse(rollup)).isEqualTo(new MemoryPeak.Resident(120, 300));
  }

  @Test
  void shouldCountAsWorkWhatIsNeitherIdleNorGuestsTime() {
    // Then: user 1, nice 2, system 4, interrupts 32 and 64, and not idle, waiting, steal, guests.
    assertThat(ThisMachine.busyTicks("cpu  1 2 4 8 16 32 64 128 256 512")).isEqualTo(103);
  }
}
