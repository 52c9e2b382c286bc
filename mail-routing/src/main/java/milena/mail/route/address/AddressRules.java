package milena.mail.route.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import milena.mail.route.address.AddressGuard.Verdict;
import milena.mail.route.dns.AskOnce.Kept;
import milena.mail.route.dns.DnsAnswer;
import milena.mail.route.dns.Lifetimes;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Record;

/**
 * Decides which of the addresses found are used, in which order and for how long.
 *
 * @param guard keeps exchangers out of our own network
 * @param families which addresses are used, in which order
 * @param mxPort the port at which exchangers are connected to
 */
public record AddressRules(AddressGuard guard, AddressFamilies families, int mxPort) {

  /** What the answers to the A and the AAAA question come to. */
  Kept<Addresses> ofExchanger(String host, DnsAnswer a, DnsAnswer aaaa, Instant now) {
    var answers = families == AddressFamilies.IPV6_THEN_IPV4 ? List.of(aaaa, a) : List.of(a, aaaa);
    var found = new ArrayList<InetAddress>();
    var foundTtl = Lifetimes.MOST;
    var absentTtl = Lifetimes.MOST;
    var exists = true;
    DnsAnswer.Failed failure = null;
    for (var answer : answers) {
      switch (answer) {
        case DnsAnswer.Records(var records, var ttl) -> {
          addresses(records).forEach(found::add);
          foundTtl = shorter(foundTtl, ttl);
        }
        case DnsAnswer.NoData(var ttl) -> absentTtl = shorter(absentTtl, ttl);
        case DnsAnswer.NoName(var ttl) -> {
          absentTtl = shorter(absentTtl, ttl);
          exists = false;
        }
        case DnsAnswer.Failed failed -> failure = failed;
      }
    }
    if (!found.isEmpty()) {
      // With half of the answer missing, the other half is believed for the shortest time.
      return guarded(host, found, now, failure == null ? foundTtl : Duration.ZERO);
    }
    if (failure != null && exists) {
      var keep = failure.overload() ? Duration.ZERO : Lifetimes.failure(null);
      return new Kept<>(new Addresses.Unknown(failure.reason()), keep);
    }
    var reason = host + (exists ? " has no address" : " does not exist");
    return new Kept<>(new Addresses.None(reason), Lifetimes.negative(absentTtl));
  }

  /** What a domain or host that is an address comes to. */
  Addresses ofLiteral(String literal, Instant now) {
    return AddressLiteral.parseBracketed(literal)
        .map(address -> guarded(literal, List.of(address), now, Lifetimes.MOST).value())
        .orElseGet(() -> new Addresses.None(literal + " is not an address"));
  }

  /** What the operating system's addresses of a relay come to; at least one is given. */
  Addresses ofRelay(List<InetAddress> addresses, int port, Instant validUntil) {
    var v6First =
        families == AddressFamilies.IPV6_ONLY || families == AddressFamilies.IPV6_THEN_IPV4;
    var usable =
        addresses.stream()
            .filter(address -> !guard.isOwn(address, port))
            .sorted(Comparator.comparing(address -> isV4(address) == v6First))
            .limit(AddressFinder.MAX_ADDRESSES)
            .toList();
    return usable.isEmpty()
        ? Addresses.Refused.loop("the relay is this system itself")
        : new Addresses.Found(usable, validUntil);
  }

  private Kept<Addresses> guarded(
      String host, List<InetAddress> addresses, Instant now, Duration ttl) {
    var allowed = new ArrayList<InetAddress>();
    var own = false;
    var forbidden = "";
    for (var address : addresses) {
      switch (guard.judge(address, mxPort)) {
        case Verdict.Allowed() -> allowed.add(address);
        case Verdict.Own() -> own = true;
        case Verdict.Forbidden(var range) -> forbidden = range;
      }
    }
    if (!allowed.isEmpty()) {
      var used = allowed.subList(0, Math.min(allowed.size(), AddressFinder.MAX_ADDRESSES));
      var keep = Lifetimes.positive(ttl);
      return new Kept<>(new Addresses.Found(used, now.plus(keep)), keep);
    }
    var refused =
        own
            ? Addresses.Refused.loop(host + " is this system itself")
            : Addresses.Refused.unreachable(host + " has only a " + forbidden + " address");
    return new Kept<>(refused, Lifetimes.negative(ttl));
  }

  private static Stream<InetAddress> addresses(List<Record> records) {
    return records.stream()
        .limit(AddressFinder.MAX_ADDRESSES)
        .mapMulti(
            (entry, sink) -> {
              if (entry instanceof ARecord a) {
                sink.accept(AddressRange.ofBytes(a.getAddress().getAddress()));
              } else if (entry instanceof AAAARecord aaaa) {
                sink.accept(AddressRange.ofBytes(aaaa.getAddress().getAddress()));
              }
            });
  }

  private static boolean isV4(InetAddress address) {
    return address instanceof Inet4Address;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
