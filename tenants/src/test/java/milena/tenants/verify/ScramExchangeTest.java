package milena.tenants.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramExchangeTest {

  private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
  private static final PasswordVerifier PENCIL = PasswordVerifier.make("pencil", SALT, 4096);
  private static final Decoys DECOYS = new Decoys(bytes("a secret of the cluster"));
  private static final byte[] EXPORTED = bytes("32 bytes of keying material.....");
  private static final ChannelBindings TLS =
      ChannelBindings.of(Map.of(ChannelBindings.TLS_EXPORTER, EXPORTED));

  @Test
  void shouldSpeakTheExampleOfTheStandard() {
    // Given
    var exchange = begin(false, ChannelBindings.NONE, "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");

    // When
    var challenge = challenge(exchange.next(bytes("n,,n=user,r=rOprNGfwEbeRWgbNEkqO")));
    var end =
        challenge
            .next()
            .next(
                bytes(
                    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="));

    // Then
    assertThat(challenge.message())
        .isEqualTo(
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
    assertThat(end)
        .isEqualTo(new ScramStep.Proven("user", "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
  }

  @Test
  void shouldRefuseAWrongPasswordAndTellNoReasonThatAnUnknownLoginDoesNotGet() {
    // When
    var wrong = speak(new ScramClient("n,,", new byte[0], "user", "pencils"), false, TLS);
    var nobody = speak(new ScramClient("n,,", new byte[0], "nobody", "pencil"), false, TLS);

    // Then
    assertThat(wrong).isEqualTo(new ScramStep.Failed("user", ScramFailure.INVALID_PROOF));
    assertThat(nobody).isEqualTo(new ScramStep.Failed("nobody", ScramFailure.INVALID_PROOF));
  }

  @Test
  void shouldBindToTheConnection() {
    // Given
    var client = new ScramClient("p=tls-exporter,,", EXPORTED, "user", "pencil");
    var elsewhere = new ScramClient("p=tls-exporter,,", bytes("another's"), "user", "pencil");

    // Then
    assertThat(speak(client, true, TLS)).isInstanceOf(ScramStep.Proven.class);
    assertThat(speak(elsewhere, true, TLS))
        .isEqualTo(new ScramStep.Failed("user", ScramFailure.CHANNEL_BINDINGS_DONT_MATCH));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "y,, | false | true | SERVER_DOES_SUPPORT_CHANNEL_BINDING",
        "y,, | true | true | CHANNEL_BINDING_NOT_SUPPORTED",
        "n,, | true | true | CHANNEL_BINDING_NOT_SUPPORTED",
        "p=tls-exporter,, | false | true | CHANNEL_BINDING_NOT_SUPPORTED",
        "p=tls-unique,, | true | true | UNSUPPORTED_CHANNEL_BINDING_TYPE",
        "p=tls-exporter,, | true | false | UNSUPPORTED_CHANNEL_BINDING_TYPE",
      })
  void shouldNoticeWhenBothSidesDoNotMeanTheSame(
      String header, boolean plus, boolean tls, ScramFailure expected) {
    // When
    var client = new ScramClient(header, EXPORTED, "user", "pencil");
    var end = speak(client, plus, tls ? TLS : ChannelBindings.NONE);

    // Then
    assertThat(end).isEqualTo(new ScramStep.Failed("user", expected));
  }

  @Test
  void shouldTakeAClientThatCouldBindWhereWeCannot() {
    assertThat(
            speak(
                new ScramClient("y,,", new byte[0], "user", "pencil"), false, ChannelBindings.NONE))
        .isInstanceOf(ScramStep.Proven.class);
  }

  @Test
  void shouldLetNobodyActForAnother() {
    assertThat(speak(new ScramClient("n,a=other,", new byte[0], "user", "pencil"), false, TLS))
        .isEqualTo(new ScramStep.Failed("", ScramFailure.OTHER_ERROR));
    assertThat(speak(new ScramClient("n,a=user,", new byte[0], "user", "pencil"), false, TLS))
        .isInstanceOf(ScramStep.Proven.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"n,a=, | false", "y,a=, | false", "p=tls-exporter,a=, | true"})
  void shouldTakeAnEmptyNameForNoName(String header, boolean plus) {
    // When
    var bindings = header.startsWith("y") ? ChannelBindings.NONE : TLS;
    var data = plus ? EXPORTED : new byte[0];
    var right = speak(new ScramClient(header, data, "user", "pencil"), plus, bindings);
    var wrong = speak(new ScramClient(header, data, "user", "pencils"), plus, bindings);

    // Then
    assertThat(right)
        .isInstanceOfSatisfying(
            ScramStep.Proven.class, proven -> assertThat(proven.login()).isEqualTo("user"));
    assertThat(wrong).isEqualTo(new ScramStep.Failed("user", ScramFailure.INVALID_PROOF));
  }

  @Test
  void shouldNotTakeAHeaderThatChangedOnTheWay() {
    // Given: the client says that it acts for itself, and somebody in between leaves that out
    var client = new ScramClient("n,a=,", new byte[0], "user", "pencil");
    var first = new String(client.first(), StandardCharsets.UTF_8).replace("n,a=,", "n,,");

    // When
    var challenge = challenge(begin(false, TLS, "server").next(bytes(first)));

    // Then
    assertThat(challenge.next().next(client.last(challenge.message())))
        .isEqualTo(new ScramStep.Failed("user", ScramFailure.CHANNEL_BINDINGS_DONT_MATCH));
  }

  @Test
  void shouldReadNamesWithCommasAndEqualsSigns() {
    // When
    var step = challenge(begin(false, TLS, "x").next(bytes("n,,n=a=2Cb=3D2C,r=abc")));

    // Then
    assertThat(step.login()).isEqualTo("a,b=2C");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "n",
        "n,",
        "n,,",
        "x,,n=user,r=abc",
        "p=,,n=user,r=abc",
        "n,user,n=user,r=abc",
        "n,a,n=user,r=abc",
        "n,a=a=,n=user,r=abc",
        "n,b=,n=user,r=abc",
        "n,,n=user",
        "n,,r=abc,n=user",
        "n,,n=user,r=",
        "n,,n=user,r=a\u00e4",
        "n,,n=us=er,r=abc",
        "n,,n=us=2cer,r=abc",
        "n,,n=user,r=abc,junk",
        "n,,n=user,r=abc,m=x",
      })
  void shouldRefuseWhatIsNoFirstMessage(String message) {
    assertThat(begin(false, TLS, "x").next(bytes(message)))
        .isEqualTo(new ScramStep.Failed("", ScramFailure.INVALID_ENCODING));
  }

  @Test
  void shouldNameMandatoryExtensionsAndNamesWithoutASpelling() {
    assertThat(begin(false, TLS, "x").next(bytes("n,,m=x,n=user,r=abc")))
        .isEqualTo(new ScramStep.Failed("", ScramFailure.EXTENSIONS_NOT_SUPPORTED));
    assertThat(begin(false, TLS, "x").next(bytes("n,,n=us\u0007er,r=abc")))
        .isEqualTo(new ScramStep.Failed("", ScramFailure.INVALID_USERNAME_ENCODING));
  }

  @ParameterizedTest
  @ValueSource(strings = {"r=clientnonceserver", "c=biws", "c=biws,r=clientnonce", ""})
  void shouldRefuseAChangedLastMessage(String kept) {
    // Given
    var client = new ScramClient("n,,", new byte[0], "user", "pencil");
    var challenge = challenge(begin(false, TLS, "server").next(client.first()));
    var last = new String(client.last(challenge.message()), StandardCharsets.UTF_8);
    var proof = last.substring(last.indexOf(",p="));

    // Then
    assertThat(challenge.next().next(bytes(kept + proof)))
        .isEqualTo(new ScramStep.Failed("user", ScramFailure.INVALID_ENCODING));
  }

  @Property(tries = 500)
  void shouldNeverBeBrokenByGarbage(@ForAll @Size(max = 3_000) byte[] garbage) {
    // Given
    var client = new ScramClient("n,,", new byte[0], "user", "pencil");
    var challenge = challenge(begin(false, TLS, "server").next(client.first()));

    // Then
    assertThat(begin(false, TLS, "server").next(garbage)).isInstanceOf(ScramStep.Failed.class);
    assertThat(challenge.next().next(garbage)).isInstanceOf(ScramStep.Failed.class);
  }

  @Property(tries = 200)
  void shouldProveNothingWithAnyByteOfTheLastMessageChanged(
      @ForAll @IntRange(max = 95) int at, @ForAll byte to) {
    // Given
    var client = new ScramClient("n,,", new byte[0], "user", "pencil");
    var challenge = challenge(begin(false, TLS, "server").next(client.first()));
    var last = client.last(challenge.message());
    var changed = last.clone();
    changed[at % last.length] = to;

    // Then
    if (!Arrays.equals(changed, last)) {
      assertThat(challenge.next().next(changed)).isInstanceOf(ScramStep.Failed.class);
    }
  }

  @Test
  void shouldShowNoKeysInItsStates() {
    // When
    var challenge = challenge(begin(false, TLS, "x").next(bytes("n,,n=user,r=abc")));

    // Then
    assertThat(challenge.toString() + PENCIL)
        .doesNotContain(Base64.getEncoder().encodeToString(PENCIL.storedKey()))
        .doesNotContain(Arrays.toString(PENCIL.storedKey()));
  }

  private static ScramExchange begin(boolean plus, ChannelBindings bindings, String nonce) {
    return ScramExchange.begin(
        new ScramTerms(
            plus, bindings, login -> login.equals("user") ? PENCIL : DECOYS.of(login), nonce));
  }

  private static ScramStep.Challenge challenge(ScramStep step) {
    assertThat(step).isInstanceOf(ScramStep.Challenge.class);
    return (ScramStep.Challenge) step;
  }

  private static ScramStep speak(ScramClient client, boolean plus, ChannelBindings bindings) {
    return speak(client, plus, bindings, UnaryOperator.identity());
  }

  private static ScramStep speak(
      ScramClient client, boolean plus, ChannelBindings bindings, UnaryOperator<byte[]> onTheWay) {
    return switch (begin(plus, bindings, "servernonce").next(client.first())) {
      case ScramStep.Challenge asked ->
          asked.next().next(onTheWay.apply(client.last(asked.message())));
      case ScramStep.Failed failed -> failed;
      case ScramStep.Proven proven -> proven;
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
