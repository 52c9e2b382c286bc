package milena.acceptance.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.DoubleAccumulator;
import milena.bench.load.Load;
import milena.bench.load.LoadEntry;
import milena.bench.load.LoadEntry.Security;
import milena.bench.load.LoadPace;
import milena.bench.load.LoadPlan;
import milena.bench.load.LoadReport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of clients at a time, of a system in a heap of 256 MiB, and somebody else beside. */
@Tag("long")
@Timeout(900)
class ManyClientsTest {

  private static final String DOMAIN = "crowd.accept.test";
  private static final int SECURE = 5_000;
  private static final int IDLE = 10_000;
  private static final int FEW = 500;

  private static final int MESSAGES = 20_000;
  private static final int WARM_UP = 5_000;
  private static final int CONNECTIONS = 50;
  private static final int A_CONNECTION = 20;

  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** For somebody else, on a machine that has both ends of everything to do. */
  private static final Duration UNAFFECTED = Duration.ofSeconds(1);

  /** That memory may come to more by, with the same to hold as before. */
  private static final double LITTLE_MIB = 100;

  private static final double GROWTH_MIB = 150;
  private static final double SECURE_KIB = 100;
  private static final double IDLE_KIB = 40;

  @TempDir Path folder;

  @Test
  void shouldHoldFiveThousandClientsWithTlsAndALogin() throws Exception {
    try (var destination = new Destination(folder);
        var processes = new Processes(folder)) {
      // Given
      var doors = SecureDoors.start(processes, folder, destination.address());
      try (var pulse = new Pulse(doors.node().smtp())) {
        wave(doors, pulse, FEW);
        double level = Vitals.pssMib(doors.node());
        var alone = pulse.during(LOOK);

        // When
        var first = wave(doors, pulse, SECURE);
        var second = wave(doors, pulse, SECURE);
        var after = pulse.during(LOOK);

        // Then
        System.out.printf(
            "%,d clients with TLS and a login: PSS %.0f MiB before, %.0f and %.0f with all idle,"
                + " %.0f and %.0f after each has sent%n",
            SECURE, level, first.idleMib(), second.idleMib(), first.sentMib(), second.sentMib());
        System.out.printf("somebody else, before: %s%n", alone);
        System.out.printf("beside those idle:     %s%n", first.idle());
        System.out.printf("while they come:       %s%n", first.coming());
        System.out.printf("while each sends:      %s%n", first.sending());
        System.out.printf("after:                 %s%n", after);
        System.out.println(Vitals.of(doors.node()));
        assertThat(first.idleMib() - level).isLessThan(SECURE * SECURE_KIB / 1024);
        assertThat(second.idleMib()).isLessThan(first.idleMib() + LITTLE_MIB);
        assertThat(second.sentMib()).isLessThan(first.sentMib() + LITTLE_MIB);
        assertThat(first.idle().p99()).isLessThan(UNAFFECTED);
        assertThat(second.idle().p99()).isLessThan(UNAFFECTED);
        assertThat(second.idle().failures()).isEmpty();
        assertThat(second.sending().failures()).isEmpty();
        assertThat(after.p99()).isLessThan(UNAFFECTED);
        await().atMost(PATIENCE).until(() -> destination.deliveriesTo(DOMAIN) == FEW + 2 * SECURE);
      }
    }
  }

  /** What was seen of one crowd. */
  private record Wave(
      double idleMib, double sentMib, Pulse.Beats coming, Pulse.Beats idle, Pulse.Beats sending) {}

  private static Wave wave(SecureDoors doors, Pulse pulse, int size) throws Exception {
    pulse.forget();
    try (var crowd = Crowd.gather(size, doors::client)) {
      var coming = pulse.take();
      assertThat(open(doors.node())).isGreaterThanOrEqualTo(size);
      var idle = pulse.during(LOOK);
      double idleMib = Vitals.pssMib(doors.node());
      var replies = crowd.each((line, number) -> line.deliver("c" + number + "@" + DOMAIN));
      var sending = pulse.take();
      assertThat(replies).hasSize(size).allMatch(reply -> reply.startsWith("250"));
      return new Wave(idleMib, Vitals.pssMib(doors.node()), coming, idle, sending);
    }
  }

  private static double open(Node node) throws IOException, InterruptedException {
    return Vitals.sum(Vitals.metrics(node), "milena_ingest_connections");
  }

  @Test
  void shouldStayAsLargeOverTwentyThousandMessagesWithTlsAndALogin() throws Exception {
    try (var destination = new Destination(folder);
        var processes = new Processes(folder)) {
      // Given
      var doors = SecureDoors.start(processes, folder, destination.address());
      try (var pulse = new Pulse(doors.node().smtp())) {
        var alone = pulse.during(LOOK);
        load(doors, WARM_UP, new DoubleAccumulator(Math::max, 0));
        double level = Vitals.pssMib(doors.node());
        var peak = new DoubleAccumulator(Math::max, level);
        pulse.forget();

        // When
        var report = load(doors, MESSAGES, peak);
        var meanwhile = pulse.take();
        double end = Vitals.pssMib(doors.node());
        var left = Vitals.of(doors.node());

        // Then
        System.out.println(report.toText());
        System.out.printf(
            "%,d messages over TLS with AUTH PLAIN: PSS %.0f MiB after %,d, %.0f at the most, %.0f"
                + " at the end; %s%n",
            MESSAGES, level, WARM_UP, peak.get(), end, left);
        System.out.printf("somebody else, before: %s%nmeanwhile: %s%n", alone, meanwhile);
        assertThat(report.exitCode()).as(report.toText()).isZero();
        assertThat(report.connections().opened()).isGreaterThanOrEqualTo(MESSAGES / A_CONNECTION);
        assertThat(peak.get() - level).isLessThan(GROWTH_MIB);
        assertThat(meanwhile.p99()).isLessThan(UNAFFECTED);
        assertThat(meanwhile.failures()).isEmpty();
        await().atMost(PATIENCE).until(() -> destination.deliveries() >= WARM_UP + MESSAGES);
      }
    }
  }

  private static LoadReport load(SecureDoors doors, int messages, DoubleAccumulator peak)
      throws IOException, InterruptedException {
    var plan =
        LoadPlan.to(doors.implicit())
            .withPace(LoadPace.of(messages, CONNECTIONS).withMessagesPerConnection(A_CONNECTION))
            .withEntry(new LoadEntry(Security.IMPLICIT, doors.login()));
    return new Load(plan, InstantSource.system()).run(_ -> peak.accumulate(pss(doors)));
  }

  private static double pss(SecureDoors doors) {
    try {
      return Vitals.pssMib(doors.node());
    } catch (IOException gone) {
      throw new AssertionError("the process is gone", gone);
    }
  }

  @Test
  void shouldHoldTenThousandWhoSayNothing() throws Exception {
    try (var destination = new Destination(folder);
        var processes = new Processes(folder)) {
      // Given: somebody who was there before
      var node = new Node(processes, "milena", folder, Node.whole(destination.address())).start();
      Outage.send(node, FEW, 1, 4096);
      double level = Vitals.pssMib(node);
      try (var early = greeted(node, InetAddress.getLoopbackAddress());
          var pulse = new Pulse(node.smtp())) {
        var alone = pulse.during(LOOK);

        // When: all but the two places of the two others, and a few for those whom it turns away
        try (var _ = Crowd.gather(IDLE - 10, (_, from) -> greeted(node, from))) {
          var beside = pulse.during(LOOK);
          double held = Vitals.pssMib(node);
          var reply = early.deliver("early@accept.test");
          var refused = new String[1];
          try (var _ = Crowd.gather(10, (_, from) -> mayBeRefused(node, refused, from))) {
            // Then
            System.out.printf(
                "%,d idle: PSS %.0f MiB before, %.0f with them; %s%n",
                IDLE, level, held, Vitals.of(node));
            System.out.printf("somebody else, before: %s%nbeside them: %s%n", alone, beside);
            assertThat(held - level).isLessThan(IDLE * IDLE_KIB / 1024);
            assertThat(beside.p99()).isLessThan(UNAFFECTED);
            assertThat(beside.failures()).isEmpty();
            assertThat(reply).startsWith("250");
            assertThat(refused[0]).startsWith("421 4.3.2");
          }
        }
        await().atMost(PATIENCE).until(() -> open(node) < 5);
        assertThat(pulse.during(Duration.ofSeconds(3)).failures()).isEmpty();
      }
    }
  }

  private static SmtpLine greeted(Node node, InetAddress from) throws IOException {
    var line = SmtpLine.open(node.smtp(), from);
    assertThat(line.reply()).startsWith("220");
    assertThat(line.ask("EHLO idle.test")).startsWith("250");
    return line;
  }

  private static SmtpLine mayBeRefused(Node node, String[] refused, InetAddress from)
      throws IOException {
    var line = SmtpLine.open(node.smtp(), from);
    var reply = line.reply();
    if (!reply.startsWith("220")) {
      refused[0] = reply;
    }
    return line;
  }
}
