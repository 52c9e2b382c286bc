package milena.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import milena.standalone.data.RunningSystem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program in a process of its own, as the start script does. */
@Timeout(120)
class UpCommandTest {

  private static final String FREE = "127.0.0.1:0";

  @TempDir Path folder;

  private @Nullable Process process;

  @AfterEach
  void end() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void shouldRunUntilSigtermAndExitZero() throws Exception {
    // Given
    var data = folder.resolve("data");
    var up =
        start(
            "--data",
            data.toString(),
            "--broker",
            FREE,
            "--http",
            FREE,
            "--api",
            FREE,
            "--smtp",
            FREE,
            "--registry",
            FREE);
    var output = up.inputReader();

    // When
    var said = readUntil(output, "ready");
    var health = whenReady(find(said, "http://[0-9.:]+/health"));
    var system = RunningSystem.find(data);
    up.toHandle().destroy();
    var closing = output.lines().toList();

    // Then
    assertThat(health).contains("\"ready\":true", "\"kafka\":{\"status\":\"ready\"}");
    assertThat(system).map(RunningSystem::pid).contains(up.pid());
    assertThat(said).anyMatch(line -> line.startsWith("kafka (embedded)"));
    assertThat(closing).contains("SIGTERM: finishing what is under way", "stopped");
    assertThat(up.waitFor()).isZero();
    assertThat(RunningSystem.find(data)).isEmpty();
  }

  @Test
  void shouldNotShareADataFolder() throws Exception {
    // Given
    var first =
        start(
            "--data",
            folder.toString(),
            "--broker",
            FREE,
            "--http",
            FREE,
            "--api",
            FREE,
            "--smtp",
            FREE,
            "--registry",
            FREE);
    readUntil(first.inputReader(), "ready");

    // When
    var second =
        command(
                "--data",
                folder.toString(),
                "--broker",
                FREE,
                "--http",
                FREE,
                "--api",
                FREE,
                "--smtp",
                FREE,
                "--registry",
                FREE)
            .start();
    var errors = second.errorReader().lines().toList();

    // Then
    assertThat(second.waitFor()).isEqualTo(1);
    assertThat(errors)
        .containsExactly(
            "milena: data did not start: the folder %s is in use by process %d"
                .formatted(folder, first.pid()));
  }

  @Test
  void shouldStartNothingWithAWrongConfiguration() throws Exception {
    // When
    var up = start("--data", folder.resolve("data").toString(), "--smtp", "nowhere");
    var errors = up.errorReader().lines().toList();

    // Then
    assertThat(up.waitFor()).isEqualTo(2);
    assertThat(errors)
        .containsExactly(
            "milena: the configuration has a problem", "  flag --smtp: smtp: write HOST:PORT");
    assertThat(Files.exists(folder.resolve("data"))).isFalse();
  }

  private Process start(String... flags) throws IOException {
    var started = command(flags).start();
    process = started;
    return started;
  }

  private static ProcessBuilder command(String... flags) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.add("-Dlogback.configurationFile=logback.xml");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("milena.standalone.Milena", "up"));
    command.addAll(List.of(flags));
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("MILENA_"));
    return builder;
  }

  private static List<String> readUntil(BufferedReader output, String start) throws IOException {
    var lines = new ArrayList<String>();
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      if (line.startsWith(start)) {
        return lines;
      }
    }
    throw new IOException("ended without saying " + start + ": " + lines);
  }

  private static String find(List<String> lines, String pattern) {
    var match = Pattern.compile(pattern).matcher(String.join("\n", lines));
    assertThat(match.find()).isTrue();
    return match.group();
  }

  /** A stage is ready once its group has given it partitions, a little after the start. */
  private static String whenReady(String address) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    var health = get(address);
    while (!health.contains("\"ready\":true") && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(200);
      health = get(address);
    }
    return health;
  }

  private static String get(String address) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(address)).build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }
}
