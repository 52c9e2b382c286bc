package milena.mail.route.dns;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** Reads what one response says of one name: an answer, or the name at which to ask on. */
final class AnswerReader {

  /** A chain of aliases longer than this is taken for a trap. */
  static final int MAX_ALIASES = 8;

  /** What a response leads to. */
  sealed interface Reading {
    /** The question is answered. */
    record Answered(DnsAnswer answer) implements Reading {}

    /** The response ends at an alias whose target it does not describe. */
    record Follow(Question question) implements Reading {}
  }

  /**
   * What is being asked and how we came to ask it.
   *
   * @param name the name to ask for now
   * @param type the type of record
   * @param seen the names that led here, to see a loop
   * @param ttl the shortest time to live of the aliases so far
   */
  record Question(Name name, int type, Set<Name> seen, Duration ttl) {
    Question {
      seen = Set.copyOf(seen);
    }

    static Question of(Name name, int type) {
      return new Question(name, type, Set.of(), Duration.ofSeconds(Integer.MAX_VALUE));
    }

    private Question at(CNAMERecord alias) {
      var names = new HashSet<>(seen);
      names.add(name);
      return new Question(alias.getTarget(), type, names, shorter(ttl, alias.getTTL()));
    }
  }

  private AnswerReader() {}

  static Reading read(Message response, Question asked) {
    var rcode = response.getRcode();
    if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
      return failed("the name server answered " + Rcode.string(rcode));
    }
    var question = asked;
    var aliases = aliases(response);
    while (true) {
      var records = records(response, question);
      if (!records.isEmpty()) {
        return new Reading.Answered(positive(records, question.ttl()));
      }
      var alias = aliases.get(question.name());
      if (alias == null) {
        return ended(response, question, asked);
      }
      question = question.at(alias);
      if (question.seen().contains(question.name())) {
        return failed("the CNAME records form a loop");
      }
      if (question.seen().size() > MAX_ALIASES) {
        return failed("more than " + MAX_ALIASES + " CNAME records follow one another");
      }
    }
  }

  private static Reading ended(Message response, Question question, Question asked) {
    if (response.getHeader().getFlag(Flags.TC)) {
      return failed("the answer is larger than DNS can carry");
    }
    if (response.getRcode() == Rcode.NXDOMAIN) {
      return new Reading.Answered(new DnsAnswer.NoName(negativeTtl(response, question.ttl())));
    }
    if (hasAuthority(response, SOARecord.class)) {
      return new Reading.Answered(new DnsAnswer.NoData(negativeTtl(response, question.ttl())));
    }
    // A server that says nothing of the alias' target may simply not know it.
    if (!question.name().equals(asked.name())) {
      return new Reading.Follow(question);
    }
    // RFC 2308 §2.2: a referral looks like "no data", and must not bounce anybody's mail.
    if (hasAuthority(response, NSRecord.class)) {
      return failed("the name server referred to others; does it recurse?");
    }
    return new Reading.Answered(new DnsAnswer.NoData(negativeTtl(response, question.ttl())));
  }

  private static Map<Name, CNAMERecord> aliases(Message response) {
    var aliases = new HashMap<Name, CNAMERecord>();
    for (var entry : response.getSection(Section.ANSWER)) {
      if (entry instanceof CNAMERecord alias && entry.getDClass() == DClass.IN) {
        aliases.putIfAbsent(entry.getName(), alias);
      }
    }
    return aliases;
  }

  private static List<Record> records(Message response, Question question) {
    return response.getSection(Section.ANSWER).stream()
        .filter(entry -> entry.getType() == question.type())
        .filter(entry -> entry.getDClass() == DClass.IN)
        .filter(entry -> entry.getName().equals(question.name()))
        .toList();
  }

  private static DnsAnswer positive(List<Record> records, Duration aliasTtl) {
    var ttl = aliasTtl;
    for (var entry : records) {
      ttl = shorter(ttl, entry.getTTL());
    }
    return new DnsAnswer.Records(records, ttl);
  }

  private static boolean hasAuthority(Message response, Class<? extends Record> type) {
    return response.getSection(Section.AUTHORITY).stream().anyMatch(type::isInstance);
  }

  /** RFC 2308 §5: the smaller of the SOA record's own TTL and its MINIMUM field. */
  private static Duration negativeTtl(Message response, Duration aliasTtl) {
    for (var entry : response.getSection(Section.AUTHORITY)) {
      if (entry instanceof SOARecord soa) {
        return shorter(aliasTtl, Math.min(soa.getTTL(), soa.getMinimum()));
      }
    }
    return Duration.ZERO;
  }

  private static Duration shorter(Duration ttl, long seconds) {
    return ttl.toSeconds() <= seconds ? ttl : Duration.ofSeconds(seconds);
  }

  private static Reading failed(String reason) {
    return new Reading.Answered(new DnsAnswer.Failed(reason, false));
  }
}
