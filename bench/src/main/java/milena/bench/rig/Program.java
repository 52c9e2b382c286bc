package milena.bench.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that was started, with what it says in files. */
public final class Program implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int TOLD_LINES = 20;
  private static final long POLL_MILLIS = 50;

  private final String name;
  private final Process process;
  private final Path out;

  private Program(String name, Process process, Path out) {
    this.name = name;
    this.process = process;
    this.out = out;
    // Nothing is left behind when the comparison itself is ended.
    Runtime.getRuntime().addShutdownHook(new Thread(this::endTree));
  }

  /**
   * Starts a command; both outputs go to one file.
   *
   * @param name a word for it in messages
   * @param folder where the file is made
   * @throws IOException when it cannot be started
   */
  public static Program start(String name, Path folder, List<String> command) throws IOException {
    Files.createDirectories(folder);
    var out = folder.resolve(name + ".out");
    return new Program(
        name,
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start(),
        out);
  }

  /**
   * Runs a command to its end and returns what it said.
   *
   * @throws IOException when it cannot be started, does not end, or does not exit with 0
   * @throws InterruptedException when the thread is interrupted
   */
  public static String run(String name, Path folder, List<String> command)
      throws IOException, InterruptedException {
    try (var program = start(name, folder, command)) {
      if (program.end() != 0) {
        throw new IOException(program.story("failed"));
      }
      return program.said();
    }
  }

  /** Returns the process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Returns the file of what it says. */
  public Path output() {
    return out;
  }

  /** Returns all that it has said so far. */
  public String said() throws IOException {
    return Files.readString(out);
  }

  /**
   * Waits until it has said some words.
   *
   * @throws IOException when it ends before, or says them not in time
   * @throws InterruptedException when the thread is interrupted
   */
  public void awaitWords(String words) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!said().contains(words)) {
      if (!process.isAlive()) {
        throw new IOException(story("ended"));
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IOException(story("did not say '" + words + "'"));
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /**
   * Waits for its end and returns its exit code.
   *
   * @throws IOException when it does not end in time
   * @throws InterruptedException when the thread is interrupted
   */
  public int end() throws IOException, InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException(story("does not end"));
    }
    return process.exitValue();
  }

  /** Asks it to end. */
  public void terminate() {
    handle().destroy();
  }

  /** Ends it and what it has started. */
  @Override
  public void close() {
    endTree();
    process.onExit().join();
  }

  private void endTree() {
    handle().descendants().forEach(ProcessHandle::destroyForcibly);
    handle().destroyForcibly();
  }

  private String story(String what) throws IOException {
    var lines = said().lines().toList();
    var last = lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size());
    return name + " " + what + "; it said last:\n" + String.join("\n", last);
  }
}
