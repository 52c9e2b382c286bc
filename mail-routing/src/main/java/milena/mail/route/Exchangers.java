package milena.mail.route;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import milena.mail.route.dns.DnsAnswer;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** Decides what the answer to an MX question means (RFC 5321 §5.1, RFC 7505). */
final class Exchangers {

  /** No more hosts of a domain are used than this, the most preferred ones. */
  static final int MAX_HOSTS = 20;

  /** What an answer means, before the hosts' addresses are looked at. */
  sealed interface Meaning {
    /**
     * Mail goes to one of these.
     *
     * @param hosts at least one, by preference, then name
     * @param implicit whether there is no MX record and the domain itself stands for one
     */
    record Hosts(List<MxHost> hosts, boolean implicit, Duration ttl) implements Meaning {
      public Hosts {
        hosts = List.copyOf(hosts);
      }
    }

    /** Mail goes nowhere. */
    record Nowhere(Route.Undeliverable route, Duration ttl) implements Meaning {}

    /** The name servers did not say. */
    record Untold(String reason, boolean overload) implements Meaning {}
  }

  private Exchangers() {}

  static Meaning of(String domain, DnsAnswer answer, Ourselves ourselves) {
    return switch (answer) {
      case DnsAnswer.Records(var records, var ttl) -> ofRecords(domain, records, ttl, ourselves);
      case DnsAnswer.NoData(var ttl) ->
          withoutOurselves(List.of(new MxHost(domain, 0)), true, ttl, ourselves);
      case DnsAnswer.NoName(var ttl) ->
          new Meaning.Nowhere(new Route.NoSuchDomain(domain, domain + " does not exist"), ttl);
      case DnsAnswer.Failed(var reason, var overload) -> new Meaning.Untold(reason, overload);
    };
  }

  private static Meaning ofRecords(
      String domain, List<Record> records, Duration ttl, Ourselves ourselves) {
    // A host listed twice counts where it is preferred most.
    var preferences = new TreeMap<String, Integer>();
    var nullMx = true;
    for (var entry : records) {
      if (entry instanceof MXRecord mx && !mx.getTarget().equals(Name.root)) {
        nullMx = false;
        var host = DomainName.lowerCase(mx.getTarget().toString(true));
        if (DomainName.isHost(host)) {
          preferences.merge(host, mx.getPriority(), Math::min);
        }
      }
    }
    if (nullMx) {
      return new Meaning.Nowhere(new Route.NoMail(domain), ttl);
    }
    if (preferences.isEmpty()) {
      var refused = Route.Refused.unreachable("no MX record of " + domain + " names a host");
      return new Meaning.Nowhere(refused, ttl);
    }
    var hosts =
        preferences.entrySet().stream()
            .map(entry -> new MxHost(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparingInt(MxHost::preference).thenComparing(MxHost::name))
            .toList();
    return withoutOurselves(hosts, false, ttl, ourselves);
  }

  /** RFC 5321 §5.1: where we are listed, hosts no better than we are would send the mail back. */
  private static Meaning withoutOurselves(
      List<MxHost> hosts, boolean implicit, Duration ttl, Ourselves ourselves) {
    for (var host : hosts) {
      if (ourselves.names().contains(host.name())) {
        var better = betterThan(host, hosts);
        return better.isEmpty()
            ? new Meaning.Nowhere(Route.Refused.loop(host.name() + " is this system itself"), ttl)
            : new Meaning.Hosts(firstOf(better), implicit, ttl);
      }
    }
    return new Meaning.Hosts(firstOf(hosts), implicit, ttl);
  }

  /** The hosts that are preferred to this one. */
  static List<MxHost> betterThan(MxHost host, List<MxHost> hosts) {
    return hosts.stream().filter(other -> other.preference() < host.preference()).toList();
  }

  private static List<MxHost> firstOf(List<MxHost> hosts) {
    return hosts.subList(0, Math.min(hosts.size(), MAX_HOSTS));
  }
}
