package milena.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import milena.mail.mime.SevenBitPlan.Clean;
import milena.mail.mime.SevenBitPlan.Convertible;
import milena.mail.mime.SevenBitPlan.Impossible;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that were declared BINARYMIME, for servers without it. */
class BinaryDowngradeTest {

  private static final String BINARY = "Content-Transfer-Encoding: binary";

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
    return plan(mail, step, false);
  }

  private static SevenBitPlan plan(String mail, int step, boolean eightBit) {
    var survey = SevenBitSurvey.ofBinary(eightBit);
    feed(survey, latin(mail), step);
    return survey.plan();
  }

  private static String convert(String mail, int step) {
    return convert(mail, step, false);
  }

  private static String convert(String mail, int step, boolean eightBit) {
    var out = new ByteArrayOutputStream();
    var plan = (Convertible) plan(mail, step, eightBit);
    var downgrade = new EightBitDowngrade(plan, out::write);
    feed(downgrade, latin(mail), step);
    downgrade.finish();
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private static String mixed(String... parts) {
    var mail = new StringBuilder();
    mail.append(lines("MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=\"=_z\""));
    mail.append(lines(BINARY, "", "For old readers."));
    for (var part : parts) {
      mail.append("--=_z\r\n").append(part).append("\r\n");
    }
    return mail.append("--=_z--\r\n").toString();
  }

  private static String binary(String type, String body) {
    return lines("Content-Type: " + type, BINARY, "") + body;
  }

  @Test
  void shouldEncodeTheBinaryPartsAndKeepTheRest() {
    // Given
    var mail =
        mixed(
            "\r\nHello.",
            binary("image/png", "\u0089PNG\r\n\u001a\n\0"),
            binary("text/plain", "a line\nand half of a CR LF\r"),
            "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSGk=",
            "Content-Type: text/plain\r\n\r\nno label\0");
    // When
    var converted = convert(mail, 7);
    // Then
    assertThat(converted)
        .isEqualTo(
            lines("MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=\"=_z\"")
                + lines("Content-Transfer-Encoding: 7bit", "", "For old readers.")
                + lines("--=_z", "", "Hello.")
                + lines("--=_z", "Content-Type: image/png", "Content-Transfer-Encoding: base64", "")
                + lines(base64("\u0089PNG\r\n\u001a\n\0"))
                + lines("--=_z", "Content-Type: text/plain")
                + lines("Content-Transfer-Encoding: base64", "")
                + lines(base64("a line\nand half of a CR LF\r"))
                + lines("--=_z", "Content-Type: text/plain")
                + lines("Content-Transfer-Encoding: base64", "", "SGk=")
                + lines("--=_z", "Content-Type: text/plain")
                + lines("Content-Transfer-Encoding: quoted-printable", "", "no label=00")
                + lines("--=_z--"));
  }

  private static String base64(String text) {
    return Base64.getMimeEncoder().encodeToString(latin(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "x\r\n", "", "\r\n.\r\nMAIL FROM:<a@b.example>\r\n", "\n.\n"})
  void shouldKeepASingleBodyToItsLastOctet(String body) {
    var mail = binary("application/octet-stream", body);
    for (var step = 1; step < mail.length(); step++) {
      assertThat(convert(mail, step))
          .isEqualTo(
              lines(
                      "Content-Type: application/octet-stream",
                      "Content-Transfer-Encoding: base64",
                      "MIME-Version: 1.0",
                      "")
                  + base64(body));
    }
  }

  @Test
  void shouldSeeADelimiterOnlyInALineOfItsOwn() {
    // Given
    var body = "1\n--=_z\n2\n--=_z\r\n\r\n--=_z\n\r\n--=_zz\r\n--=_z\0\r\n3";
    // When
    var converted = convert(mixed(binary("image/png", body)), 3);
    // Then
    assertThat(converted).contains("\r\n\r\n" + base64(body) + "\r\n--=_z--\r\n");
  }

  @Test
  void shouldLeaveAloneWhatIsCleanAlready() {
    var inner =
        lines("Subject: inner", "DKIM-Signature: x", "Content-Transfer-Encoding: 8bit", "", "hi");
    assertThat(plan(lines("From: a", "", "x"), 2)).isInstanceOf(Clean.class);
    assertThat(convert(mixed("Content-Type: message/rfc822\r\n\r\n" + inner), 5))
        .contains("Content-Type: message/rfc822\r\n\r\n" + inner);
  }

  @Test
  void shouldCleanWhatIsOutsideOfAllParts() {
    var mail =
        lines("Content-Type: multipart/mixed; boundary=b", "", "\npre\u00e4mble\r\0\n--b\n", "--b")
            + lines("", "x", "--b--", "end")
            + "\r";
    assertThat(convert(mail, 1))
        .contains("\r\n?pre?mble???--b?\r\n--b\r\n\r\nx\r\n--b--\r\nend\r\n?");
  }

  @Test
  void shouldSayWhatCannotBeConverted() {
    var signed = "Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n";
    for (var mail :
        List.of(
            lines("Subject: \u00e9", "", "x"),
            "Subject: a\nb\r\n\r\nx",
            "Subject: a\0\r\n\r\nx",
            mixed("X: a\rb\r\n\r\nx"),
            mixed("X: " + "a".repeat(999) + "\r\n\r\nx"),
            lines("Content-Transfer-Encoding: base64", "", "eA=\n="),
            lines("Content-Transfer-Encoding: base64", "", "a".repeat(999)),
            lines("Content-Type: multipart/mixed", BINARY, "", "a\0"),
            lines("Content-Type: message/delivery-status", BINARY, "", "a\0"),
            mixed(signed + binary("text/plain", "a\0") + "\r\n--s--"),
            mixed("Content-Type: message/rfc822\r\n\r\n" + binary("image/png", "\u0089")),
            lines("Content-Type: multipart/mixed; boundary=b", "", "a".repeat(1200), "--b--"))) {
      assertThat(plan(mail, 7)).as(mail).isInstanceOf(Impossible.class);
    }
  }

  @Test
  void shouldConvertBesideWhatIsSealed() {
    var clean = "Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\ny";
    var signed = "Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n\r\ny\r\n--s--";
    assertThat(convert(mixed(clean, signed, binary("image/png", "\u0089")), 4))
        .contains(clean, signed, base64("\u0089"));
  }

  @Test
  void shouldEncodeOnlyWhatIsBinaryForAServerThatTakesEightBits() {
    // Given
    var enclosed =
        "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            + "Subject: gr\u00fcn\r\n\r\ncaf\u00e9";
    var signed =
        "Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n"
            + "Content-Transfer-Encoding: 8bit\r\n\r\ncaf\u00e9\r\n--s--";
    var text = "Content-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\ncaf\u00e9";
    var nul = "Content-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\u00e9\0";
    var mail = mixed(enclosed, signed, text, nul, binary("image/png", "\u0089\n"));
    // When
    var converted = convert(mail, 3, true);
    // Then
    assertThat(plan(mail, 3)).isInstanceOf(Impossible.class);
    assertThat(converted)
        .contains(enclosed, signed, text, base64("\u0089\n"))
        .contains("Content-Transfer-Encoding: 8bit\r\n\r\nFor old readers.")
        .contains("Content-Transfer-Encoding: quoted-printable\r\n\r\n=E9=00\r\n");
    assertThat(plan(converted, 3, true)).isInstanceOf(Clean.class);
  }

  @Test
  void shouldStillRefuseWhatNoLineCanSayForAServerThatTakesEightBits() {
    var signed = "Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n";
    for (var mail :
        List.of(
            mixed(signed + binary("text/plain", "a\0") + "\r\n--s--"),
            mixed("Content-Type: message/rfc822\r\n\r\n" + binary("image/png", "\u0089\n")),
            "Subject: a\nb\r\n\r\nx")) {
      assertThat(plan(mail, 7, true)).as(mail).isInstanceOf(Impossible.class);
    }
    assertThat(plan(lines("Subject: \u00e9", "", "\u00e9"), 7, true)).isInstanceOf(Clean.class);
  }

  @Provide
  Arbitrary<String> octets() {
    var pieces =
        Arbitraries.of(
            "a",
            "\r\n",
            "\r",
            "\n",
            "\0",
            "--=_z",
            "--=_z--",
            "\r\n--=_y",
            ".",
            "\u00ff",
            "=",
            " ");
    var long_ = Arbitraries.of("x".repeat(999), "y".repeat(1023) + "\r\n");
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(12, pieces), net.jqwik.api.Tuple.of(1, long_))
        .list()
        .ofMaxSize(40)
        .map(all -> String.join("", all).replace("\r\n--=_z", "\r\n-"));
  }

  @Property(tries = 400)
  void shouldGiveTheOctetsBackFromEveryPart(
      @ForAll("octets") String first,
      @ForAll("octets") String second,
      @ForAll @IntRange(min = 1, max = 60) int step) {
    // Given
    var mail =
        mixed(binary("image/png", " " + first), binary("text/html; charset=x", " " + second));
    // When
    var converted = convert(mail, step);
    // Then
    assertThat(converted).isEqualTo(convert(mail, mail.length()));
    assertThat(plan(converted, step)).isInstanceOf(Clean.class);
    var parts = converted.split("\r\n--=_z(--)?\r\n");
    assertThat(parts).hasSize(3);
    assertThat(decoded(parts[1])).isEqualTo(" " + first);
    assertThat(decoded(parts[2])).isEqualTo(" " + second);
  }

  private static String decoded(String part) {
    assertThat(part).contains("Content-Transfer-Encoding: base64\r\n");
    var body = part.substring(part.indexOf("\r\n\r\n") + 4);
    return new String(Base64.getMimeDecoder().decode(body), StandardCharsets.ISO_8859_1);
  }

  @Provide
  Arbitrary<String> nearlyMime() {
    return Arbitraries.of(
            "Content-Type: multipart/mixed; boundary=b\r\n",
            "Content-Type: multipart/signed; boundary=c\r\n",
            "Content-Type: message/rfc822\r\n",
            BINARY + "\r\n",
            "Content-Transfer-Encoding: 8bit\r\n",
            "\r\n",
            "--b\r\n",
            "--b--\r\n",
            "--c\r\n",
            "\u00e9",
            "\0",
            "x",
            "\r",
            "\n",
            "--",
            "A: ")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  @Property
  void shouldMakeAnythingCleanOrSayThatItCannot(
      @ForAll("nearlyMime") String mail,
      @ForAll @IntRange(min = 1, max = 9) int step,
      @ForAll boolean eightBit) {
    if (plan(mail, step, eightBit) instanceof Convertible) {
      var converted = convert(mail, step, eightBit);
      assertThat(converted).isEqualTo(convert(mail, mail.length(), eightBit));
      assertThat(plan(converted, step, eightBit)).isInstanceOf(Clean.class);
    }
  }
}
