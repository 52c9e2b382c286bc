package milena.standalone.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import milena.mail.route.Route;
import milena.mail.route.RoutesFile;
import milena.mail.route.site.SiteRollup;
import milena.schemas.MxHost;
import milena.schemas.RecordCodec;
import milena.schemas.SiteRecord;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import milena.standalone.MilenaConfig;
import milena.standalone.MilenaConfig.Destination;
import milena.standalone.OpenLog;
import milena.standalone.account.LogReader;
import milena.standalone.data.RunningSystem;
import org.jspecify.annotations.Nullable;

/**
 * Where the mail of a domain goes, as far as a command knows.
 *
 * @param site the site; empty for not known
 * @param hosts the domain's exchangers, by which a provider is told; none when it has a route
 * @param from what says so, for whoever reads the answer; empty for not known
 */
record Whereabouts(String site, List<String> hosts, String from) {
  static final Whereabouts UNKNOWN = new Whereabouts("", List.of(), "");

  /** By the exchangers that somebody names. */
  static Whereabouts byExchangers(List<String> hosts, String from) {
    return new Whereabouts(SiteRollup.siteOf(hosts), hosts, from);
  }

  /** By the settings that this command sees, unless they leave it to the domain's MX. */
  static Whereabouts bySettings(String domain, MilenaConfig config) throws IOException {
    return switch (config.routing().destination()) {
      case Destination.ByMx() -> UNKNOWN;
      case Destination.Smarthost(_), Destination.Sandbox() ->
          new Whereabouts(Route.Relay.SMARTHOST, List.of(), "the settings");
      case Destination.Routes(var file) -> byRoutes(domain, file);
    };
  }

  /** By what the process that runs there was told, unless that is each domain's MX. */
  static Whereabouts bySystem(String domain, RunningSystem system) throws IOException {
    return switch (system.relay()) {
      case "" -> UNKNOWN;
      case RunningSystem.SMARTHOST ->
          new Whereabouts(Route.Relay.SMARTHOST, List.of(), "the running process");
      default -> byRoutes(domain, Path.of(system.relay()));
    };
  }

  private static Whereabouts byRoutes(String domain, Path file) throws IOException {
    var parsed = RoutesFile.parse(Files.readString(file));
    if (parsed instanceof RoutesFile.Outcome.Read(var table)
        && table.find(domain).orElse(null) instanceof Route.Relay relay) {
      return new Whereabouts(relay.site(), List.of(), file.toString());
    }
    return UNKNOWN;
  }

  /** By what a router noted last, when it asked DNS for the domain. */
  static Whereabouts byRouters(String domain, OpenLog log, Consumer<String> progress) {
    var codec = log.format().codec(Topics.SITES_TABLE, SiteRecord.class);
    var key = domain.getBytes(StandardCharsets.UTF_8);
    var last = new AtomicReference<@Nullable SiteRecord>();
    new LogReader(log.clients())
        .telling(progress)
        .read(
            Topics.SITES_TABLE,
            0,
            record -> {
              if (Arrays.equals(key, record.key())) {
                last.set(decode(codec, record.value()).orElse(null));
              }
            });
    return Optional.ofNullable(last.get())
        .filter(known -> !known.getSite().isEmpty())
        .map(
            known ->
                new Whereabouts(
                    known.getSite(),
                    known.getHosts().stream().map(MxHost::getName).toList(),
                    Topics.SITES_TABLE))
        .orElse(UNKNOWN);
  }

  private static Optional<SiteRecord> decode(
      RecordCodec<SiteRecord> codec, byte @Nullable [] value) {
    try {
      return value == null ? Optional.empty() : Optional.of(codec.decode(value));
    } catch (UnreadableRecord unreadable) {
      // It has a dead letter; a router asks for the domain again.
      return Optional.empty();
    }
  }

  boolean isKnown() {
    return !site.isEmpty();
  }
}
