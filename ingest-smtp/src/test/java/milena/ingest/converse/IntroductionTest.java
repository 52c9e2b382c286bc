package milena.ingest.converse;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What XCLIENT may say, in Postfix's protocol. */
class IntroductionTest {

  @ParameterizedTest
  @CsvSource({
    "ADDR=192.0.2.7, 192.0.2.7",
    "addr=192.0.2.7, 192.0.2.7",
    "ADDR=IPV6:2001:db8::7, 2001:db8::7",
    "ADDR=ipv6:::1, ::1",
    // What is mapped counts as what it stands for, or networks would not contain it.
    "ADDR=IPV6:::ffff:192.0.2.7, 192.0.2.7",
    "ADDR=192+2E0.2.7, 192.0.2.7",
    "ADDR=[UNAVAILABLE], 0.0.0.0",
    "ADDR=[tempunavail], 0.0.0.0",
    "NAME=x.example ADDR=192.0.2.7 PORT=40000 PROTO=ESMTP HELO=[192.0.2.7], 192.0.2.7",
    "NAME=[TEMPUNAVAIL] ADDR=192.0.2.7 DESTADDR=IPV6:::1 DESTPORT=25 LOGIN=me+40x, 192.0.2.7",
  })
  void shouldReadTheAddress(String argument, String address) {
    assertThat(Introduction.parse(argument))
        .contains(new Introduction(Optional.of(InetAddress.ofLiteral(address))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NAME=x.example",
        "NAME=[UNAVAILABLE]",
        "PROTO=smtp",
        "PROTO=[UNAVAILABLE] PORT=[UNAVAILABLE] HELO=[UNAVAILABLE] LOGIN=[UNAVAILABLE]",
        "HELO=a+2Bb",
      })
  void shouldDoWithoutAnAddress(String argument) {
    assertThat(Introduction.parse(argument)).contains(new Introduction(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ADDR",
        "ADDR=",
        "=192.0.2.7",
        "ADDRESS=192.0.2.7",
        "ADDR=192.0.2.7 ADDR=192.0.2.8",
        "ADDR=192.0.2.7 addr=192.0.2.7",
        "ADDR=192.0.2.7 XYZ=1",
        "ADDR=192.0.2",
        "ADDR=192.0.2.256",
        "ADDR=3221225991",
        "ADDR=localhost",
        "ADDR=2001:db8::7",
        "ADDR=IPV6:192.0.2.7",
        "ADDR=IPV6:fe80::1+25lo",
        "ADDR=IPV6:",
        "ADDR=IPV6:12345::",
        "ADDR=[UNKNOWN]",
        "ADDR=192.0.2.7+0D+0A",
        "ADDR=192.0.2.+3",
        "ADDR=192.0.2.7+2e",
        "DESTADDR=x",
        "PORT=65536",
        "PORT=-1",
        "PORT=100000",
        "PORT=x",
        "DESTPORT=x",
        "PROTO=HTTP",
        "NAME=a+00b",
        "NAME=a+20b",
        "HELO=a=b",
      })
  void shouldRefuseWhatItDoesNotUnderstand(String argument) {
    assertThat(Introduction.parse(argument)).isEmpty();
  }

  @Property
  void shouldNeverThrow(@ForAll String garbage) {
    Introduction.parse(garbage);
    Introduction.parse("ADDR=" + garbage);
    Introduction.parse("ADDR=IPV6:" + garbage + " PORT=" + garbage);
  }
}
