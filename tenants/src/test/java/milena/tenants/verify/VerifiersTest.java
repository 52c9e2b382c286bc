package milena.tenants.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifiersTest {

  private final NewSecrets secrets = new NewSecrets();

  @Test
  void shouldAcceptOnlyThePassword() {
    // Given
    var password = secrets.password();

    // When
    var verifier = PasswordVerifier.make(password, secrets.salt(), 4096);

    // Then
    assertThat(verifier.accepts(password)).isTrue();
    assertThat(verifier.accepts(password + "a")).isFalse();
    assertThat(verifier.accepts(secrets.password())).isFalse();
    assertThat(verifier.toString())
        .doesNotContain(password)
        .isEqualTo("PasswordVerifier[iterations=4096]");
  }

  @Test
  void shouldAcceptOnlyTheKey() {
    // Given
    var key = secrets.apiKey();

    // When
    var verifier = KeyVerifier.make(key, secrets.salt());

    // Then
    assertThat(verifier.accepts(key)).isTrue();
    assertThat(verifier.accepts(new ApiKey(key.id(), secrets.apiKey().secret()))).isFalse();
    assertThat(ApiKey.parse(key.inTheClear())).contains(key);
    assertThat(key.toString()).startsWith(key.id()).doesNotContain(key.secret());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mk_", "mk_abc_def", "MK_aaaaaaaaaaaaaaaa_"})
  void shouldReadNoKeyFromWhatIsNone(String text) {
    assertThat(ApiKey.parse(text)).isEmpty();
  }

  @Property(tries = 300)
  void shouldReadNoKeyFromGarbage(@ForAll @StringLength(max = 100) String text) {
    assertThat(ApiKey.parse(text)).isEmpty();
  }

  @Test
  void shouldMakeAsManyBitsAsItSays() {
    // When
    var passwords = new HashSet<String>();
    IntStream.range(0, 1_000).forEach(i -> passwords.add(secrets.password()));

    // Then: 5 bits a character
    assertThat(passwords).hasSize(1_000).allMatch(password -> password.length() * 5 >= 128);
    assertThat(secrets.apiKey().secret().length() * 5).isGreaterThanOrEqualTo(256);
  }

  @Test
  void shouldKeepNoVerifierThatWouldStopAProcessorOrHasTheWrongLength() {
    // Given
    var key = new byte[32];

    // Then
    assertThatThrownBy(() -> new PasswordVerifier(new byte[16], Integer.MAX_VALUE, key, key))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PasswordVerifier(new byte[16], 1, key, key))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PasswordVerifier(new byte[0], 4096, key, key))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PasswordVerifier(new byte[16], 4096, new byte[3], key))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new KeyVerifier(new byte[16], new byte[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldAnswerForAnUnknownLoginTheSameOnEveryNodeAndLikeForKnownOnes() {
    // Given
    var secret = "of the cluster".getBytes(StandardCharsets.UTF_8);
    var here = new Decoys(secret);
    var there = new Decoys(secret);

    // Then
    assertThat(here.of("ann").salt()).isEqualTo(there.of("ann").salt()).hasSize(16);
    assertThat(here.of("ann").salt()).isNotEqualTo(here.of("bob").salt());
    assertThat(here.of("ann").salt()).isNotEqualTo(new Decoys(new byte[32]).of("ann").salt());
    assertThat(IntStream.range(0, 100).map(i -> here.of("u" + i).iterations()).boxed())
        .contains(PasswordVerifier.GENERATED_ITERATIONS, PasswordVerifier.CHOSEN_ITERATIONS);
  }

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "\u2168, IX",
    "I\u00ADX, IX",
    "\uFF41, a",
    "a\u0301, \u00E1",
    "a\u00A0b, a b",
    "\u00AA, a",
  })
  void shouldGiveOneSpelling(String written, String expected) {
    assertThat(Preparation.of(written)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a\u0000", "\u0007", "a\nb", "\u007F", "\uE000", "\uD800", "\u2028", "\u00AD"})
  void shouldRefuseWhatCannotBeTyped(String written) {
    assertThat(Preparation.of(written)).isEmpty();
  }

  @Property(tries = 500)
  void shouldPrepareWhatIsPreparedToItself(@ForAll String text) {
    assertThat(Preparation.of(text).flatMap(Preparation::of))
        .isEqualTo(Preparation.of(text).filter(once -> once.length() <= Preparation.MAX_CHARS));
  }

  @Test
  void shouldRefuseWhatIsTooLong() {
    assertThat(Preparation.of("x".repeat(Preparation.MAX_CHARS))).isPresent();
    assertThat(Preparation.of("x".repeat(Preparation.MAX_CHARS + 1))).isEqualTo(Optional.empty());
  }
}
