package milena.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import milena.bench.sink.MoodTable;
import milena.bench.sink.Sink;
import milena.bench.sink.SinkConfig;
import milena.bench.sink.SinkExtension;
import milena.bench.sink.SinkReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LoadTest {
  @Test
  void shouldAgreeWithTheSinkOnWhatWasSent(@TempDir Path folder) throws Exception {
    // Given
    Path log = folder.resolve("log");
    Path acked = folder.resolve("acked");
    var sink = new Sink(SinkConfig.accepting().withLog(log), Clock.systemUTC());
    LoadPlan plan =
        LoadPlan.to(sink.start("127.0.0.1", 0))
            .withPace(new LoadPace(500, 7, 20, 0, 2))
            .withEnvelope(LoadEnvelope.to(List.of("a.test", "b.test")).withRecipientsPerMessage(3))
            .withAcked(acked);

    // When
    LoadReport report = run(plan);
    SinkReport seen = sink.report();
    sink.close();

    // Then
    assertThat(report.exitCode()).isZero();
    assertThat(report.messages().accepted()).isEqualTo(500);
    assertThat(report.recipients().accepted()).isEqualTo(1500);
    assertThat(report.acceptLatency().count()).isEqualTo(500);
    assertThat(report.connections().opened()).isGreaterThanOrEqualTo(25);
    assertThat(seen.traffic().messages()).isEqualTo(500);
    assertThat(seen.traffic().bytes()).isEqualTo(500 * 4096L);
    assertThat(seen.identity()).isEqualTo(new SinkReport.Identity(1500, 0, 0, 0));
    assertThat(seen.latency().count()).isEqualTo(500);
    assertThat(seen.domains().toString())
        .isEqualTo("{a.test={250 2.0.0=750}, b.test={250 2.0.0=750}}");
    var delivered = new HashSet<>(Files.readAllLines(log));
    assertThat(Files.readAllLines(acked))
        .hasSize(1500)
        .allSatisfy(
            line -> assertThat(delivered).contains(line.substring(0, line.lastIndexOf('\t'))));
  }

  @Test
  void shouldSpeakToAServerWithoutExtensions() throws Exception {
    // Given
    var config = SinkConfig.sandbox().withExtensions(EnumSet.noneOf(SinkExtension.class));
    try (var sink = new Sink(config, Clock.systemUTC())) {
      LoadPlan plan =
          LoadPlan.to(sink.start("127.0.0.1", 0))
              .withPace(LoadPace.of(40, 3))
              .withEnvelope(LoadEnvelope.to(List.of("accept.test", "full.test")));

      // When
      LoadReport report = run(plan);

      // Then
      assertThat(report.messages().accepted()).isEqualTo(20);
      assertThat(report.messages().refusals()).isEqualTo(Map.of("552", 20L));
    }
  }

  @Test
  void shouldCountEachRefusalByItsReply() throws Exception {
    try (var sink = new Sink(SinkConfig.sandbox(), Clock.systemUTC())) {
      // Given
      LoadPlan plan =
          LoadPlan.to(sink.start("127.0.0.1", 0))
              .withPace(LoadPace.of(100, 5))
              .withEnvelope(
                  LoadEnvelope.to(
                          List.of("accept.test", "defer.test", "reject.test", "blocked.test"))
                      .withUnknownEvery(5));

      // When
      LoadReport report = run(plan);

      // Then
      assertThat(report.messages().accepted()).isEqualTo(25 + 20);
      assertThat(report.messages().refusals())
          .isEqualTo(Map.of("451 4.7.1", 25L, "550 5.1.1", 5L, "550 5.7.1", 25L));
      assertThat(report.messages().said()).containsOnlyKeys("451 4.7.1", "550 5.1.1", "550 5.7.1");
      assertThat(report.toText()).contains("\n             451 4.7.1 ");
      assertThat(report.recipients().refusals()).isEqualTo(Map.of("550 5.1.1", 5L));
      assertThat(report.exitCode()).isEqualTo(1);
      assertThat(sink.report().traffic().messages()).isEqualTo(45);
    }
  }

  @Test
  void shouldSendDeferredMessagesAgainUntilTheyAreAccepted() throws Exception {
    try (var sink = new Sink(SinkConfig.sandbox(), Clock.systemUTC())) {
      // Given
      LoadPlan plan =
          LoadPlan.to(sink.start("127.0.0.1", 0))
              .withPace(LoadPace.of(10, 2))
              .withEnvelope(LoadEnvelope.to(List.of("defer.test")))
              .withPatience(LoadPatience.defaults().withResends(5));

      // When
      LoadReport report = run(plan);

      // Then
      assertThat(report.messages().accepted()).isEqualTo(10);
      assertThat(report.messages().resent()).isEqualTo(20);
      assertThat(sink.report().identity()).isEqualTo(new SinkReport.Identity(10, 0, 0, 0));
    }
  }

  @Test
  void shouldTellWhatWasLostAfterTheFinalDot() throws Exception {
    // Given
    var config =
        SinkConfig.accepting().withMoods(MoodTable.accepting().with(List.of("drop.test=drop")));
    try (var sink = new Sink(config, Clock.systemUTC())) {
      LoadPlan plan =
          LoadPlan.to(sink.start("127.0.0.1", 0))
              .withPace(LoadPace.of(6, 2))
              .withEnvelope(LoadEnvelope.to(List.of("drop.test")));

      // When
      LoadReport report = run(plan);

      // Then
      assertThat(report.messages().unanswered()).isEqualTo(6);
      assertThat(report.messages().lost()).isZero();
      assertThat(report.messages().sent()).isEqualTo(6);
    }
  }

  @Test
  void shouldCountDuplicatesOfWhatItSendsTwice() throws Exception {
    // Given: a clock that gives both runs the same message ids
    var config = SinkConfig.accepting().withLatency(Duration.ofMillis(50));
    try (var sink = new Sink(config, Clock.systemUTC())) {
      var fixedNames = Clock.fixed(Clock.systemUTC().instant(), Clock.systemUTC().getZone());
      LoadPlan plan = LoadPlan.to(sink.start("127.0.0.1", 0)).withPace(LoadPace.of(5, 5));

      // When
      new Load(plan, fixedNames).run(_ -> {});
      new Load(plan, fixedNames).run(_ -> {});

      // Then
      assertThat(sink.report().identity()).isEqualTo(new SinkReport.Identity(5, 5, 0, 0));
    }
  }

  @Test
  void shouldMeasureFromTheIntendedTimeWhenTheServerIsSlow() throws Exception {
    // Given: one connection can carry about ten a second, a hundred are wanted
    var config = SinkConfig.accepting().withLatency(Duration.ofMillis(100));
    try (var sink = new Sink(config, Clock.systemUTC())) {
      LoadPlan plan =
          LoadPlan.to(sink.start("127.0.0.1", 0)).withPace(LoadPace.of(10, 1).withPerSecond(100));

      // When
      LoadReport report = run(plan);

      // Then
      assertThat(report.messages().accepted()).isEqualTo(10);
      assertThat(report.acceptLatency().p50()).isGreaterThan(95_000_000L);
      assertThat(report.totalLatency().max()).isGreaterThan(850_000_000L);
    }
  }

  @Test
  void shouldEndWithTwoWhenNobodyListens() throws Exception {
    // Given
    var plan =
        LoadPlan.to(freePort())
            .withPatience(new LoadPatience(0, Duration.ofMillis(300), Duration.ofSeconds(5)));

    // When
    LoadReport report = run(plan);

    // Then
    assertThat(report.exitCode()).isEqualTo(2);
    assertThat(report.messages().sent()).isZero();
    assertThat(report.connections().failed()).isGreaterThanOrEqualTo(20);
  }

  @Test
  void shouldEndEarlyWhenStopped() throws Exception {
    try (var sink = new Sink(SinkConfig.accepting(), Clock.systemUTC())) {
      // Given
      LoadPlan plan =
          LoadPlan.to(sink.start("127.0.0.1", 0))
              .withPace(LoadPace.of(1_000_000, 2).withPerSecond(50));
      var load = new Load(plan, Clock.systemUTC());

      // When
      LoadReport report = load.run(_ -> load.stop());

      // Then
      assertThat(report.messages().accepted()).isBetween(10L, 1_000L);
      assertThat(report.exitCode()).isEqualTo(1);
      assertThat(report.toJson()).contains("\"planned\":1000000,");
    }
  }

  private static LoadReport run(LoadPlan plan) throws IOException, InterruptedException {
    return new Load(plan, Clock.systemUTC()).run(_ -> {});
  }

  private static InetSocketAddress freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }
  }
}
