package milena.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import milena.mail.mime.DataOutcome.Complete;
import milena.mail.mime.DataOutcome.Faulty;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotUnstufferTest {

  private record Decoded(String content, int consumed, DataOutcome outcome) {}

  private static Decoded decode(String wire, int step, int maxLine, long maxSize) {
    var bytes = wire.getBytes(StandardCharsets.ISO_8859_1);
    var out = new ByteArrayOutputStream();
    var decoder = new DotUnstuffer(maxLine, maxSize, out::write);
    var consumed = 0;
    while (consumed < bytes.length && !decoder.ended()) {
      consumed += decoder.accept(bytes, consumed, Math.min(step, bytes.length - consumed));
    }
    assertThat(decoder.taken()).isEqualTo(consumed);
    return new Decoded(out.toString(StandardCharsets.ISO_8859_1), consumed, decoder.outcome());
  }

  private static Decoded decode(String wire, int step) {
    return decode(wire, step, DotUnstuffer.MAX_LINE, Long.MAX_VALUE);
  }

  @Test
  void shouldUnstuffAndLeaveTheCommandsAtEverySplit() {
    // Given
    var wire = "Subject: x\r\n\r\n..dot\r\n.a\r\n...\r\nbody.\r\n\r\n.\r\nQUIT\r\n";
    var content = "Subject: x\r\n\r\n.dot\r\na\r\n..\r\nbody.\r\n\r\n";

    for (var step = 1; step <= wire.length(); step++) {
      // When
      var decoded = decode(wire, step);

      // Then
      assertThat(decoded.content()).isEqualTo(content);
      assertThat(decoded.consumed()).isEqualTo(wire.length() - 6);
      assertThat(decoded.outcome()).isEqualTo(new Complete(content.length(), false, 0));
    }
  }

  @Test
  void shouldTakeAnEmptyMessage() {
    assertThat(decode(".\r\n", 1)).isEqualTo(new Decoded("", 3, new Complete(0, false, 0)));
  }

  @ParameterizedTest
  @CsvSource({
    "'a\\n.\\r\\nb\\r\\n.\\r\\n',BARE_LF",
    "'a\\r\\n.\\nb\\r\\n.\\r\\n',BARE_LF",
    "'a\\n.\\nb\\r\\n.\\r\\n',BARE_LF",
    "'a\\r.\\rb\\r\\n.\\r\\n',BARE_CR",
    "'a\\r\\n.\\rb\\r\\n.\\r\\n',BARE_CR",
    "'a\\r\\r\\nb\\r\\n.\\r\\n',BARE_CR",
    "'a\\r\\n.\\r\\r\\nb\\r\\n.\\r\\n',BARE_CR",
    "'\\na\\r\\n.\\r\\n',BARE_LF",
    "'a\\0b\\r\\n.\\r\\n',NUL",
    "'.\\0b\\r\\n.\\r\\n',NUL",
    "'a\\r\\0b\\r\\n.\\r\\n',NUL",
  })
  void shouldNameWhatCouldSmuggleAndFindTheTrueEnd(String written, DataFault fault) {
    // Given
    var wire = written.translateEscapes();

    for (var step = 1; step <= wire.length(); step++) {
      // When
      var decoded = decode(wire + "QUIT\r\n", step);

      // Then
      assertThat(decoded.outcome()).isEqualTo(new Faulty(fault, true));
      assertThat(decoded.consumed()).isEqualTo(wire.length());
    }
  }

  @Test
  void shouldHoldTheLineLimitWithoutCountingStuffedDots() {
    var end = "\r\n.\r\n";
    for (var step = 1; step < 20; step++) {
      assertThat(decode("a".repeat(998) + end, step).outcome()).isInstanceOf(Complete.class);
      assertThat(decode("." + "a".repeat(998) + end, step).outcome()).isInstanceOf(Complete.class);
      assertThat(decode("a\r\n" + "a".repeat(999) + end, step).outcome())
          .isEqualTo(new Faulty(DataFault.LINE_TOO_LONG, true));
    }
  }

  @Test
  void shouldHoldTheSizeLimit() {
    var wire = "12345678\r\n..\r\n.\r\n";
    for (var step = 1; step < wire.length(); step++) {
      assertThat(decode(wire, step, 998, 13).outcome()).isEqualTo(new Complete(13, false, 0));
      assertThat(decode(wire, step, 998, 12).outcome())
          .isEqualTo(new Faulty(DataFault.TOO_BIG, true));
    }
  }

  @Test
  void shouldCountReceivedFieldsOfTheHeaderOnly() {
    var wire =
        String.join(
            "\r\n",
            "Received: a",
            " by b",
            "RECEIVED:c",
            "Received-SPF: pass",
            " Received: d",
            "",
            "Received: body",
            ".",
            "");
    for (var step = 1; step < wire.length(); step++) {
      assertThat(decode(wire, step).outcome())
          .isInstanceOfSatisfying(Complete.class, c -> assertThat(c.receivedFields()).isEqualTo(2));
    }
  }

  @Test
  void shouldTellEightBitContent() {
    for (var wire : new String[] {"\u00e9\r\n.\r\n", "a\u00e9\r\n.\r\n", ".\u00e9a\r\n.\r\n"}) {
      assertThat(decode(wire, 1).outcome())
          .isInstanceOfSatisfying(Complete.class, c -> assertThat(c.eightBit()).isTrue());
      assertThat(decode(wire, 99).outcome())
          .isInstanceOfSatisfying(Complete.class, c -> assertThat(c.eightBit()).isTrue());
    }
  }

  @Provide
  Arbitrary<String> nearlyData() {
    return Arbitraries.of("\r\n", ".", "a", "bc", "\r", "\n", "\r\n.\r\n", "\0", "\u00ff")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  @Property
  void shouldDecideTheSameAtAnySplit(
      @ForAll("nearlyData") String wire, @ForAll @IntRange(min = 1, max = 9) int step) {
    // Given
    var whole = decode(wire, Math.max(1, wire.length()), 5, 20);

    // When
    var split = decode(wire, step, 5, 20);

    // Then
    assertThat(split.consumed()).isEqualTo(whole.consumed());
    assertThat(split.outcome().getClass()).isEqualTo(whole.outcome().getClass());
    if (whole.outcome() instanceof Complete) {
      assertThat(split).isEqualTo(whole);
    }
  }

  @Property
  void shouldEndOnlyAtTheTrueEnd(@ForAll("nearlyData") String wire) {
    var end = ("\r\n" + wire).indexOf("\r\n.\r\n");
    assertThat(decode(wire, 4).consumed()).isEqualTo(end < 0 ? wire.length() : end + 3);
  }

  @Property
  void shouldUndoTheStuffer(
      @ForAll("nearlyData") String text, @ForAll @IntRange(min = 1, max = 9) int step) {
    // Given
    var lines = text.replace("\0", "0").replace("\r\n", "\n").replace('\r', '\n');
    var content = lines.replace("\n", "\r\n");
    var wire = new ByteArrayOutputStream();
    var stuffer = new DotStuffer(wire::write);
    var bytes = text.replace("\0", "0").getBytes(StandardCharsets.ISO_8859_1);

    // When
    for (var at = 0; at < bytes.length; at += step) {
      stuffer.write(bytes, at, Math.min(step, bytes.length - at));
    }
    stuffer.finish();

    // Then
    var decoded = decode(wire.toString(StandardCharsets.ISO_8859_1), 3);
    var whole = content.isEmpty() || content.endsWith("\r\n") ? content : content + "\r\n";
    assertThat(decoded.content()).isEqualTo(whole);
    assertThat(decoded.outcome()).isInstanceOf(Complete.class);
    assertThat(decoded.consumed()).isEqualTo(wire.size());
  }

  @Test
  void shouldTakeLinearTimeOnHostileInput() {
    for (var pattern : new String[] {"\r\n.", "\r", "\n", "..", "\r\n..", "a", "\0", "Received"}) {
      var bytes = pattern.repeat(10_000_000 / pattern.length()).getBytes(StandardCharsets.US_ASCII);
      var passed = new long[1];
      var decoder = new DotUnstuffer(998, Long.MAX_VALUE, (b, off, len) -> passed[0] += len);
      Assertions.assertTimeout(Duration.ofSeconds(5), () -> decoder.accept(bytes, 0, bytes.length));
      assertThat(Arrays.stream(passed).sum()).isLessThanOrEqualTo(bytes.length);
    }
  }
}
