package milena.standalone;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import milena.ingest.listen.Listener;
import milena.mail.route.HostPort;
import milena.mail.route.MxPolicy;
import milena.mail.route.Ourselves;
import milena.mail.route.RouteTable;
import milena.mail.route.RoutesFile;
import milena.mail.route.RoutingConfig;
import milena.mail.route.address.AddressRange;
import milena.mail.route.dns.DnsSettings;
import milena.standalone.MilenaConfig.Destination;

/** From the settings of a process to where its mail goes. */
final class RouteSettings {
  private RouteSettings() {}

  /**
   * Reads the routes file, if there is one.
   *
   * @param sandbox where the built-in sink listens, if it runs
   */
  static RoutingConfig of(MilenaConfig config, Optional<InetSocketAddress> sandbox)
      throws IOException {
    var routing = config.routing();
    var own = new Ourselves(addresses(config.intake()), Set.of(config.intake().hostname()));
    var base = RoutingConfig.defaults().withOurselves(own).withMx(mx(routing.mx()));
    var dns = routing.mx().dns();
    if (dns != null) {
      base = base.withDns(DnsSettings.defaults().withServer(dns.toSocketAddress()));
    }
    return switch (routing.destination()) {
      case Destination.ByMx() -> base;
      case Destination.Smarthost(var server) ->
          base.withSmarthost(HostPort.of(server.host(), server.port()));
      case Destination.Sandbox() -> {
        var sink = sandbox.orElseThrow();
        yield base.withSmarthost(HostPort.of(sink.getAddress().getHostAddress(), sink.getPort()));
      }
      case Destination.Routes(var file) -> base.withRoutes(routes(file));
    };
  }

  private static Set<InetSocketAddress> addresses(MilenaConfig.Intake intake) {
    return Stream.concat(
            Stream.of(intake.smtp()), intake.listeners().stream().map(Listener::address))
        .map(address -> address.toSocketAddress())
        .collect(Collectors.toSet());
  }

  private static MxPolicy mx(MilenaConfig.Mx mx) {
    var policy = mx.allowed() ? MxPolicy.allow() : MxPolicy.forbidden();
    return policy
        .withPort(mx.port())
        .withFamilies(mx.families())
        .withAllowedTo(
            mx.allowedNetworks().stream()
                .map(cidr -> new AddressRange(cidr.network(), cidr.prefix()))
                .toList());
  }

  private static RouteTable routes(Path file) throws IOException {
    return switch (RoutesFile.parse(Files.readString(file))) {
      case RoutesFile.Outcome.Read(var table) -> table;
      case RoutesFile.Outcome.Wrong(var faults) ->
          throw new IOException(
              faults.stream()
                  .map(fault -> file + ":" + fault.line() + ": " + fault.message())
                  .collect(Collectors.joining("\n")));
    };
  }
}
