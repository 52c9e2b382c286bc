package milena.mail.route.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.InetAddress;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

  @Property
  void shouldContainExactlyTheAddressesWithItsPrefix(
      @ForAll @Size(4) byte[] network,
      @ForAll @Size(4) byte[] address,
      @ForAll @IntRange(max = 32) int prefix) {
    contains(network, address, prefix);
  }

  @Property
  void shouldContainExactlyTheIpv6AddressesWithItsPrefix(
      @ForAll @Size(16) byte[] network,
      @ForAll @Size(16) byte[] address,
      @ForAll @IntRange(max = 128) int prefix) {
    network[0] |= 0x20;
    contains(network, address, prefix);
  }

  @Property
  void shouldReadWhatItWrites(
      @ForAll @Size(16) byte[] network, @ForAll @IntRange(max = 128) int prefix) {
    network[0] |= 0x20;
    var zeroed = bits(network).shiftRight(128 - prefix).shiftLeft(128 - prefix);
    var cidr = new AddressRange(inet(bytes(zeroed, 16)), prefix);

    assertThat(AddressRange.parse(cidr.toString())).isEqualTo(cidr);
  }

  @Property
  void shouldAnswerAnyTextWithARangeOrAClearError(@ForAll String text) {
    try {
      assertThat(AddressRange.parse(text)).isNotNull();
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining(text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/08",
        "10.0.0.1/8",
        "10/8",
        "010.0.0.0/8",
        "10.0.0.0/8/8",
        "localhost",
        "fd00::/129",
        "fd00::1/8",
        "fe80::1%lo",
        "::g",
        "[fd00::]/8",
        "1.2.3.4.5",
        "0x7f.0.0.1",
        "10.0.0.0/99999999999"
      })
  void shouldRefuseWhatIsNoRange(String text) {
    assertThatThrownBy(() -> AddressRange.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "192.0.2.7", "0.0.0.0/0", "::/0", "fd00::/8", "::1"})
  void shouldReadRanges(String text) {
    assertThat(AddressRange.parse(text).contains(AddressRange.parse(text).network())).isTrue();
  }

  private static void contains(byte[] network, byte[] address, int prefix) {
    var size = network.length * 8;
    var shift = size - prefix;
    var first = bits(network).shiftRight(shift);
    var cidr = new AddressRange(inet(bytes(first.shiftLeft(shift), network.length)), prefix);
    var inside = first.shiftLeft(shift).or(bits(address).mod(BigInteger.ONE.shiftLeft(shift)));

    assertThat(cidr.contains(inet(bytes(inside, network.length)))).isTrue();
    if (inet(address).getAddress().length == network.length) {
      assertThat(cidr.contains(inet(address)))
          .isEqualTo(bits(address).shiftRight(shift).equals(first));
    }
  }

  private static BigInteger bits(byte[] bytes) {
    return new BigInteger(1, bytes);
  }

  private static byte[] bytes(BigInteger bits, int length) {
    var bytes = new byte[length];
    for (var i = 0; i < length; i++) {
      bytes[length - 1 - i] = bits.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }

  private static InetAddress inet(byte[] bytes) {
    return AddressRange.ofBytes(bytes);
  }
}
