package milena.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import milena.bench.measure.BenchStamp;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class MessageTextTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  @Property(tries = 100)
  void shouldHaveExactlyTheSizeInLinesThatNeedNoStuffing(
      @ForAll @IntRange(min = 1024, max = 300_000) int size,
      @ForAll @IntRange(min = 1, max = 230) int domainLength,
      @ForAll @LongRange(min = 0, max = 999_999_999_999L) long sequence) {
    // When
    String message = text(plan(size, "d".repeat(domainLength)), sequence);

    // Then
    assertThat(message).hasSize(size).endsWith("\r\n").doesNotContain("\r\n.");
    assertThat(message.split("\r\n"))
        .allMatch(line -> line.length() < 998 && line.indexOf('\r') < 0 && line.indexOf('\n') < 0);
  }

  @Test
  void shouldNameEveryMessageApart() {
    // When
    String message = text(plan(4096, "accept.test"), 42);

    // Then
    assertThat(message)
        .contains(
            "Message-ID: <000000000042.run@load.milena.invalid>\r\n",
            "X-Bench: " + new BenchStamp(42, BenchStamp.epochNanos(NOW)).toHeaderValue() + "\r\n",
            "Date: Fri, 02 Jan 2026 03:04:05 +0000\r\n",
            "Subject: News of the day, number 000000000042\r\n",
            "MIME-Version: 1.0\r\n");
    assertThat(body(message)).isNotEqualTo(body(text(plan(4096, "accept.test"), 43)));
    assertThat(text(plan(4096, "accept.test"), 42)).isEqualTo(message);
  }

  @Test
  void shouldFitTheLongestAddressesIntoTheSmallestMessage() {
    // Given
    var envelope = new LoadEnvelope("s".repeat(254), List.of("d".repeat(230)), 1, 100_000_000, 1);

    // When
    String message = text(plan(1024, "x").withEnvelope(envelope), 999_999_999_999L);

    // Then
    assertThat(message).hasSize(1024);
  }

  private static LoadPlan plan(int size, String domain) {
    return LoadPlan.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), 25))
        .withContent(new LoadContent(size, 1))
        .withEnvelope(LoadEnvelope.to(List.of(domain)));
  }

  private static String body(String message) {
    return message.substring(message.indexOf("\r\n\r\n"));
  }

  private static String text(LoadPlan plan, long sequence) {
    try (var text = new MessageText(plan, "run")) {
      String recipient = plan.envelope().recipient(sequence, 0);
      ByteBuf head = text.head(ByteBufAllocator.DEFAULT, sequence, recipient, NOW);
      ByteBuf body = text.body(sequence, head.readableBytes());
      String whole =
          head.toString(StandardCharsets.US_ASCII) + body.toString(StandardCharsets.US_ASCII);
      head.release();
      body.release();
      return whole;
    }
  }
}
