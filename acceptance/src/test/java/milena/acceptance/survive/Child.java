package milena.acceptance.survive;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that a test started, with what it said on its two outputs. */
final class Child {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int TOLD_LINES = 40;

  private final String name;
  private final Process process;
  private final Path out;
  private final Path err;

  Child(String name, Process process, Path out, Path err) {
    this.name = name;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Waits until it has said a line that begins so, and returns that line. */
  String awaitLine(String beginning) {
    await(name + " says " + beginning)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !process.isAlive() || said(beginning));
    return lines(out).stream()
        .filter(line -> line.startsWith(beginning))
        .findFirst()
        .orElseThrow(() -> new AssertionError(story("ended before it said " + beginning)));
  }

  /** Waits until its log has these words. */
  void awaitWord(String words) {
    await(name + " logs " + words)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> errors().contains(words));
  }

  private boolean said(String beginning) {
    return lines(out).stream().anyMatch(line -> line.startsWith(beginning));
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL: it gets no chance to do anything more. */
  void kill() {
    process.destroyForcibly();
    exit();
  }

  /** SIGTERM, and its exit code. */
  int terminate() {
    process.toHandle().destroy();
    return exit();
  }

  /** SIGSTOP: it stands still in the middle of whatever it does. */
  void freeze() {
    signal("STOP");
  }

  /** SIGCONT: it goes on as if no time had passed. */
  void thaw() {
    signal("CONT");
  }

  private void signal(String signal) {
    try {
      int code =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new AssertionError(story("did not take signal " + signal));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }

  /** Waits for its end and returns its exit code. */
  int exit() {
    if (endsWithin(PATIENCE)) {
      return process.exitValue();
    }
    throw new AssertionError(story("did not end"));
  }

  /** Waits for its end, so long at most; whether it came. */
  boolean endsWithin(Duration patience) {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  String output() {
    return String.join("\n", lines(out));
  }

  String errors() {
    return String.join("\n", lines(err));
  }

  /** What a failed test tells of it: the last lines of both outputs. */
  String story(String what) {
    return "%s %s%n--- output%n%s%n--- errors%n%s"
        .formatted(name, what, tail(lines(out)), tail(lines(err)));
  }

  private static String tail(List<String> lines) {
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size()));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
