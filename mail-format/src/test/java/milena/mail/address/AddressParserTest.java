package milena.mail.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import milena.mail.address.PathResult.Malformed;
import milena.mail.address.PathResult.Parsed;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressParserTest {

  private static PathResult forward(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return AddressParser.forwardPath(bytes, 0, bytes.length, false);
  }

  private static PathResult reverse(String text, boolean utf8) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return AddressParser.reversePath(bytes, 0, bytes.length, utf8);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "<ann@example.com>,ann@example.com",
        " <Ann.Lee+tag@Example.COM>,Ann.Lee+tag@example.com",
        "<\"a b\"@example.com>,\"a b\"@example.com",
        "<\"a\\\"b\"@example.com>,\"a\\\"b\"@example.com",
        "<\"ann\"@example.com>,ann@example.com",
        "<\"a@b>c\"@example.com>,\"a@b>c\"@example.com",
        "<@relay.example:ann@example.com>,ann@example.com",
        "<ann@[192.0.2.1]>,ann@[192.0.2.1]",
        "<ann@[IPv6:2001:db8::1]>,ann@[IPv6:2001:db8:0:0:0:0:0:1]",
        "<postmaster@example.com>,postmaster@example.com",
        "<ann@xn--mnchen-3ya.example>,ann@xn--mnchen-3ya.example",
        "<\"\"@example.com>,\"\"@example.com",
      })
  void shouldReadForwardPaths(String text, String mailbox) {
    assertThat(forward(text))
        .isInstanceOfSatisfying(
            Parsed.class, p -> assertThat(p.path()).hasToString("<" + mailbox + ">"));
  }

  @Test
  void shouldReadSeveralHopsOfASourceRoute() {
    assertThat(forward("<@a.example,@b.example:ann@c.example>"))
        .isInstanceOfSatisfying(
            Parsed.class, p -> assertThat(p.path()).hasToString("<ann@c.example>"));
  }

  @Test
  void shouldReadNullAndPostmasterOnlyWhereTheyBelong() {
    assertThat(reverse("<>", false)).isEqualTo(new Parsed(new Path.Null(), List.of()));
    assertThat(forward("<Postmaster>")).isEqualTo(new Parsed(new Path.Postmaster(), List.of()));
    assertThat(forward("<>")).isInstanceOf(Malformed.class);
    assertThat(reverse("<postmaster>", false)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<",
        ">",
        "ann@example.com",
        "<ann>",
        "<@example.com>",
        "<ann@>",
        "<ann@example.com",
        "<ann@@example.com>",
        "<.ann@example.com>",
        "<ann.@example.com>",
        "<a..b@example.com>",
        "<ann@example..com>",
        "<ann@-example.com>",
        "<ann@exa_mple.com>",
        "<ann@192.0.2.1>",
        "<ann@[192.0.2.256]>",
        "<ann@[192.0.2]>",
        "<ann@[IPv6:fe80::1%eth0]>",
        "<ann@[tag:x]>",
        "<an n@example.com>",
        "<ann@exam ple.com>",
        "<\"ann@example.com>",
        "<\"ann\\",
        "<ann@[",
        "<@a.example:>",
        "<@a.example,:b@c>",
        "<@a.example,b@c>",
        "<@a.example b@c>",
        "<ann\r\n@example.com>",
        "<\"a\nb\"@example.com>",
        "<ann@example.com\0>",
        "<<ann@b.c>>",
        "<ann@example.com.>",
        "<ann@.>",
        "<ann@[127.0.0.01]>",
        "<\"a\"b@example.com>",
      })
  void shouldRefuseMalformedPaths(String text) {
    assertThat(forward(text))
        .isInstanceOfSatisfying(
            Malformed.class, m -> assertThat(m.enhanced()).hasToString("5.1.3"));
  }

  @Test
  void shouldKeepParametersInOrder() {
    // Given
    var text = "<ann@example.com> SIZE=1000  body=8BITMIME RET=HDRS ";

    // When
    var result = reverse(text, false);

    // Then
    assertThat(result)
        .isInstanceOfSatisfying(
            Parsed.class,
            p ->
                assertThat(p.parameters())
                    .containsExactly(
                        new EsmtpParameter("SIZE", "1000"),
                        new EsmtpParameter("BODY", "8BITMIME"),
                        new EsmtpParameter("RET", "HDRS")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SIZE=1 size=2", "A >", "=1", "A==", "A=", "-A", "A=b=c", "A\tB", "A=\u007f"})
  void shouldRefuseMalformedParameters(String parameters) {
    assertThat(reverse("<ann@example.com> " + parameters, false))
        .isInstanceOfSatisfying(
            Malformed.class, m -> assertThat(m.enhanced()).hasToString("5.5.4"));
  }

  @Test
  void shouldTakeUtf8OnlyWithOfferAndParameter() {
    assertThat(reverse("<jürgen@example.com> SMTPUTF8", true)).isInstanceOf(Parsed.class);
    for (var refused :
        List.of(
            reverse("<jürgen@example.com> SMTPUTF8", false),
            reverse("<jürgen@example.com>", true),
            reverse("<ann@münchen.example>", true),
            forward("<jürgen@example.com>"))) {
      assertThat(refused)
          .isInstanceOfSatisfying(
              Malformed.class, m -> assertThat(m.enhanced()).hasToString("5.6.7"));
    }
  }

  @Test
  void shouldRefuseBytesThatAreNotUtf8() {
    var bytes = new byte[] {'<', 'a', (byte) 0xc3, '@', 'b', '>'};
    assertThat(AddressParser.forwardPath(bytes, 0, bytes.length, true))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void shouldHoldTheLengthLimits() {
    var domain = ("d".repeat(60) + ".").repeat(3) + "e".repeat(6);
    assertThat(forward("<" + "a".repeat(64) + "@example.com>")).isInstanceOf(Parsed.class);
    assertThat(forward("<" + "a".repeat(65) + "@example.com>")).isInstanceOf(Malformed.class);
    assertThat(forward("<" + "a".repeat(64) + "@" + domain + ">")).isInstanceOf(Parsed.class);
    assertThat(forward("<" + "a".repeat(64) + "@" + domain + "e>")).isInstanceOf(Malformed.class);
    assertThat(forward("<a@" + "d".repeat(64) + ".example>")).isInstanceOf(Malformed.class);
  }

  @Test
  void shouldReadAnOperatorsAddress() {
    assertThat(AddressParser.mailbox("Ann@Example.COM"))
        .isInstanceOfSatisfying(
            Parsed.class, p -> assertThat(p.path()).hasToString("<Ann@example.com>"));
    assertThat(AddressParser.mailbox("ann@example.com>")).isInstanceOf(Malformed.class);
    assertThat(AddressParser.mailbox("")).isInstanceOf(Malformed.class);
  }

  @Property
  void shouldAnswerAnyBytes(@ForAll byte[] line, @ForAll boolean utf8) {
    assertThat(AddressParser.forwardPath(line, 0, line.length, utf8)).isNotNull();
    assertThat(AddressParser.reversePath(line, 0, line.length, utf8)).isNotNull();
  }

  @Property
  void shouldAnswerAnyAddressLikeText(
      @ForAll
          @StringLength(max = 40)
          @net.jqwik.api.constraints.Chars({'<', '>', '@', '.', '"', '\\', '[', ']', ':', 'a', ' '})
          String text) {
    assertThat(forward("<" + text)).isNotNull();
  }

  @Property
  void shouldReadBackWhatItWrites(
      @ForAll @CharRange(from = ' ', to = '~') @StringLength(min = 1, max = 30) String local) {
    // Given
    var mailbox = new Mailbox(local, new Domain.Name("example.com"));

    // When
    var result = forward("<" + mailbox + ">");

    // Then
    assertThat(result).isEqualTo(new Parsed(new Path.Of(mailbox), List.of()));
  }

  @Example
  void shouldTakeLinearTimeOnHostileInput() {
    var size = 1_000_000;
    Assertions.assertTimeout(
        Duration.ofSeconds(10),
        () -> {
          forward("<" + "@a,".repeat(size / 3));
          forward("<\"" + "\\\"".repeat(size / 2));
          forward("<a@" + "b.".repeat(size / 2));
          forward("<a@b> " + "A ".repeat(size / 2));
          forward(" ".repeat(size));
        });
  }
}
