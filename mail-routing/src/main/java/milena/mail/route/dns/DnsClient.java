package milena.mail.route.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import milena.mail.route.dns.AnswerReader.Question;
import milena.mail.route.dns.AnswerReader.Reading;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;

/**
 * Asks recursive name servers, over UDP and, where an answer does not fit, over TCP.
 *
 * <p>One question costs at most {@link DnsSettings#tries()} sendings for each alias on the way, and
 * none after its deadline. CNAMEs are followed here rather than by the library's own lookup, which
 * a hostile answer can make ask the same question without end and which does not tell how long its
 * findings hold.
 */
public final class DnsClient {

  /** RFC 9715: a UDP answer of this size is not fragmented on its way. */
  private static final int UDP_BYTES = 1232;

  private static final int MOST_SERVERS = 3;
  private static final Logger log = LoggerFactory.getLogger(DnsClient.class);

  private final List<Resolver> servers;
  private final int tries;
  private final QueryGate gate;
  private final Executor executor;
  private final InstantSource clock;

  /** A client that does all its work and completes all its answers on {@code executor}. */
  public DnsClient(DnsSettings settings, Executor executor, InstantSource clock) {
    this.servers = servers(settings);
    this.tries = settings.tries();
    this.gate = new QueryGate(settings.underWay(), settings.waiting(), executor);
    this.executor = executor;
    this.clock = clock;
  }

  /**
   * Asks for the records of a type that a name has.
   *
   * @param name a host or domain name without a trailing dot
   * @param type one of {@link org.xbill.DNS.Type}
   * @param deadline no query is sent after this
   * @return never completes with an exception
   */
  public CompletableFuture<DnsAnswer> ask(String name, int type, Instant deadline) {
    try {
      return ask(Question.of(Name.fromString(name, Name.root), type), deadline, 0);
    } catch (TextParseException notAName) {
      return CompletableFuture.completedFuture(new DnsAnswer.NoName(Duration.ZERO));
    }
  }

  private CompletableFuture<DnsAnswer> ask(Question question, Instant deadline, int tried) {
    if (clock.instant().isAfter(deadline)) {
      return failed("the DNS question took too long", false);
    }
    var query = Message.newQuery(Record.newRecord(question.name(), question.type(), DClass.IN));
    var server = servers.get(tried % servers.size());
    var response = gate.pass(() -> server.sendAsync(query, executor));
    if (response.isEmpty()) {
      return failed("too many DNS questions wait already", true);
    }
    return response
        .get()
        .thenApply(message -> AnswerReader.read(message, question))
        .handle((reading, failure) -> next(question, deadline, tried, reading, failure))
        .thenCompose(answer -> answer);
  }

  private CompletableFuture<DnsAnswer> next(
      Question question,
      Instant deadline,
      int tried,
      @Nullable Reading reading,
      @Nullable Throwable failure) {
    if (reading == null) {
      log.debug("dns query failed name={} tried={}", question.name(), tried + 1, failure);
      return tried + 1 < tries
          ? ask(question, deadline, tried + 1)
          : failed("no name server gave a readable answer in time", false);
    }
    return switch (reading) {
      case Reading.Follow(var target) -> ask(target, deadline, 0);
      // Only another server may know better than the one that answered.
      case Reading.Answered(DnsAnswer.Failed failed)
          when tried + 1 < Math.min(tries, servers.size()) ->
          ask(question, deadline, tried + 1);
      case Reading.Answered(var answer) -> CompletableFuture.completedFuture(answer);
    };
  }

  private static CompletableFuture<DnsAnswer> failed(String reason, boolean overload) {
    return CompletableFuture.completedFuture(new DnsAnswer.Failed(reason, overload));
  }

  private static List<Resolver> servers(DnsSettings settings) {
    return settings
        .server()
        .map(List::of)
        .orElseGet(() -> ResolverConfig.getCurrentConfig().servers())
        .stream()
        .limit(MOST_SERVERS)
        .map(
            address -> {
              Resolver resolver = new SimpleResolver(address);
              resolver.setTimeout(settings.timeout());
              resolver.setEDNS(0, UDP_BYTES, 0, List.of());
              return resolver;
            })
        .toList();
  }
}
