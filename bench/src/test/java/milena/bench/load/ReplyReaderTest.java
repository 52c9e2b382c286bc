package milena.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {
  private static final String BYTES =
      "220 hello\r\n250-host\r\n250-PIPELINING\r\n250 SIZE 10\r\n354\r\n250 2.0.0 Ok\n";

  @Test
  void shouldReadTheSameRepliesAtEverySplit() throws Exception {
    for (int split = 0; split <= BYTES.length(); split++) {
      // When
      List<LoadReply> replies = read(BYTES.substring(0, split), BYTES.substring(split));

      // Then
      assertThat(replies)
          .containsExactly(
              new LoadReply(220, List.of("hello")),
              new LoadReply(250, List.of("host", "PIPELINING", "SIZE 10")),
              new LoadReply(354, List.of("")),
              new LoadReply(250, List.of("2.0.0 Ok")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\r\n", "25\r\n", "250x\r\n", "HTTP/1.1 400\r\n", "199 x\r\n", "600 x\r\n"})
  void shouldRefuseWhatIsNotAReply(String bytes) {
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(ReplyReader.NotAReply.class);
  }

  @Test
  void shouldBoundWhatAServerMaySay() {
    assertThatThrownBy(() -> read("x".repeat(1500), "x".repeat(1500)))
        .isInstanceOf(ReplyReader.NotAReply.class);
    assertThatThrownBy(() -> read("250-x\r\n".repeat(1000)))
        .isInstanceOf(ReplyReader.NotAReply.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2.0.0 Ok: queued as 4XyZ12 | 4XyZ12 | 250 2.0.0",
        "2.6.0 id=01J9-AB accepted  | 01J9-AB | 250 2.6.0",
        "OK 1234                    | 1234    | 250",
        "Ok                         | Ok      | 250",
      })
  void shouldFindTheQueueIdAndTheEnhancedCode(String text, String queueId, String key) {
    // Given
    var reply = new LoadReply(250, List.of(text));

    // When / Then
    assertThat(reply.queueId()).isEqualTo(queueId);
    assertThat(reply.key()).isEqualTo(key);
  }

  @Test
  void shouldKnowAnnouncedExtensionsWithAndWithoutParameters() {
    // Given
    var reply = new LoadReply(250, List.of("SIZE.example", "pipelining", "SIZE 10"));

    // When / Then
    assertThat(reply.announces("PIPELINING")).isTrue();
    assertThat(reply.announces("SIZE")).isTrue();
    assertThat(reply.announces("PIPE")).isFalse();
    assertThat(reply.announces("SIZE.example")).isFalse();
  }

  private static List<LoadReply> read(String... parts) throws ReplyReader.NotAReply {
    var reader = new ReplyReader();
    var replies = new ArrayList<LoadReply>();
    for (String part : parts) {
      ByteBuf in = Unpooled.copiedBuffer(part, StandardCharsets.US_ASCII);
      try {
        LoadReply reply = reader.next(in);
        while (reply != null) {
          replies.add(reply);
          reply = reader.next(in);
        }
      } finally {
        in.release();
      }
    }
    return replies;
  }
}
