package milena.mail.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import milena.mail.reply.ReplyProgress.Complete;
import milena.mail.reply.ReplyProgress.Incomplete;
import milena.mail.reply.ReplyProgress.Malformed;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyParserTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Feeds slices of {@code step} bytes and collects every reply up to the first fault. */
  private static List<ReplyProgress> parse(byte[] bytes, int step) {
    var parser = new ReplyParser();
    var found = new ArrayList<ReplyProgress>();
    for (var from = 0; from < bytes.length; from += step) {
      var to = Math.min(from + step, bytes.length);
      for (var at = from; at < to; ) {
        switch (parser.accept(bytes, at, to - at)) {
          case Incomplete() -> at = to;
          case Complete complete -> {
            found.add(new Complete(complete.reply(), 0));
            at += complete.consumed();
          }
          case Malformed malformed -> {
            found.add(malformed);
            return found;
          }
        }
      }
    }
    return found;
  }

  @Test
  void shouldReadPipelinedRepliesAtEverySplit() {
    // Given
    var stream =
        bytes("250-mx.example\r\n250-SIZE 1000\r\n250 PIPELINING\r\n550 5.1.1 no\r\n354\r\n250 \n");
    var expected = parse(stream, stream.length);

    // When / Then
    assertThat(expected)
        .containsExactly(
            new Complete(new SmtpReply(250, List.of("mx.example", "SIZE 1000", "PIPELINING")), 0),
            new Complete(SmtpReply.of(550, "5.1.1 no"), 0),
            new Complete(SmtpReply.of(354, ""), 0),
            new Complete(SmtpReply.of(250, ""), 0));
    for (var step = 1; step < stream.length; step++) {
      assertThat(parse(stream, step)).isEqualTo(expected);
    }
  }

  @Test
  void shouldTakeTheCodeOfTheLastLine() {
    assertThat(parse(bytes("250-a\r\n550 b\r\n"), 3))
        .containsExactly(new Complete(new SmtpReply(550, List.of("a", "b")), 0));
  }

  @Test
  void shouldReadUtf8AndLatin1AndDropControls() {
    var utf8 = "550 pas trouvé\u001b[2J\r\n".getBytes(StandardCharsets.UTF_8);
    assertThat(parse(utf8, 1))
        .containsExactly(new Complete(SmtpReply.of(550, "pas trouvé?[2J"), 0));
    assertThat(parse(bytes("550 pas trouvé\r\n"), 1))
        .containsExactly(new Complete(SmtpReply.of(550, "pas trouvé"), 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\r\n", "25\r\n", "x50 a\r\n", "150 a\r\n", "650 a\r\n", "250x\r\n", "2500 a\r\n"})
  void shouldRefuseWhatIsNoReply(String text) {
    assertThat(parse(bytes(text), 1)).hasSize(1).first().isInstanceOf(Malformed.class);
  }

  @Test
  void shouldKeepTheBeginningOfALongLine() {
    var stream = bytes("250 " + "a".repeat(5000) + "\r\n250 b\r\n");
    assertThat(parse(stream, 7))
        .containsExactly(
            new Complete(SmtpReply.of(250, "a".repeat(ReplyParser.MAX_KEPT - 4)), 0),
            new Complete(SmtpReply.of(250, "b"), 0));
  }

  @Test
  void shouldGiveUpOnEndlessRepliesAndStayThere() {
    // Given
    var endless = new byte[10_000_000];
    Arrays.fill(endless, (byte) '2');
    var parser = new ReplyParser();

    // When / Then
    Assertions.assertTimeout(
        Duration.ofSeconds(5),
        () -> assertThat(parser.accept(endless, 0, endless.length)).isInstanceOf(Malformed.class));
    var reply = bytes("250 ok\r\n");
    assertThat(parser.accept(reply, 0, reply.length)).isInstanceOf(Malformed.class);
    assertThat(parse(bytes("250-a\r\n".repeat(99) + "250 a\r\n"), 500))
        .hasSize(1)
        .first()
        .isInstanceOf(Complete.class);
    assertThat(parse(bytes("250-a\r\n".repeat(100) + "250 a\r\n"), 500))
        .hasSize(1)
        .first()
        .isInstanceOf(Malformed.class);
  }

  @Property
  void shouldReadBackAnyReply(
      @ForAll @IntRange(min = 200, max = 559) int code,
      @ForAll @Size(min = 1, max = 5)
          List<@CharRange(from = ' ', to = '~') @StringLength(max = 30) String> lines,
      @ForAll @IntRange(min = 1, max = 20) int step) {
    // Given
    var wire = new StringBuilder();
    for (var i = 0; i < lines.size(); i++) {
      wire.append(code).append(i < lines.size() - 1 ? '-' : ' ').append(lines.get(i));
      wire.append(i % 2 == 0 ? "\r\n" : "\n");
    }

    // When
    var found = parse(bytes(wire.toString()), step);

    // Then
    assertThat(found).containsExactly(new Complete(new SmtpReply(code, lines), 0));
  }

  @Property
  void shouldAnswerAnyBytesTheSameAtAnySplit(
      @ForAll byte[] stream, @ForAll @IntRange(min = 1, max = 9) int step) {
    assertThat(parse(stream, step)).isEqualTo(parse(stream, Math.max(1, stream.length)));
  }
}
