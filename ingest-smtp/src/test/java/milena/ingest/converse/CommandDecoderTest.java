package milena.ingest.converse;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines come in any pieces and read the same. */
class CommandDecoderTest {

  private static List<Command> decode(List<byte[]> pieces) {
    var decoder = new CommandDecoder();
    var commands = new ArrayList<Command>();
    for (var piece : pieces) {
      var in = Unpooled.wrappedBuffer(piece);
      for (var command = decoder.decode(in); command.isPresent(); command = decoder.decode(in)) {
        commands.add(command.get());
        if (command.get() instanceof Command.Endless) {
          return commands;
        }
      }
      assertThat(in.isReadable()).isFalse();
    }
    return commands;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<Command> decode(String text) {
    return decode(List.of(bytes(text)));
  }

  @Test
  void shouldReadTheSameAtEverySplit() {
    // Given
    var text =
        String.join(
            "\r\n",
            "ehlo  client.example ",
            "MAIL FROM:<a@b>\tSIZE=1",
            "bogus",
            "POST / HTTP/1.1",
            "NOOP\nDA\rTA",
            "RCPT\0",
            "",
            "QUIT",
            "");
    var whole = decode(text);
    // When
    for (int i = 0; i <= text.length(); i++) {
      for (int j = i; j <= text.length(); j++) {
        var split =
            List.of(
                bytes(text.substring(0, i)), bytes(text.substring(i, j)), bytes(text.substring(j)));
        // Then
        assertThat(decode(split)).isEqualTo(whole);
      }
    }
    assertThat(whole)
        .containsExactly(
            new Command.Known(Verb.EHLO, "client.example"),
            new Command.Known(Verb.MAIL, "FROM:<a@b>\tSIZE=1"),
            new Command.Unknown(),
            new Command.Http(),
            new Command.Unclean(),
            new Command.Unclean(),
            new Command.Unclean(),
            new Command.Unknown(),
            new Command.Known(Verb.QUIT, ""));
  }

  @Test
  void shouldSkipALineThatIsTooLongAndReadTheNext() {
    // Given
    var longest = "NOOP " + "x".repeat(CommandDecoder.MAX_LINE - 7);
    // When
    var commands = decode(longest + "\r\n" + longest + "y\r\nQUIT\r\n");
    // Then
    assertThat(commands)
        .containsExactly(
            new Command.Known(Verb.NOOP, longest.substring(5)),
            new Command.TooLong(),
            new Command.Known(Verb.QUIT, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1",
        "GET",
        "POST /x",
        "post / http/1.0",
        "HEAD / HTTP/1.1",
        "PUT / HTTP/1.1",
        "DELETE / HTTP/1.1",
        "CONNECT a:25 HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "TRACE / HTTP/1.1",
        "PATCH / HTTP/1.1",
        "PROPFIND /x HTTP/1.1 ",
        "PRI * HTTP/2.0"
      })
  void shouldTellALineOfHttp(String line) {
    assertThat(decode(line + "\r\n")).containsExactly(new Command.Http());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GETS", "POSTMASTER", "Host: a", "bogus HTTP/", "HTTP/1.1", ""})
  void shouldNotTakeOtherLinesForHttp(String line) {
    assertThat(decode(line + "\r\n")).containsExactly(new Command.Unknown());
  }

  @Test
  void shouldTellARequestForAnAddressWithoutEnd() {
    var address = "/x".repeat(CommandDecoder.MAX_LINE);
    assertThat(decode("POST " + address + " HTTP/1.1\r\nQUIT\r\n"))
        .containsExactly(new Command.Http(), new Command.Known(Verb.QUIT, ""));
  }

  @Test
  void shouldGiveUpOnALineThatDoesNotEnd() {
    // When
    var commands = decode("x".repeat(CommandDecoder.MAX_LINE + CommandDecoder.MAX_DROPPED + 1));
    // Then
    assertThat(commands).containsExactly(new Command.Endless());
  }

  @Property
  void shouldTakeEveryByteOfGarbageOneByOneAsWellAsAtOnce(@ForAll @Size(max = 300) byte[] garbage) {
    // Given
    var single = new ArrayList<byte[]>();
    for (byte b : garbage) {
      single.add(new byte[] {b});
    }
    // When
    var whole = decode(List.of(garbage));
    // Then
    assertThat(decode(single)).isEqualTo(whole);
  }
}
