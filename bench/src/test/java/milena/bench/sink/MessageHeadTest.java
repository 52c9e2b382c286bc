package milena.bench.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import milena.bench.measure.BenchStamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageHeadTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Message-ID: <a@b>\r\n\r\n",
        "MESSAGE-id:<a@b>\r\n\r\n",
        "Received: x\r\n y\r\nMessage-ID:\r\n <a@b>\r\nTo: c\r\n\r\nMessage-ID: <z@z>\r\n",
        "To: c\nMessage-ID: <a@b>\n\n"
      })
  void shouldFindTheMessageIdInTheHeader(String message) {
    assertThat(read(message).messageId()).isEqualTo("<a@b>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\nMessage-ID: <a@b>\r\n", "X-Message-ID: <a@b>\r\n", "Message-ID"})
  void shouldFindNoneWhereThereIsNone(String message) {
    assertThat(read(message).messageId()).isEmpty();
  }

  @Test
  void shouldReadTheStampBelowWhatRelaysPutOnTop() {
    // Given
    var stamp = new BenchStamp(7, 1_767_225_600_000_000_000L);
    String onTop = "Received: from somewhere by elsewhere\r\n".repeat(60);

    // When
    MessageHead head =
        read(onTop + BenchStamp.HEADER + ": " + stamp.toHeaderValue() + "\r\n\r\nbody");

    // Then
    assertThat(head.stamp()).contains(stamp);
  }

  @Test
  void shouldForgetTheMessageBefore() {
    // Given
    MessageHead head = read("Message-ID: <a@b>\r\n\r\n");

    // When
    head.reset();
    head.read();

    // Then
    assertThat(head.messageId()).isEmpty();
  }

  private static MessageHead read(String message) {
    var head = new MessageHead();
    ByteBuf bytes = Unpooled.copiedBuffer(message, StandardCharsets.US_ASCII);
    while (bytes.isReadable()) {
      int count = Math.min(7, bytes.readableBytes());
      head.keep(bytes, count);
      bytes.skipBytes(count);
    }
    bytes.release();
    head.read();
    return head;
  }
}
