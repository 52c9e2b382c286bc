package milena.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import milena.mail.address.Domain;
import milena.mail.mime.HeaderBlock;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class DkimSignerTest {

  private static final KeyPair KEYS = keys();
  private static final DkimKey KEY =
      new DkimKey(new Domain.Name("example.com"), "s1", (RSAPrivateKey) KEYS.getPrivate());
  private static final Instant TIME = Instant.ofEpochSecond(1_772_442_300);
  private static final String MAIL =
      String.join(
          "\r\n",
          "Received: by x",
          "From: Ann <ann@example.com>",
          "TO : bob@example.net,",
          "\tcy@example.net",
          "Subject:  a   long",
          " subject ",
          "Date: Mon, 2 Mar 2026 09:05:00 +0000",
          "To: twice@example.net",
          "X-Other: 1",
          "",
          "Hello \t world  ",
          "",
          " .dot",
          "end",
          " ",
          "",
          "");

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException broken) {
      throw new AssertionError(broken);
    }
  }

  private static byte[] signed(DkimSigner signer, String mail) {
    var message = mail.getBytes(StandardCharsets.ISO_8859_1);
    var out = new ByteArrayOutputStream();
    out.writeBytes(signer.sign(message, 0, message.length, TIME));
    out.writeBytes(message);
    return out.toByteArray();
  }

  private static DkimSigner signer(Canonicalization header, Canonicalization body) {
    return new DkimSigner(KEY, header, body, DkimSigner.BULK_SENDER_FIELDS);
  }

  private static String replaced(byte[] mail, String what, String by) {
    return new String(mail, StandardCharsets.ISO_8859_1).replace(what, by);
  }

  private static boolean passes(String mail) throws GeneralSecurityException {
    return SignatureCheck.passes(mail.getBytes(StandardCharsets.ISO_8859_1), KEYS.getPublic());
  }

  @Test
  void shouldPassAVerifierInEveryForm() throws GeneralSecurityException {
    for (var header : Canonicalization.values()) {
      for (var body : Canonicalization.values()) {
        for (var mail :
            List.of(MAIL, "From: a\r\n\r\n", "From: a\r\n\r\nno end", "From:\r\n\r\n\r\n")) {
          var signed = signed(signer(header, body), mail);
          assertThat(SignatureCheck.passes(signed, KEYS.getPublic())).isTrue();
        }
      }
    }
  }

  @Test
  void shouldBreakWhenSignedPartsChange() throws GeneralSecurityException {
    var signed = signed(new DkimSigner(KEY), MAIL);
    assertThat(passes(replaced(signed, "Hello", "Hallo"))).isFalse();
    assertThat(passes(replaced(signed, "Ann", "Eve"))).isFalse();
    assertThat(passes(replaced(signed, "twice", "other"))).isFalse();
    assertThat(passes(replaced(signed, "t=1772", "t=1773"))).isFalse();
    assertThat(passes(replaced(signed, "Received: by x", "From: eve"))).isFalse();
    assertThat(passes(replaced(signed, "Received: by x", "Reply-To: eve"))).isFalse();
  }

  @Test
  void shouldSurviveWhatRelaysDo() throws GeneralSecurityException {
    var signed = signed(new DkimSigner(KEY), MAIL);
    assertThat(passes(replaced(signed, "Received: by x", "Received: by y"))).isTrue();
    assertThat(passes(replaced(signed, "Hello \t world  ", "Hello world"))).isTrue();
    assertThat(passes(replaced(signed, "a   long\r\n subject", "a long subject"))).isTrue();
  }

  @Test
  void shouldWriteShortLines() {
    var field =
        new String(new DkimSigner(KEY).sign(new byte[0], 0, 0, TIME), StandardCharsets.US_ASCII);
    assertThat(field.split("\r\n")).allSatisfy(line -> assertThat(line).hasSizeLessThan(79));
    assertThat(field).contains("d=example.com;", "s=s1;", "t=1772442300;", "h=From:Subject:");
  }

  @Test
  void shouldNeedFrom() {
    assertThatThrownBy(
            () ->
                new DkimSigner(
                    KEY, Canonicalization.SIMPLE, Canonicalization.SIMPLE, List.of("To")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldHashTheEmptyBodyAsTheStandardSays() {
    // RFC 6376 §3.4.3 and §3.4.4 give both hashes.
    assertThat(
            Base64.getEncoder()
                .encodeToString(new BodyHash(Canonicalization.SIMPLE, false).finish()))
        .isEqualTo("frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=");
    assertThat(HexFormat.of().formatHex(new BodyHash(Canonicalization.RELAXED, false).finish()))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Provide
  Arbitrary<String> bodies() {
    return Arbitraries.of("\r\n", " ", "\t", "a", "b c", ".", "\u00e9", "\r\n\r\n")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 300)
  void shouldHashAnyBodyInSlicesAsAVerifierDoes(
      @ForAll("bodies") String body,
      @ForAll @IntRange(min = 1, max = 7) int step,
      @ForAll Canonicalization form)
      throws GeneralSecurityException {
    // Given
    var signer = signer(Canonicalization.RELAXED, form);
    var head = "From: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    var bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    var hash = signer.bodyHash();

    // When
    for (var at = 0; at < bytes.length; at += step) {
      hash.write(bytes, at, Math.min(step, bytes.length - at));
    }
    var field = signer.sign(HeaderBlock.of(head, 0, head.length), hash, TIME);

    // Then
    var mail = new ByteArrayOutputStream();
    mail.writeBytes(field);
    mail.writeBytes(head);
    mail.writeBytes(bytes);
    assertThat(SignatureCheck.passes(mail.toByteArray(), KEYS.getPublic())).isTrue();
  }

  @Test
  void shouldPassDkimpyWhereItIsInstalled() throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        run(new byte[0], "python3", "-c", "import dkim; print('ok')").equals("ok"));
    var record =
        "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded());
    // dkimpy does not read the obsolete blank before a colon.
    var mail = MAIL.replace("TO :", "TO:");
    for (var header : Canonicalization.values()) {
      for (var body : Canonicalization.values()) {
        var signed = signed(signer(header, body), mail);
        var tampered = replaced(signed, "Hello", "Hallo").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(run(signed, "python3", "src/test/python/dkim_verify.py", record))
            .isEqualTo("pass");
        assertThat(run(tampered, "python3", "src/test/python/dkim_verify.py", record))
            .isEqualTo("fail");
      }
    }
  }

  private static String run(byte[] input, String... command)
      throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException noSuchProgram) {
      return "";
    }
    try (var stdin = process.getOutputStream()) {
      stdin.write(input);
    }
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return output.strip();
  }

  @Test
  void shouldTakeLinearTimeAndBoundedSpaceOnHostileInput() {
    for (var pattern : new String[] {"To:\r\n", "\r\n", " ", "\r", "From: \r\n ", "a"}) {
      var text = "From: a\r\n".repeat(pattern.startsWith("T") ? 1 : 0) + pattern;
      var bytes = text.repeat(10_000_000 / text.length()).getBytes(StandardCharsets.US_ASCII);
      Assertions.assertTimeout(
          Duration.ofSeconds(10),
          () ->
              assertThat(new DkimSigner(KEY).sign(bytes, 0, bytes.length, TIME))
                  .hasSizeLessThan(5000));
    }
  }
}
