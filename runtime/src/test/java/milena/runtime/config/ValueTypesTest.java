package milena.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypesTest {

  private enum Role {
    INGEST,
    ROUTER,
    BOUNCE_PROCESSOR
  }

  @ParameterizedTest
  @CsvSource({"50MB,50000000", "512KiB,524288", "1 GiB,1073741824", "0,0", "17,17", "3kb,3000"})
  void shouldReadSizes(String text, long bytes) {
    assertThat(Size.parse(text)).isEqualTo(new Size(bytes));
  }

  @Property
  void shouldPrintSizesSoThatTheyReadBack(@ForAll @LongRange(min = 0, max = 1L << 50) long bytes) {
    assertThat(Size.parse(new Size(bytes).toString())).isEqualTo(new Size(bytes));
  }

  @Property
  void shouldPrintDurationsSoThatTheyReadBack(
      @ForAll @LongRange(min = 0, max = 1L << 45) long millis) {
    var duration = Duration.ofMillis(millis);
    assertThat(Durations.parse(Durations.print(duration))).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1:25,127.0.0.1,25", "[::1]:2525,::1,2525", "mail.example:0,mail.example,0"})
  void shouldReadAndPrintHostsAndPorts(String text, String host, int port) {
    assertThat(HostPort.parse(text)).isEqualTo(new HostPort(host, port));
    assertThat(HostPort.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"25", ":25", "::1:25", "host:", "host:-1", "host:65536", "a b:1"})
  void shouldRefuseWhatIsNoHostAndPort(String text) {
    assertThat(ValueTypes.listen().read(new Raw.Text(text))).isInstanceOf(Reading.Bad.class);
  }

  @Test
  void shouldCountASecretInBytesAndNotShowIt() {
    // Given
    var type = ValueTypes.secret(4);

    // Then
    assertThat(type.read(new Raw.Text("üü"))).isEqualTo(Reading.good(new Secret("üü")));
    assertThat(type.read(new Raw.Text("üüx"))).isEqualTo(Reading.bad("has more than 4 bytes"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "a b", "a/b", "ä", "a\nb"})
  void shouldRefuseWhatIsNoName(String text) {
    assertThat(ValueTypes.name().read(new Raw.Text(text))).isInstanceOf(Reading.Bad.class);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,10.255.0.1,true",
    "10.0.0.0/8,11.0.0.1,false",
    "192.168.1.128/25,192.168.1.127,false",
    "0.0.0.0/0,203.0.113.9,true",
    "0.0.0.0/0,::1,false",
    "fe80::/10,fe80::1,true",
    "::1,::1,true",
  })
  void shouldTellWhatIsInANetwork(String network, String address, boolean inside) {
    assertThat(Cidr.parse(network).contains(InetAddress.ofLiteral(address))).isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "localhost", "10.0.0.0/x", "10.0.0.0/", "/8"})
  void shouldRefuseWhatIsNoNetwork(String text) {
    assertThat(ValueTypes.networks().read(new Raw.Text(text))).isInstanceOf(Reading.Bad.class);
  }

  @Test
  void shouldReadRatesPercentagesAndNumbers() {
    assertThat(read(ValueTypes.rate(), "120/min")).isEqualTo(Reading.good(Rate.parse("120/min")));
    assertThat(Rate.parse("120/min").perSecond()).isEqualTo(2.0);
    assertThat(Rate.parse("none").isUnlimited()).isTrue();
    assertThat(read(ValueTypes.rate(), "0/s")).isInstanceOf(Reading.Bad.class);
    assertThat(read(ValueTypes.percentage(), "10%")).isEqualTo(Reading.good(0.1));
    assertThat(ValueTypes.percentage().print(0.1)).isEqualTo("10%");
    assertThat(read(ValueTypes.percentage(), "101%")).isInstanceOf(Reading.Bad.class);
    assertThat(read(ValueTypes.integer(1, 100), "101"))
        .isEqualTo(Reading.bad("101 is not within 1 and 100"));
  }

  @ParameterizedTest
  @CsvSource({
    "'10%,1GiB', 5000000000, 1073741824",
    "'10%,1GiB', 20000000000, 2000000000",
    "10%,        5000000000, 500000000",
    "2GB,        5000000000, 2000000000",
    "0,          5000000000, 0",
  })
  void shouldLeaveTheLargerOfAShareAndASizeFree(String text, long whole, long free) {
    // When
    var reserve = Reserve.parse(text);

    // Then
    assertThat(reserve.of(whole)).isEqualTo(free);
    assertThat(read(ValueTypes.reserve(), reserve.toString())).isEqualTo(Reading.good(reserve));
  }

  @ParameterizedTest
  @ValueSource(strings = {"120%", "1GiB,10%", "10%,", "-1", "ten"})
  void shouldRefuseWhatIsNoReserve(String text) {
    assertThat(read(ValueTypes.reserve(), text)).isInstanceOf(Reading.Bad.class);
  }

  @Test
  void shouldReadSetsOfWordsAndSuggestTheNearest() {
    // Given
    var roles = ValueTypes.setOf(Role.class);

    // Then
    assertThat(read(roles, "router,bounce-processor"))
        .isEqualTo(Reading.good(Set.of(Role.ROUTER, Role.BOUNCE_PROCESSOR)));
    assertThat(roles.print(Set.of(Role.BOUNCE_PROCESSOR, Role.INGEST)))
        .isEqualTo("ingest,bounce-processor");
    assertThat(read(roles, "ingets"))
        .isEqualTo(Reading.bad("'ingets' is unknown; did you mean ingest?"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host/", "http://", "http://user:pw@host/", "not a url"})
  void shouldRefuseWhatIsNoRegistryAddress(String text) {
    assertThat(read(ValueTypes.url(), text)).isInstanceOf(Reading.Bad.class);
  }

  @Property
  void shouldMeasureTheEditDistance(@ForAll @AlphaChars @StringLength(max = 12) String word) {
    assertThat(Nearest.distance(word, word)).isZero();
    assertThat(Nearest.distance(word, word + "-")).isEqualTo(1);
    assertThat(Nearest.distance("", word)).isEqualTo(word.length());
  }

  @Test
  void shouldCountASwapOfNeighboursOnce() {
    assertThat(Nearest.distance("smpt", "smtp")).isEqualTo(1);
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
  }

  private static <T> Reading<T> read(ValueType<T> type, String text) {
    return type.read(new Raw.Text(text));
  }
}
