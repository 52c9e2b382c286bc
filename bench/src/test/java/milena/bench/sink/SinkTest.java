package milena.bench.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SinkTest {
  private static final String TWO_MESSAGES =
      """
      EHLO me
      MAIL FROM:<a@b>
      RCPT TO:<c@accept.test>
      DATA
      Message-ID: <1@x>

      ..
      .
      MAIL FROM:<a@b>
      RCPT TO:<c@accept.test>
      RCPT TO:<d@accept.test>
      DATA
      Message-ID: <1@x>

      .
      QUIT
      """
          .replace("\n", "\r\n");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void shouldCountTheSameHoweverTheBytesAreCut(int step) throws Exception {
    try (var sink = new Sink(SinkConfig.accepting(), Clock.systemUTC())) {
      // When
      String replies = exchange(sink, TWO_MESSAGES, step);

      // Then
      assertThat(codes(replies)).isEqualTo("220 250 250 250 354 250 250 250 250 354 250 221");
      SinkReport report = sink.report();
      assertThat(report.traffic().messages()).isEqualTo(2);
      assertThat(report.traffic().deliveries()).isEqualTo(3);
      assertThat(report.traffic().bytes()).isEqualTo(25 + 21);
      assertThat(report.identity()).isEqualTo(new SinkReport.Identity(2, 1, 0, 0));
      assertThat(report.domains().get("accept.test")).containsEntry("250 2.0.0", 3L);
    }
  }

  @Test
  void shouldBeginANewAccountWhenToldToForget() throws Exception {
    try (var sink = new Sink(SinkConfig.accepting(), Clock.systemUTC())) {
      // Given
      exchange(sink, TWO_MESSAGES, 1000);
      assertThat(sink.deliveries()).isEqualTo(3);

      // When
      sink.forget();

      // Then
      assertThat(sink.deliveries()).isZero();
      assertThat(sink.report().identity()).isEqualTo(new SinkReport.Identity(0, 0, 0, 0));
      assertThat(sink.report().latency().count()).isZero();
      assertThat(sink.report().domains()).isEmpty();
    }
  }

  @Test
  void shouldBehaveAsEachDomainOfTheSandbox() throws Exception {
    try (var sink = new Sink(SinkConfig.sandbox(), Clock.systemUTC())) {
      // When
      String replies =
          exchange(
              sink,
              "EHLO me\r\n"
                  + message("a@defer.test", "<1@x>")
                  + message("a@defer.test", "<1@x>")
                  + message("a@defer.test", "<1@x>")
                  + message("a@blocked.test", "<2@x>")
                  + message("a@slow.test", "<3@x>")
                  + "MAIL FROM:<>\r\nRCPT TO:<unknown@reject.test>\r\n"
                  + "RCPT TO:<known@reject.test>\r\nRCPT TO:<a@full.test>\r\nQUIT\r\n",
              1000);

      // Then
      assertThat(codes(replies))
          .isEqualTo(
              "220 250 250 250 354 451 250 250 354 451 250 250 354 250 250 250 354 550"
                  + " 250 250 354 250 250 550 250 552 221");
      assertThat(replies).contains("451 4.7.1 ", "550 5.7.1 ", "550 5.1.1 ", "552 5.2.2 ");
      assertThat(sink.report().domains().toString())
          .isEqualTo(
              "{blocked.test={550 5.7.1=1}, defer.test={250 2.0.0=1, 451 4.7.1=2},"
                  + " full.test={552 5.2.2=1}, reject.test={550 5.1.1=1},"
                  + " slow.test={250 2.0.0=1}}");
    }
  }

  @Test
  void shouldCloseWithoutAReplyWhereItDrops() throws Exception {
    try (var sink = new Sink(moods("drop.test=drop"), Clock.systemUTC())) {
      // When
      String replies = exchange(sink, "EHLO me\r\n" + message("a@drop.test", "<1@x>"), 1000);

      // Then
      assertThat(codes(replies)).isEqualTo("220 250 250 250 354");
      assertThat(sink.report().domains().get("drop.test")).containsEntry("dropped", 1L);
      assertThat(sink.report().traffic().messages()).isZero();
    }
  }

  @Test
  void shouldSay421AtConnectWhenBusyForAllAndAtRcptWhenBusyForOne() throws Exception {
    try (var all = new Sink(moods("*=busy"), Clock.systemUTC());
        var one = new Sink(moods("busy.test=busy"), Clock.systemUTC())) {
      assertThat(codes(exchange(all, "", 1))).isEqualTo("421");
      assertThat(codes(exchange(one, "EHLO me\r\n" + message("a@busy.test", "<1@x>"), 1000)))
          .isEqualTo("220 250 250 421");
    }
  }

  @Test
  void shouldBoundWhatAHostileClientCosts() throws Exception {
    // Given
    String begin = "EHLO m\r\nMAIL FROM:<>\r\n";
    String tooMany = begin + "RCPT TO:<a@b>\r\n".repeat(101) + "QUIT\r\n";
    String tooBig = message("a@b", "<" + "1".repeat(99) + "@x>");
    var limits = new SinkLimits(30, 8, 100, 1, Duration.ofMillis(300));
    try (var sink = new Sink(SinkConfig.accepting().withLimits(limits), Clock.systemUTC())) {
      // When / Then
      assertThat(codes(exchange(sink, "x".repeat(5000), 1000))).isEqualTo("220 500");
      assertThat(codes(exchange(sink, "X\r\n".repeat(101), 1000)))
          .startsWith("220 500")
          .endsWith("500 421");
      assertThat(codes(exchange(sink, tooMany, 1000))).endsWith("250 452 221");
      assertThat(codes(exchange(sink, "EHLO m\r\n" + tooBig + "QUIT\r\n", 1000)))
          .endsWith("354 552 221");
      assertThat(codes(exchange(sink, "EHLO silent\r\n", 1000))).isEqualTo("220 250 421");
    }
  }

  @Test
  void shouldTurnAwayOneClientTooMany() throws Exception {
    // Given
    var limits = new SinkLimits(1000, 1, 100, 1, Duration.ofMinutes(1));
    try (var sink = new Sink(SinkConfig.accepting().withLimits(limits), Clock.systemUTC());
        var first =
            new Socket(InetAddress.getLoopbackAddress(), sink.start("127.0.0.1", 0).getPort())) {
      assertThat(first.getInputStream().read()).isEqualTo('2');

      // When
      String replies = exchange(sink, "", 1);

      // Then
      assertThat(codes(replies)).isEqualTo("421");
      assertThat(sink.report().traffic().turnedAway()).isEqualTo(1);
    }
  }

  @Test
  void shouldLeaveOutTheExtensionsItWasToldTo() throws Exception {
    // Given
    var config = SinkConfig.accepting().withExtensions(EnumSet.of(SinkExtension.PIPELINING));
    try (var sink = new Sink(config, Clock.systemUTC())) {
      // When
      String replies =
          exchange(sink, "EHLO me\r\n" + message("a@accept.test", "<1@x>") + "QUIT\r\n", 1000);

      // Then
      assertThat(replies)
          .contains("250 PIPELINING\r\n", "250 Ok: queued as 1\r\n")
          .doesNotContain("SIZE", "8BITMIME", "2.0.0");
    }
  }

  @Test
  void shouldLogEveryDelivery(@TempDir Path folder) throws Exception {
    // Given
    Path log = folder.resolve("deliveries");

    // When
    try (var sink = new Sink(SinkConfig.accepting().withLog(log), Clock.systemUTC())) {
      exchange(sink, TWO_MESSAGES, 1000);
    }

    // Then
    assertThat(Files.readAllLines(log))
        .isEqualTo(List.of("<1@x>\tc@accept.test", "<1@x>\tc@accept.test", "<1@x>\td@accept.test"));
  }

  @Test
  void shouldSayWhenTheAddressIsTaken() throws Exception {
    try (var first = new Sink(SinkConfig.accepting(), Clock.systemUTC());
        var second = new Sink(SinkConfig.accepting(), Clock.systemUTC())) {
      int port = first.start("127.0.0.1", 0).getPort();
      assertThatThrownBy(() -> second.start("127.0.0.1", port))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + port);
    }
  }

  private static SinkConfig moods(String... entries) {
    return SinkConfig.accepting().withMoods(MoodTable.accepting().with(List.of(entries)));
  }

  private static String message(String recipient, String messageId) {
    return "MAIL FROM:<>\r\nRCPT TO:<"
        + recipient
        + ">\r\nDATA\r\nMessage-ID: "
        + messageId
        + "\r\n\r\nHello\r\n.\r\n";
  }

  /** Sends the bytes in steps of this size and returns all replies until the sink closes. */
  private static String exchange(Sink sink, String bytes, int step) throws Exception {
    int port = sink.start("127.0.0.1", 0).getPort();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      var out = socket.getOutputStream();
      byte[] all = bytes.getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < all.length; i += step) {
        out.write(all, i, Math.min(step, all.length - i));
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static String codes(String replies) {
    return String.join(
        " ",
        replies
            .lines()
            .filter(line -> line.charAt(3) == ' ')
            .map(line -> line.substring(0, 3))
            .toList());
  }
}
