package milena.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import milena.mail.mime.SevenBitPlan.Clean;
import milena.mail.mime.SevenBitPlan.Convertible;
import milena.mail.mime.SevenBitPlan.Impossible;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class EightBitDowngradeTest {

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n";
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void feed(ByteSink sink, byte[] bytes, int step) {
    for (var at = 0; at < bytes.length; at += step) {
      sink.write(bytes, at, Math.min(step, bytes.length - at));
    }
  }

  private static SevenBitPlan plan(String mail, int step) {
    var survey = new SevenBitSurvey();
    feed(survey, latin(mail), step);
    return survey.plan();
  }

  private static String convert(String mail, int step) {
    var out = new ByteArrayOutputStream();
    var downgrade = new EightBitDowngrade((Convertible) plan(mail, step), out::write);
    feed(downgrade, latin(mail), step);
    downgrade.finish();
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void shouldEncodeTextAtEverySplit() {
    // Given
    var mail =
        lines(
            "From: a",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "content-transfer-encoding: 8bit",
            "",
            "caf\u00e9 = x ",
            "-- ",
            "plain");
    var expected =
        lines(
            "From: a",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            "",
            "caf=E9 =3D x=20",
            "=2D-=20",
            "plain");

    for (var step = 1; step < mail.length(); step++) {
      // When / Then
      assertThat(convert(mail, step)).isEqualTo(expected);
    }
  }

  @Test
  void shouldAddWhatIsMissingForBareText() {
    assertThat(convert(lines("From: a", "", "\u00e9"), 3))
        .isEqualTo(
            lines(
                "From: a",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=unknown-8bit",
                "Content-Transfer-Encoding: quoted-printable",
                "",
                "=E9"));
  }

  @Test
  void shouldLeaveWhatIsSignedAsItIs() {
    // Given
    var clean = "Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n%s\r\n\r\n%s\r\n--s--";
    var mixed = lines("Content-Type: multipart/mixed; boundary=m", "", "--m", "", "\u00e9", "--m");
    var label = "Content-Transfer-Encoding: 8bit";

    // Then
    assertThat(convert(mixed + clean.formatted(label, "seven") + "\r\n--m--\r\n", 3))
        .contains("=E9", clean.formatted(label, "seven"));
    assertThat(plan(mixed + clean.formatted(label, "\u00e9"), 3)).isInstanceOf(Impossible.class);
    assertThat(plan(mixed + clean.formatted(label, "x".repeat(1_000)), 3))
        .isInstanceOf(Impossible.class);
    assertThat(plan(mixed + "Content-Type: multipart/signed; boundary=s\r\n\r\n\u00e9", 3))
        .isInstanceOf(Impossible.class);
  }

  @Test
  void shouldEncodeOnlyTheLeavesThatNeedIt() {
    // Given
    var mail =
        lines(
            "MIME-Version: 1.0",
            "Content-Type: multipart/mixed;",
            "\tboundary=\"a b;c\"",
            "Content-Transfer-Encoding: 8bit",
            "",
            "pr\u00e9amble",
            "--a b;c",
            "",
            "seven",
            "--a b;c",
            "Content-Type: image/png",
            "Content-Transfer-Encoding: binary",
            "",
            "\u0089PNG",
            "--a b;c  ",
            "Content-Type: text/html",
            "Content-Transfer-Encoding: 8bit",
            "",
            "no high bit",
            "--a b;cx",
            "--a b;c",
            "Content-Type: message/rfc822",
            "Content-Transfer-Encoding: 8bit",
            "",
            "Subject: inner",
            "Content-Type: multipart/alternative; boundary=in",
            "",
            "--in",
            "",
            "\u00e9",
            "--in--",
            "",
            "--a b;c--",
            "end");

    // When
    var converted = convert(mail, 5);

    // Then
    assertThat(converted)
        .isEqualTo(
            lines(
                "MIME-Version: 1.0",
                "Content-Type: multipart/mixed;",
                "\tboundary=\"a b;c\"",
                "Content-Transfer-Encoding: 7bit",
                "",
                "pr?amble",
                "--a b;c",
                "",
                "seven",
                "--a b;c",
                "Content-Type: image/png",
                "Content-Transfer-Encoding: base64",
                "",
                Base64.getEncoder().encodeToString(latin("\u0089PNG")),
                "--a b;c  ",
                "Content-Type: text/html",
                "Content-Transfer-Encoding: 7bit",
                "",
                "no high bit",
                "--a b;cx",
                "--a b;c",
                "Content-Type: message/rfc822",
                "Content-Transfer-Encoding: 7bit",
                "",
                "Subject: inner",
                "Content-Type: multipart/alternative; boundary=in",
                "",
                "--in",
                "Content-Type: text/plain; charset=unknown-8bit",
                "Content-Transfer-Encoding: quoted-printable",
                "",
                "=E9",
                "--in--",
                "",
                "--a b;c--",
                "end"));
  }

  @Test
  void shouldLeaveSevenBitMailAlone() {
    assertThat(plan(lines("From: a", "Content-Transfer-Encoding: 8bit", "", "x"), 4))
        .isInstanceOf(Clean.class);
    assertThat(plan("", 1)).isInstanceOf(Clean.class);
  }

  @Test
  void shouldTreatPartsOfADigestAsMessages() {
    var mail =
        lines(
            "Content-Type: multipart/digest; boundary=b",
            "",
            "--b",
            "",
            "Subject: \u00e9",
            "",
            "x",
            "--b--");
    assertThat(plan(mail, 3)).isInstanceOf(Impossible.class);
  }

  @Test
  void shouldSayWhatCannotBeConverted() {
    for (var mail :
        List.of(
            lines("Subject: \u00e9", "", "x"),
            lines("Content-Transfer-Encoding: base64", "", "\u00e9"),
            lines("Content-Transfer-Encoding: x-uuencode", "", "\u00e9"),
            lines("Content-Type: multipart/mixed", "", "\u00e9"),
            lines("Content-Type: multipart/mixed; boundary=b", "", "--b", "X: \u00e9", "", "x"),
            lines("Content-Type: message/rfc822", "", "Subject: \u00e9"))) {
      assertThat(plan(mail, 7)).isInstanceOf(Impossible.class);
    }
  }

  @Test
  void shouldEncodeLinesThatAreTooLong() {
    var fits = lines("A: b", "", "a".repeat(998), "b");
    var mail = lines("A: b", "", "a".repeat(999), "b".repeat(5000));
    assertThat(plan(fits, 100)).isInstanceOf(Clean.class);
    assertThat(convert(mail, 100).split("\r\n"))
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(77));
  }

  @Test
  void shouldBoundDepthAndParts() {
    var deep = new StringBuilder();
    for (var i = 0; i <= PartWalker.MAX_DEPTH; i++) {
      deep.append(lines("Content-Type: multipart/mixed; boundary=b" + i, "", "--b" + i));
    }
    var wide =
        lines("Content-Type: multipart/mixed; boundary=b", "") + "--b\r\n\r\nx\r\n".repeat(10_001);
    var nested = "Content-Type: message/rfc822\r\n\r\n".repeat(10_001);
    var header = "A: " + "b".repeat(HeaderBlock.MAX_OCTETS);
    for (var mail : List.of(deep.toString(), wide, nested, header)) {
      assertThat(plan(mail, 1000)).isInstanceOf(Impossible.class);
    }
  }

  @Provide
  Arbitrary<String> bodies() {
    return Arbitraries.of(
            "a",
            " ",
            "\t",
            "=",
            "\r\n",
            "--b",
            "-",
            "\u00e9",
            "\u0000",
            "\r",
            "\n",
            "x".repeat(70),
            ".")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  @Property
  void shouldKeepEveryBodyUnderItsEncoding(
      @ForAll("bodies") String text,
      @ForAll("bodies") String data,
      @ForAll @IntRange(min = 1, max = 50) int step) {
    // Given
    var mail =
        lines("MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=\"=_z\"", "")
            + lines("--=_z", "Content-Type: text/plain", "", "\u00e9" + text)
            + lines("--=_z", "Content-Type: image/png", "", "\u00e9" + data)
            + "--=_z--\r\n";

    // When
    var converted = convert(mail, step);

    // Then
    assertThat(converted).isEqualTo(convert(mail, mail.length()));
    assertThat(converted.chars().allMatch(c -> c < 128)).isTrue();
    assertThat(converted.split("\r\n"))
        .allSatisfy(line -> assertThat(line.length()).isLessThan(77));
    assertThat(unquoted(part(converted, 1))).isEqualTo("\u00e9" + text);
    assertThat(part(converted, 2).replace("\r\n", ""))
        .isBase64()
        .asString()
        .isEqualTo(Base64.getEncoder().encodeToString(latin("\u00e9" + data)));
  }

  private static String part(String mail, int number) {
    var part = mail.split("\r\n--=_z(--)?\r\n|--=_z\r\n", -1)[number];
    return part.substring(part.indexOf("\r\n\r\n") + 4);
  }

  /** Decodes quoted-printable by the letter of RFC 2045 §6.7. */
  private static String unquoted(String text) {
    var out = new StringBuilder();
    var soft = text.replace("=\r\n", "");
    for (var at = 0; at < soft.length(); at++) {
      if (soft.charAt(at) == '=') {
        var hex = soft.substring(at + 1, at + 3);
        assertThat(hex).isEqualTo(hex.toUpperCase(Locale.ROOT));
        out.append((char) Integer.parseInt(hex, 16));
        at += 2;
      } else {
        out.append(soft.charAt(at));
      }
    }
    return out.toString();
  }

  @Provide
  Arbitrary<String> nearlyMime() {
    return Arbitraries.of(
            "Content-Type: multipart/mixed; boundary=b\r\n",
            "Content-Type: message/rfc822\r\n",
            "Content-Transfer-Encoding: 8bit\r\n",
            "\r\n",
            "--b\r\n",
            "--b--\r\n",
            "\u00e9",
            "x",
            "Content-Type: multipart/digest; boundary=\"c\"\r\n",
            "--c\r\n",
            "\n",
            "--",
            "A: ")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  @Property
  void shouldMakeAnythingCleanOrSayThatItCannot(
      @ForAll("nearlyMime") String mail, @ForAll @IntRange(min = 1, max = 9) int step) {
    if (plan(mail, step) instanceof Convertible) {
      assertThat(plan(convert(mail, step), step)).isInstanceOf(Clean.class);
    }
  }

  @Test
  void shouldTakeLinearTimeOnHostileInput() {
    var deep = new StringBuilder();
    for (var i = 0; i < PartWalker.MAX_DEPTH; i++) {
      deep.append(
          lines(
              "Content-Type: multipart/mixed; boundary=" + "-".repeat(i + 1),
              "",
              "--" + "-".repeat(i + 1)));
    }
    for (var pattern :
        List.of("--", "--\r\n", "\u00e9", "=\r\n", " ", "-".repeat(30) + "\r\n", "\r")) {
      var mail = deep + pattern.repeat(10_000_000 / pattern.length()) + "\u00e9";
      Assertions.assertTimeout(Duration.ofSeconds(15), () -> plan(mail, 8192));
      var flat =
          "Content-Type: text/plain\r\n\r\n\u00e9" + pattern.repeat(5_000_000 / pattern.length());
      Assertions.assertTimeout(Duration.ofSeconds(15), () -> convert(flat, 8192));
    }
  }
}
