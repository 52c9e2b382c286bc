package milena.mail.route.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import milena.mail.route.address.AddressGuard.Verdict;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

  private static final int PORT = 25;
  private final AddressGuard guard = new AddressGuard(List.of(), List.of());

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, unspecified",
    "0.1.2.3, unspecified",
    "10.255.255.255, private",
    "172.16.0.1, private",
    "172.31.255.255, private",
    "192.168.0.1, private",
    "100.64.0.1, carrier-grade NAT",
    "100.127.255.255, carrier-grade NAT",
    "127.0.0.1, loopback",
    "127.255.255.254, loopback",
    "169.254.169.254, link-local",
    "192.0.2.1, documentation",
    "198.51.100.1, documentation",
    "203.0.113.255, documentation",
    "224.0.0.1, multicast",
    "239.255.255.255, multicast",
    "240.0.0.1, reserved",
    "255.255.255.255, broadcast",
    "::, unspecified",
    "::1, loopback",
    "::7f00:1, IPv4-compatible",
    "::ffff:10.0.0.1, private",
    "64:ff9b::7f00:1, loopback",
    "64:ff9b::a00:1, private",
    "2002:7f00:1::, loopback",
    "2002:a00:1::1, private",
    "2001:db8::1, documentation",
    "fc00::1, unique local",
    "fdff::1, unique local",
    "fe80::1, link-local",
    "febf::1, link-local",
    "fec0::1, site-local",
    "ff02::1, multicast"
  })
  void shouldRefuseWhatIsNotPublic(String address, String range) {
    assertThat(guard.judge(inet(address), PORT)).isEqualTo(new Verdict.Forbidden(range));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0.0.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.1", "169.253.0.1", "172.15.255.255", "172.32.0.0", "192.167.0.1", "192.169.0.1",
        "223.255.255.255", "2a00:1450::1", "2600::1", "64:ff9b::808:808", "2002:808:808::1"
      })
  void shouldAllowWhatIsPublic(String address) {
    assertThat(guard.judge(inet(address), PORT)).isEqualTo(new Verdict.Allowed());
  }

  @Test
  void shouldAllowWhatTheOperatorOpened() {
    var opened = new AddressGuard(List.of(AddressRange.parse("10.1.0.0/16")), List.of());

    assertThat(opened.judge(inet("10.1.2.3"), PORT)).isEqualTo(new Verdict.Allowed());
    assertThat(opened.judge(inet("64:ff9b::a01:203"), PORT)).isEqualTo(new Verdict.Allowed());
    assertThat(opened.judge(inet("10.2.0.1"), PORT)).isEqualTo(new Verdict.Forbidden("private"));
  }

  @Test
  void shouldRefuseOurOwnListenersWhateverIsOpened() {
    var own =
        new AddressGuard(
            List.of(AddressRange.parse("0.0.0.0/0"), AddressRange.parse("::/0")),
            List.of(
                new InetSocketAddress(inet("127.0.0.1"), 2525),
                new InetSocketAddress(inet("::"), 2526)));

    assertThat(own.judge(inet("127.0.0.1"), 2525)).isEqualTo(new Verdict.Own());
    assertThat(own.judge(inet("0.0.0.0"), 2525)).isEqualTo(new Verdict.Own());
    assertThat(own.judge(inet("64:ff9b::7f00:1"), 2525)).isEqualTo(new Verdict.Own());
    assertThat(own.judge(inet("127.9.9.9"), 2526)).isEqualTo(new Verdict.Own());
    assertThat(own.judge(inet("::1"), 2526)).isEqualTo(new Verdict.Own());
    assertThat(own.judge(inet("127.0.0.1"), 25)).isEqualTo(new Verdict.Allowed());
    assertThat(own.judge(inet("127.0.0.2"), 2525)).isEqualTo(new Verdict.Allowed());
  }

  @Property
  void shouldJudgeEmbeddedAddressesAsTheAddressesTheyLeadTo(@ForAll @Size(4) byte[] v4) {
    var plain = guard.judge(AddressRange.ofBytes(v4), PORT);

    assertThat(guard.judge(prefixed(v4, 12, 0, 0x64, 0xff, 0x9b), PORT)).isEqualTo(plain);
    assertThat(guard.judge(prefixed(v4, 2, 0x20, 0x02), PORT)).isEqualTo(plain);
  }

  @Property(tries = 20_000)
  void shouldAgreeWithThePlatformOnLocalAddresses(@ForAll @Size(4) byte[] v4) {
    var address = AddressRange.ofBytes(v4);
    var local =
        address.isLoopbackAddress()
            || address.isSiteLocalAddress()
            || address.isLinkLocalAddress()
            || address.isMulticastAddress();

    assertThat(guard.judge(address, PORT) instanceof Verdict.Forbidden || !local).isTrue();
  }

  private static InetAddress prefixed(byte[] v4, int at, int... prefix) {
    var bytes = new byte[16];
    for (var i = 0; i < prefix.length; i++) {
      bytes[i] = (byte) prefix[i];
    }
    System.arraycopy(v4, 0, bytes, at, v4.length);
    return AddressRange.ofBytes(bytes);
  }

  private static InetAddress inet(String text) {
    return AddressLiteral.parse(text).orElseThrow();
  }
}
