package milena.standalone.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import milena.standalone.HandWrittenLog;
import milena.standalone.Milena;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The account of a log that is far larger than the memory of who takes it. */
@Tag("long")
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class LargeAccountTest {

  /** {@code -Dsubmissions=1000000} tries it with fewer; a multiple of 20. */
  private static final long SUBMISSIONS = Long.getLong("submissions", 10_000_000);

  private static final String HEAP = "-Xmx256m";

  @TempDir Path folder;

  @Test
  void shouldTakeTheAccountOfTenMillionSubmissionsWithin256MebibytesOfHeap() throws Exception {
    // Given
    try (var log = new HandWrittenLog(folder.resolve("data"))) {
      try (var many = new ManySubmissions(log)) {
        many.write(SUBMISSIONS);
      }
      log.takeUp();

      // When
      var run = audit();

      // Then
      System.out.printf(
          "the account of %,d submissions took %d s, %d s of CPU and at most %s of memory%n",
          SUBMISSIONS, run.took.toSeconds(), run.cpu.toSeconds(), run.peak);
      assertThat(run.exit).as(run.errors).isEqualTo(1);
      var account = new ObjectMapper().readTree(run.output);
      assertThat(account.get("accepted").asLong()).isEqualTo(SUBMISSIONS);
      // Which of two endings counts is that of the later record: the doubled one bounced.
      assertThat(account.get("endings").get("delivered").asLong())
          .isEqualTo(ManySubmissions.share(SUBMISSIONS, 16) - 2);
      assertThat(account.get("endings").get("bounced").asLong())
          .isEqualTo(ManySubmissions.share(SUBMISSIONS, 1) + 1);
      for (var reason : List.of("retry", "outstanding", "parked: site-unknown")) {
        assertThat(account.get("waiting").get(reason).asLong())
            .isEqualTo(ManySubmissions.share(SUBMISSIONS, 1));
      }
      assertThat(account.get("unaccounted").asLong()).isEqualTo(1);
      assertThat(account.get("doubled").asLong()).isEqualTo(1);
      assertThat(account.get("faults").valueStream().map(fault -> fault.asText()).toList())
          .containsExactlyInAnyOrder(
              ManySubmissions.id(ManySubmissions.MISSING) + " is found nowhere",
              ManySubmissions.id(ManySubmissions.DOUBLED) + " has 2 endings");
    }
  }

  private record Run(
      int exit, String output, String errors, Duration took, Duration cpu, String peak) {}

  /** Takes the account in a JVM of its own, as the launcher does but for the smaller heap. */
  private Run audit() throws Exception {
    var spill = Files.createDirectory(folder.resolve("spill"));
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", HEAP));
    command.addAll(List.of("-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(List.of("-Djava.io.tmpdir=" + spill));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Milena.class.getName()));
    command.addAll(List.of("audit", "--json", "--data", folder.resolve("data").toString()));
    var out = folder.resolve("out");
    var err = folder.resolve("err");
    long began = System.nanoTime();
    var process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      var peak = "an unknown amount";
      var cpu = Duration.ZERO;
      while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
        cpu = process.info().totalCpuDuration().orElse(cpu);
        peak = peak(process.pid(), peak);
      }
      var took = Duration.ofNanos(System.nanoTime() - began);
      return new Run(
          process.exitValue(), Files.readString(out), Files.readString(err), took, cpu, peak);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The most that a process ever had resident, as Linux says; what was known before elsewhere. */
  private static String peak(long pid, String before) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(before);
    } catch (IOException | UncheckedIOException gone) {
      return before;
    }
  }
}
