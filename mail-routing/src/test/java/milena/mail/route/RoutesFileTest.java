package milena.mail.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import milena.mail.route.RoutesFile.Outcome;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RoutesFileTest {

  @Test
  void shouldReadRoutes() {
    var routes =
        read(
            """
            # where test mail goes
            Example.COM   localhost 2525
            \texample.org 192.0.2.1\t25 # by address
            six.example [2001:DB8::1] 25
            [192.0.2.9] mx.example.net 26

            """);

    assertThat(routes.size()).isEqualTo(4);
    assertThat(routes.find("example.com"))
        .contains(new Route.Relay("localhost:2525", "localhost", 2525));
    assertThat(routes.find("example.org"))
        .contains(new Route.Relay("192.0.2.1:25", "192.0.2.1", 25));
    assertThat(routes.find("six.example"))
        .contains(new Route.Relay("[2001:db8::1]:25", "2001:db8::1", 25));
    assertThat(routes.find("[192.0.2.9]"))
        .contains(new Route.Relay("mx.example.net:26", "mx.example.net", 26));
    assertThat(routes.find("sub.example.com")).isEmpty();
  }

  @Test
  void shouldPreferTheExactDomainToTheOneForAll() {
    var routes = read("* relay 25\nexample.com other 26\r\n");

    assertThat(routes.find("example.com")).contains(new Route.Relay("other:26", "other", 26));
    assertThat(routes.find("example.org")).contains(new Route.Relay("relay:25", "relay", 25));
  }

  @Test
  void shouldReportEveryFaultWithItsLine() {
    var outcome =
        RoutesFile.parse(
            """
            example.com localhost
            example.com localhost 25
            EXAMPLE.com localhost 26
            exa_mple..com localhost 26

            example.net 300.1.1.1 0
            example.org bad!host 65536
            * localhost 25
            * localhost 25
            """);

    assertThat(outcome).isInstanceOf(Outcome.Wrong.class);
    assertThat(((Outcome.Wrong) outcome).faults().stream().map(RoutesFile.Fault::toString))
        .containsExactly(
            "line 1: expected \"domain host port\", found \"example.com localhost\"",
            "line 3: \"example.com\" has a route already, on line 2",
            "line 4: not a domain: \"exa_mple..com\"",
            "line 6: not a port: \"0\"",
            "line 7: a port is 1 to 65535",
            "line 9: \"*\" has a route already, on line 8");
  }

  @Property
  void shouldReadWhatIsWritten(
      @ForAll Map<@IntRange(max = 99) Integer, @IntRange(min = 1, max = 65_535) Integer> routes) {
    var text =
        routes.entrySet().stream()
            .map(e -> "d" + e.getKey() + ".example host" + e.getKey() + " " + e.getValue())
            .collect(Collectors.joining("\n"));

    var read = read(text);

    routes.forEach(
        (number, port) -> {
          var host = "host" + number;
          assertThat(read.find("d" + number + ".example"))
              .contains(new Route.Relay(host + ":" + port, host, port));
        });
    assertThat(read.size()).isEqualTo(routes.size());
  }

  @Property
  void shouldAnswerAnyTextWithRoutesOrFaults(@ForAll String text) {
    switch (RoutesFile.parse(text)) {
      case Outcome.Read(var routes) -> assertThat(routes.size()).isLessThanOrEqualTo(text.length());
      case Outcome.Wrong(var faults) -> assertThat(faults).isNotEmpty();
    }
  }

  private static RouteTable read(String text) {
    return ((Outcome.Read) RoutesFile.parse(text)).routes();
  }
}
