package milena.mail.route.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import milena.mail.route.FakeDns;
import milena.mail.route.MailRouting;
import milena.mail.route.MxPolicy;
import milena.mail.route.Ourselves;
import milena.mail.route.RoutingConfig;
import milena.mail.route.VirtualClock;
import milena.mail.route.dns.DnsSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class AddressFinderTest {

  private final VirtualClock clock = new VirtualClock();
  private FakeDns dns;
  private MailRouting routing;

  @BeforeEach
  void open() throws IOException {
    dns = new FakeDns();
    routing = open(MxPolicy.allow());
  }

  @AfterEach
  void close() throws IOException {
    routing.close();
    dns.close();
  }

  @ParameterizedTest
  @CsvSource({
    "IPV4_ONLY, 8.8.4.4 8.8.8.8",
    "IPV6_ONLY, 2a00:1450:0:0:0:0:0:1",
    "IPV4_THEN_IPV6, 8.8.4.4 8.8.8.8 2a00:1450:0:0:0:0:0:1",
    "IPV6_THEN_IPV4, 2a00:1450:0:0:0:0:0:1 8.8.4.4 8.8.8.8"
  })
  void shouldOrderByFamily(AddressFamilies families, String expected) {
    routing = open(MxPolicy.allow().withFamilies(families));
    dns.address("mx.example", "8.8.4.4").address("mx.example", "2a00:1450::1");
    dns.address("mx.example", "8.8.8.8");

    assertThat(addresses(find("mx.example"))).isEqualTo(expected);
  }

  @Test
  void shouldTakeOutForbiddenAddresses() {
    dns.address("mx.example", "10.0.0.1").address("mx.example", "8.8.4.4");
    dns.address("mx.example", "::ffff:127.0.0.1").address("mx.example", "fd00::1");

    assertThat(addresses(find("mx.example"))).isEqualTo("8.8.4.4");
  }

  @Test
  void shouldSayWhyNothingIsLeft() {
    dns.address("private.example", "10.0.0.1").empty("empty.example");

    assertThat(find("private.example"))
        .isEqualTo(new Addresses.Refused("5.4.4", "private.example has only a private address"));
    assertThat(find("empty.example")).isEqualTo(new Addresses.None("empty.example has no address"));
    assertThat(find("gone.example")).isEqualTo(new Addresses.None("gone.example does not exist"));
  }

  @Test
  void shouldNotConnectToOurselves() {
    routing =
        MailRouting.open(
            config(MxPolicy.allow().withAllowedTo(List.of(AddressRange.parse("127.0.0.0/8"))))
                .withOurselves(
                    new Ourselves(
                        Set.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 25)),
                        Set.of())),
            clock);
    dns.address("mx.example", "127.0.0.1");

    assertThat(find("mx.example"))
        .isInstanceOfSatisfying(Addresses.Refused.class, r -> assertThat(r.isLoop()).isTrue());
    assertThat(relay("127.0.0.1", 25)).isInstanceOf(Addresses.Refused.class);
    assertThat(addresses(relay("127.0.0.1", 26))).isEqualTo("127.0.0.1");
  }

  @Test
  void shouldFollowAliases() {
    dns.cname("mx.example", "other.example").address("other.example", "8.8.4.4");

    assertThat(addresses(find("mx.example"))).isEqualTo("8.8.4.4");
  }

  @Test
  void shouldUseHalfAnAnswerForAMinute() {
    dns.ttl(3_600).address("mx.example", "8.8.4.4");
    dns.twist(
        response -> {
          if (response.getQuestion().getType() == Type.AAAA) {
            response.getHeader().setRcode(Rcode.SERVFAIL);
          }
          return response;
        });

    var found = (Addresses.Found) find("mx.example");

    assertThat(addresses(found)).isEqualTo("8.8.4.4");
    assertThat(found.validUntil()).isEqualTo(clock.instant().plusSeconds(60));
  }

  @Test
  void shouldNotKnowWhileDnsFails() {
    dns.address("mx.example", "8.8.4.4").mood("mx.example", FakeDns.Mood.SERVFAIL);
    assertThat(find("mx.example")).isInstanceOf(Addresses.Unknown.class);

    dns.calm("mx.example");
    assertThat(find("mx.example")).isInstanceOf(Addresses.Unknown.class);
    clock.pass(Duration.ofSeconds(5));

    assertThat(addresses(find("mx.example"))).isEqualTo("8.8.4.4");
  }

  @Test
  void shouldUseNoMoreThanSixteenAddresses() {
    for (var i = 0; i < 100; i++) {
      dns.address("mx.example", "8.8.4." + i);
    }

    assertThat(((Addresses.Found) find("mx.example")).addresses()).hasSize(16);
  }

  @Test
  void shouldTakeLiterals() {
    assertThat(addresses(find("[8.8.4.4]"))).isEqualTo("8.8.4.4");
    assertThat(find("[127.0.0.1]")).isInstanceOf(Addresses.Refused.class);
    assertThat(find("[nonsense]")).isInstanceOf(Addresses.None.class);
    assertThat(dns.asked()).isEmpty();
  }

  @Test
  void shouldFindRelaysByTheOperatingSystemAndUnguarded() {
    assertThat(addresses(relay("localhost", 2525))).contains("127.0.0.1");
    assertThat(addresses(relay("127.0.0.1", 2525))).isEqualTo("127.0.0.1");
    assertThat(addresses(relay("::1", 2525))).isEqualTo("0:0:0:0:0:0:0:1");
    assertThat(relay("no-such-host.invalid", 2525)).isInstanceOf(Addresses.Unknown.class);
    assertThat(dns.asked()).isEmpty();
  }

  private MailRouting open(MxPolicy mx) {
    return MailRouting.open(config(mx), clock);
  }

  private RoutingConfig config(MxPolicy mx) {
    return RoutingConfig.defaults()
        .withMx(mx)
        .withDns(DnsSettings.defaults().withServer(dns.address()));
  }

  private Addresses find(String host) {
    return join(routing.addresses().find(host));
  }

  private Addresses relay(String host, int port) {
    return join(routing.addresses().findRelay(host, port));
  }

  private static Addresses join(CompletableFuture<Addresses> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static String addresses(Addresses found) {
    return String.join(
        " ",
        ((Addresses.Found) found).addresses().stream().map(InetAddress::getHostAddress).toList());
  }
}
