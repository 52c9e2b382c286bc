package milena.router.site;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import milena.mail.route.MxHost;
import milena.mail.route.Route;
import milena.schemas.SiteRecord;

/** Between what DNS said of a domain and the record of it. */
public final class SiteRecords {
  private static final String MX = "mx";

  private SiteRecords() {}

  /** The record of a route; empty for what DNS did not say. */
  public static Optional<SiteRecord> of(String domain, Route route, long now) {
    return switch (route) {
      case Route.MailExchangers(String site, var hosts, Instant validUntil) ->
          Optional.of(
              new SiteRecord(domain, MX, site, records(hosts), "", now, validUntil.toEpochMilli()));
      case Route.NoMail none -> Optional.of(undeliverable(domain, "null-mx", none, now));
      case Route.NoSuchDomain none ->
          Optional.of(undeliverable(domain, "no-such-domain", none, now));
      case Route.Refused refused -> Optional.of(undeliverable(domain, "refused", refused, now));
      case Route.Relay _, Route.MxNotAllowed _, Route.Unknown _ -> Optional.empty();
    };
  }

  /**
   * The route that a record tells of, if it has exchangers. What could not be delivered to may be
   * for reasons of a configuration that has changed, so it is asked for again.
   */
  public static Optional<Route.MailExchangers> route(SiteRecord record) {
    if (!record.getKind().equals(MX) || record.getHosts().isEmpty()) {
      return Optional.empty();
    }
    var hosts =
        record.getHosts().stream()
            .map(host -> new MxHost(host.getName(), host.getPreference()))
            .toList();
    return Optional.of(
        new Route.MailExchangers(
            record.getSite(), hosts, Instant.ofEpochMilli(record.getValidUntil())));
  }

  private static SiteRecord undeliverable(
      String domain, String kind, Route.Undeliverable route, long now) {
    return new SiteRecord(domain, kind, "", List.of(), route.reason(), now, 0L);
  }

  private static List<milena.schemas.MxHost> records(List<MxHost> hosts) {
    return hosts.stream()
        .map(host -> new milena.schemas.MxHost(host.name(), host.preference()))
        .toList();
  }
}
