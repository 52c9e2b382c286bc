package milena.standalone.trial;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import milena.policy.Policy;
import milena.router.trial.Figures;
import milena.router.trial.Recorded;
import milena.router.trial.Trial;
import milena.router.trial.Window;
import milena.schemas.MailEvent;
import milena.schemas.MxHost;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.RoutedSubmission;
import milena.schemas.ShaperState;
import milena.schemas.SiteRecord;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import milena.standalone.account.Buckets;
import milena.standalone.account.Changelog;
import milena.standalone.account.LogReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The mail of a window, as the log tells of it. Reads it once, and keeps it in files. */
public final class RecordedMail implements AutoCloseable {

  /** What is read. */
  public static final List<String> READ =
      List.of(Topics.QUEUE, Topics.EVENTS, Topics.SHAPER_STATE, Topics.SITES_TABLE);

  /** Of more submissions a window is too long. */
  public static final long MOST = TimeOrder.MOST;

  /** The exchangers of so many domains are kept. */
  private static final int MOST_DOMAINS = 100_000;

  /**
   * What is to be read.
   *
   * @param window the time
   * @param expiryMs how long those live of which the log does not say it
   * @param policies that will be tried
   */
  public record Wanted(Window window, long expiryMs, List<Policy> policies) {}

  private final LogReader log;
  private final RecordFormat format;
  private final Wanted wanted;
  private final TrialForms forms = new TrialForms();
  private final TimeOrder order = new TimeOrder(forms);
  private final Joining joining;
  private final Figures figures;
  private final Set<String> domains = new HashSet<>();
  private final Map<String, List<String>> hosts = new HashMap<>();
  private boolean allDomains = true;

  private RecordedMail(LogReader log, RecordFormat format, Wanted wanted) throws IOException {
    this.log = log;
    this.format = format;
    this.wanted = wanted;
    this.joining = new Joining(wanted.window(), wanted.expiryMs());
    this.figures = new Figures(wanted.window());
  }

  /**
   * Reads it.
   *
   * @param progress is told what is being read
   * @throws IOException when files cannot be written
   */
  public static RecordedMail read(
      LogReader log, RecordFormat format, Wanted wanted, Consumer<String> progress)
      throws IOException {
    var mail = new RecordedMail(log.telling(progress), format, wanted);
    try {
      mail.gather(progress);
      mail.sites();
      return mail;
    } catch (IOException | RuntimeException failure) {
      mail.close();
      throw failure;
    }
  }

  private void gather(Consumer<String> progress) throws IOException {
    var facts = new TrialFacts(wanted.policies().stream().anyMatch(Policy::mindsMeta));
    try (var spread = new Buckets<>(forms.facts())) {
      read(Topics.QUEUE, RoutedSubmission.class, routed -> spread.add(facts.of(routed)));
      states(facts, spread);
      read(Topics.EVENTS, MailEvent.class, event -> facts.of(event).ifPresent(spread::add));
      progress.accept("what was read");
      spread.each(some -> joining.take(some, this::take));
    }
  }

  private <T extends SpecificRecord> void read(String topic, Class<T> type, Consumer<T> into) {
    var codec = format.codec(topic, type);
    log.read(topic, wanted.window().from(), record -> decode(codec, record).ifPresent(into));
  }

  /** What a shaper holds is what its changelog says last, whenever that was. */
  private void states(TrialFacts facts, Buckets<TrialFact> spread) throws IOException {
    var codec = format.codec(Topics.SHAPER_STATE, ShaperState.class);
    try (var steps = new Changelog<>(forms.facts())) {
      log.read(
          Topics.SHAPER_STATE,
          0,
          record -> steps.add(record, decode(codec, record).flatMap(facts::of)));
      steps.last(spread::add);
    }
  }

  private void take(Recorded recorded) {
    order.add(recorded);
    figures.record(recorded);
    if (domains.size() < MOST_DOMAINS) {
      domains.add(recorded.what().domain());
    } else {
      allDomains &= domains.contains(recorded.what().domain());
    }
  }

  /** Providers are told by the exchangers of domains, which the router has noted. */
  private void sites() {
    if (wanted.policies().stream().allMatch(policy -> policy.providers().isEmpty())) {
      domains.clear();
      return;
    }
    var codec = format.codec(Topics.SITES_TABLE, SiteRecord.class);
    var equal = new HashMap<List<String>, List<String>>();
    log.read(
        Topics.SITES_TABLE,
        0,
        record ->
            decode(codec, record)
                .filter(site -> domains.contains(site.getDomain()))
                .ifPresent(
                    site -> {
                      var names = site.getHosts().stream().map(MxHost::getName).toList();
                      hosts.put(site.getDomain(), equal.computeIfAbsent(names, same -> same));
                    }));
    domains.clear();
  }

  private static <T> Optional<T> decode(
      RecordCodec<T> codec, ConsumerRecord<byte[], byte[]> record) {
    try {
      return record.value() == null ? Optional.empty() : Optional.of(codec.decode(record.value()));
    } catch (UnreadableRecord e) {
      // It has a dead letter, and where its headers name one an ending.
      return Optional.empty();
    }
  }

  /** Whether there are more than can be sorted. */
  public boolean isTooMuch() {
    return order.count() >= MOST;
  }

  /** How many submissions there are. */
  public long count() {
    return order.count();
  }

  /** What became of it. */
  public Figures figures() {
    return figures;
  }

  /** How many submissions were left out, by why in words. */
  public Map<String, Long> leftOut() {
    return joining.leftOut().entrySet().stream()
        .collect(
            Collectors.toMap(
                each ->
                    switch (each.getKey()) {
                      case HELD_BY_OPERATORS -> "held back by an operator's command";
                      case WITHOUT_A_SITE -> "not routed to a site";
                    },
                Map.Entry::getValue));
  }

  /** Whether the exchangers were looked up for every domain. */
  public boolean knowsAllDomains() {
    return allDomains;
  }

  /** The MX hosts of a domain; empty where they are not known. */
  public List<String> hosts(String domain) {
    return hosts.getOrDefault(domain, List.of());
  }

  /** Shows all of it in the order in which it comes; as often as it is called. */
  public Trial.Outcome tried(Trial trial, Trial.Progress progress) throws IOException {
    try (var pass = order.pass()) {
      return trial.run(pass, progress);
    }
  }

  @Override
  public void close() throws IOException {
    order.close();
  }
}
