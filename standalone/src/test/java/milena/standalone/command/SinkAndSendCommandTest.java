package milena.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SinkAndSendCommandTest {

  private static final Stop NEVER = asked -> {};

  @TempDir Path folder;

  private final Console sending = new Console();

  @Test
  void shouldAgreeOnWhatWasSent() throws Exception {
    // Given
    var log = folder.resolve("deliveries");
    var acked = folder.resolve("acked");
    try (var sink = new RunningSink("--json", "--log=" + log, "--mood=reject.test=reject")) {

      // When
      var code =
          sending.execute(
              SendCommand.spec(NEVER),
              "--to=" + sink.address,
              "--messages=40",
              "--connections=3",
              "--recipients=2",
              "--domains=accept.test,reject.test",
              "--unknown-every=4",
              "--acked=" + acked,
              "--json");

      // Then
      var sent = json(sending.out());
      assertThat(code).isEqualTo(1);
      assertThat(sent.get("accepted").asLong()).isEqualTo(40);
      assertThat(sent.get("recipient_refusals").get("550 5.1.1").asLong()).isEqualTo(10);
      assertThat(Files.readAllLines(acked)).hasSize(70);
      var seen = json(sink.stop());
      assertThat(seen.get("deliveries").asLong()).isEqualTo(70);
      assertThat(seen.get("duplicates").asLong()).isZero();
      assertThat(seen.get("domains").get("reject.test").get("550 5.1.1").asLong()).isEqualTo(10);
      assertThat(Files.readAllLines(log)).hasSize(70);
      assertThat(sink.exitCode()).isZero();
    }
  }

  @Test
  void shouldPrintReportsForPeople() throws Exception {
    // Given
    try (var sink = new RunningSink("--no-8bitmime")) {

      // When
      var code = sending.execute(SendCommand.spec(NEVER), "--to", sink.address, "--messages", "5");

      // Then
      assertThat(code).isZero();
      assertThat(sending.out()).startsWith("accepted     5 of 5 messages");
      assertThat(sink.stop()).contains("deliveries   5 in 5 messages", "accept.test");
    }
  }

  @Test
  void shouldSayThatTheServerWasNeverReached() throws Exception {
    // Given
    String gone;
    try (var sink = new RunningSink()) {
      gone = sink.address;
    }

    // When
    var code =
        sending.execute(
            SendCommand.spec(asked -> asked.accept("SIGINT")), "--to", gone, "--messages", "1");

    // Then
    assertThat(code).isEqualTo(2);
  }

  @Test
  void shouldNotSendInTheClearWhatIsToGoOverTls() throws Exception {
    // Given
    try (var sink = new RunningSink()) {

      // When
      var code = sending.execute(SendCommand.spec(NEVER), "--to", sink.address, "--starttls");

      // Then
      assertThat(code).isEqualTo(2);
      assertThat(sending.err()).contains("lets nobody in: STARTTLS not offered");
      assertThat(sink.stop()).contains("deliveries   0 in 0 messages");
    }
  }

  @Test
  void shouldTellWhatIsWrongWithALogin() throws Exception {
    // Given
    var empty = Files.createFile(folder.resolve("empty")).toString();
    var gone = folder.resolve("gone").toString();

    // When
    var codes =
        new int[] {
          sending.execute(SendCommand.spec(NEVER), "--tls", "--starttls"),
          sending.execute(SendCommand.spec(NEVER), "--tls", "--user", "a"),
          sending.execute(SendCommand.spec(NEVER), "--user", "a", "--password-file", empty),
          sending.execute(SendCommand.spec(NEVER), "--tls", "--user=a", "--password-file=" + empty),
          sending.execute(SendCommand.spec(NEVER), "--tls", "--user=a", "--password-file=" + gone),
        };

    // Then
    assertThat(codes).containsOnly(2);
    assertThat(sending.err())
        .contains("name one of --tls and --starttls")
        .contains("--user and --password-file go together")
        .contains("--user needs --starttls or --tls")
        .contains("begins with an empty line", "cannot be read");
  }

  @Test
  void shouldTellWhatIsWrongWithFlags() {
    // When
    var codes =
        new int[] {
          sending.execute(SendCommand.spec(NEVER), "--to", "nowhere"),
          sending.execute(SendCommand.spec(NEVER), "--messages", "many"),
          sending.execute(SendCommand.spec(NEVER), "--size", "1"),
          sending.execute(SendCommand.spec(NEVER), "--domians", "a.test"),
          sending.execute(SinkCommand.spec(NEVER, false), "--mood", "a.test=angry"),
          sending.execute(SinkCommand.spec(NEVER, false), "--latency", "-1"),
        };

    // Then
    assertThat(codes).containsOnly(2);
    assertThat(sending.err())
        .contains("Invalid value for option '--to'", "write HOST:PORT")
        .contains("'many' is not a number")
        .contains("size must be from 1024")
        .contains("--domains")
        .contains("no such mood")
        .contains("no negative latency");
  }

  @Test
  void shouldExplainItself() {
    // When
    sending.execute(SendCommand.spec(NEVER), "--help");
    sending.execute(SinkCommand.spec(NEVER, false), "--help");

    // Then
    assertThat(sending.out())
        .contains("Examples:", "Exit codes:", "--unknown-every=N", "Default: 127.0.0.1:2525")
        .contains("--mood=DOMAIN=MOOD", "--no-pipelining", "Default: 127.0.0.1:2526");
  }

  private static JsonNode json(String text) throws Exception {
    assertThat(text.strip()).doesNotContain("\n");
    return new ObjectMapper().readTree(text);
  }

  /** The sink command on a thread of its own, stopped as a signal would stop it. */
  private static final class RunningSink implements AutoCloseable {
    private final Console console = new Console();
    private final CompletableFuture<Consumer<String>> stop = new CompletableFuture<>();
    private final CompletableFuture<Integer> ended;
    private final String address;

    RunningSink(String... more) throws Exception {
      var arguments = new String[more.length + 1];
      arguments[0] = "--listen=127.0.0.1:0";
      System.arraycopy(more, 0, arguments, 1, more.length);
      ended =
          CompletableFuture.supplyAsync(
              () -> console.execute(SinkCommand.spec(stop::complete, false), arguments));
      address = listening();
    }

    private String listening() throws Exception {
      var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (System.nanoTime() < deadline && !ended.isDone()) {
        var printed = console.out() + console.err();
        var at = printed.indexOf("listening on ");
        if (at >= 0 && printed.endsWith("\n")) {
          return printed.substring(at + "listening on ".length()).strip();
        }
        Thread.onSpinWait();
      }
      throw new AssertionError("the sink does not listen: " + console.err());
    }

    String stop() {
      stop.join().accept("SIGTERM");
      ended.orTimeout(20, TimeUnit.SECONDS).join();
      var out = console.out();
      return out.startsWith("listening") ? out.substring(out.indexOf('\n') + 1) : out;
    }

    int exitCode() {
      return ended.join();
    }

    @Override
    public void close() {
      stop();
    }
  }
}
