package milena.mail.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import milena.mail.route.address.AddressGuard;
import org.junit.jupiter.api.Test;

class PrecedenceTest {

  private static final Route SMARTHOST = new Route.Relay("smarthost", "relay.example", 25);
  private final RoutingConfig config =
      RoutingConfig.defaults()
          .withSmarthost(HostPort.of("Relay.example", 25))
          .withRoutes(
              RouteTable.of(
                  Map.of("example.com", HostPort.of("::1", 26), "*", HostPort.of("every", 27))))
          .withMx(MxPolicy.allow());

  @Test
  void shouldPreferTheSmarthostToAll() {
    assertThat(decide(config, "example.com")).isEqualTo(SMARTHOST);
    assertThat(decide(config, "[127.0.0.1]")).isEqualTo(SMARTHOST);
    assertThat(decide(config, "not a domain")).isEqualTo(SMARTHOST);
  }

  @Test
  void shouldPreferStaticRoutesToMx() {
    var routes = RoutingConfig.defaults().withRoutes(config.routes());

    assertThat(decide(routes, "example.com")).isEqualTo(new Route.Relay("[::1]:26", "::1", 26));
    assertThat(decide(routes, "example.org")).isEqualTo(new Route.Relay("every:27", "every", 27));
    assertThat(decide(routes.withMx(MxPolicy.allow()), "example.org"))
        .isEqualTo(new Route.Relay("every:27", "every", 27));
  }

  @Test
  void shouldWaitWhereMxIsNotAllowed() {
    var routes =
        RoutingConfig.defaults()
            .withRoutes(RouteTable.of(Map.of("example.com", HostPort.of("host", 25))));

    assertThat(decide(routes, "example.org")).isEqualTo(new Route.MxNotAllowed());
    assertThat(decide(routes, "[8.8.4.4]")).isEqualTo(new Route.MxNotAllowed());
    assertThat(decide(RoutingConfig.defaults(), "example.com")).isEqualTo(new Route.MxNotAllowed());
  }

  @Test
  void shouldLeaveTheRestToDns() {
    var precedence =
        new Precedence(
            RoutingConfig.defaults().withMx(MxPolicy.allow()),
            new AddressGuard(List.of(), List.of()));

    assertThat(precedence.decide("example.com", Instant.EPOCH)).isEmpty();
  }

  private static Route decide(RoutingConfig config, String domain) {
    return new Precedence(config, new AddressGuard(List.of(), List.of()))
        .decide(domain, Instant.EPOCH)
        .orElseThrow();
  }
}
