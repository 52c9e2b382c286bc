package milena.mail.route.dns;

import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Record;

/** What the name servers said to one question, CNAMEs already followed. */
public sealed interface DnsAnswer {

  /**
   * There are records of the type asked for.
   *
   * @param records at least one, all of the type asked for
   * @param ttl the shortest time to live on the way to them, as the server gave it
   */
  record Records(List<Record> records, Duration ttl) implements DnsAnswer {
    /** Keeps its own copy of the list. */
    public Records {
      records = List.copyOf(records);
    }
  }

  /**
   * The name exists and has no record of this type (RFC 2308 §2.2).
   *
   * @param ttl how long this may be believed; zero when the server did not say
   */
  record NoData(Duration ttl) implements DnsAnswer {}

  /**
   * The name does not exist (RFC 2308 §2.1).
   *
   * @param ttl how long this may be believed; zero when the server did not say
   */
  record NoName(Duration ttl) implements DnsAnswer {}

  /**
   * No server gave a usable answer.
   *
   * @param reason for the trace, without addresses
   * @param overload whether our own limits are the reason and no server was asked
   */
  record Failed(String reason, boolean overload) implements DnsAnswer {}
}
