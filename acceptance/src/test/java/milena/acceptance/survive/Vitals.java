package milena.acceptance.survive;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import milena.standalone.data.RunningSystem;

/**
 * What a process holds.
 *
 * @param threads that live
 * @param heapBytes in use just after a collection
 */
record Vitals(double threads, double heapBytes) {

  /** Has the process collect its garbage, and asks what is left. */
  static Vitals of(Node node) throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var collection =
        new ProcessBuilder(jcmd, Long.toString(node.process().pid()), "GC.run")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (collection.waitFor() != 0) {
      throw new AssertionError(node.process().story("was not asked to collect its garbage"));
    }
    var metrics = metrics(node);
    return new Vitals(
        sum(metrics, "jvm_threads_live_threads"),
        sum(metrics, "jvm_memory_used_bytes\\{area=\"heap\""));
  }

  /** Its memory with all that is not on the heap, what it shares divided by those who do, MiB. */
  static double pssMib(Node node) throws IOException {
    var rollup = Path.of("/proc", Long.toString(node.process().pid()), "smaps_rollup");
    return Files.readAllLines(rollup).stream()
            .filter(line -> line.startsWith("Pss:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow()
        / 1024.0;
  }

  /** Everything that a process shows of itself. */
  static String metrics(Node node) throws IOException, InterruptedException {
    var http = RunningSystem.find(node.data()).orElseThrow().listens().http();
    var request = HttpRequest.newBuilder(URI.create("http://" + http + "/metrics")).build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  /** The sum of all series that begin so. */
  static double sum(String metrics, String beginning) {
    var lines = Pattern.compile("(?m)^" + beginning + ".*? ([-0-9.E]+)$").matcher(metrics);
    return lines.results().mapToDouble(line -> Double.parseDouble(line.group(1))).sum();
  }
}
