package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.time.InstantSource;
import java.util.List;
import milena.delivery.send.Capabilities;
import milena.delivery.sign.Signing;
import milena.delivery.sign.SigningKeys;
import milena.mail.address.Domain;
import milena.mail.dkim.DkimKey;
import milena.runtime.observe.Meters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a letter that leaves without a signature. */
class LetterFittingTest {

  private final Meters meters = new Meters();

  @AfterEach
  void stop() {
    meters.close();
  }

  private static SigningKeys keys() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    var key = (RSAPrivateKey) generator.generateKeyPair().getPrivate();
    return SigningKeys.of(List.of(new DkimKey(new Domain.Name("example.org"), "s1", key)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "From: a@example.org    | ''",
        "From: a@other.example  | no-key",
        "Subject: x             | no-from",
        "From: nobody           | from-unreadable",
        "From: <a@example.org>x | from-unreadable",
      })
  void shouldCountWhyALetterIsNotSigned(String field, String reason) throws Exception {
    // Given
    var clock = InstantSource.system();
    var fitting = new LetterFitting(new Signing(keys(), clock), clock, new LaneMeters(meters));
    var letter = TestConsignment.letter(field + "\r\n\r\nHi\r\n");

    // When
    var fitted = fitting.fit(letter, Capabilities.NONE).toCompletableFuture().join();

    // Then
    assertThat(fitted).isInstanceOf(Fitted.Ready.class);
    var counted =
        meters
            .scrape()
            .lines()
            .filter(line -> line.startsWith("milena_delivery_unsigned"))
            .toList();
    assertThat(counted).hasSize(4);
    for (var line : counted) {
      boolean expected = !reason.isEmpty() && line.contains("\"" + reason + "\"");
      assertThat(line).endsWith(expected ? " 1.0" : " 0.0");
    }
  }
}
