package milena.router.route;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import milena.mail.route.RouteFinder;
import milena.router.letter.DeadLetters;
import milena.router.letter.RecordWriter;
import milena.router.route.RouteDecision.Bounced;
import milena.router.route.RouteDecision.Rejected;
import milena.router.route.RouteDecision.Routed;
import milena.router.route.RouteDecision.Suppressed;
import milena.router.site.SiteRecords;
import milena.runtime.stage.PartitionStore;
import milena.runtime.stage.StageLogic;
import milena.runtime.stage.StageOutput;
import milena.schemas.BodyRef;
import milena.schemas.Parked;
import milena.schemas.RecipientHash;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.RoutedSubmission;
import milena.schemas.ShardMap;
import milena.schemas.Submission;
import milena.schemas.Suppression;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates between the records of a stage and the router's decisions. */
public final class RouteLogic implements StageLogic {

  /** Of its local store. */
  public static final int FORMAT = 1;

  private static final Logger log = LoggerFactory.getLogger(RouteLogic.class);
  private static final int AT_ONCE = 1_000;
  private static final long WHILE_BUSY_MS = 20;
  private static final long IDLE_MS = 1_000;

  private record Lane(
      PartitionStore store,
      SuppressionView suppressions,
      ParkingLot parking,
      RepeatableIds repeatable) {}

  /**
   * What is around the router.
   *
   * @param shardMap the map in force
   * @param clock the time; never goes back
   * @param earlier what was known before the queue was lost, if it was
   * @param meters what it counts on
   */
  public record Around(
      Supplier<ShardMap> shardMap, InstantSource clock, Earlier earlier, RouterMeters meters) {}

  private final RouterConfig config;
  private final RouterMeters meters;
  private final RouteFinder finder;
  private final Supplier<ShardMap> shardMap;
  private final InstantSource clock;
  private final RecordWriter writer;
  private final DeadLetters deadLetters;
  private final Recipients recipients;
  private final Earlier earlier;
  private final RecordCodec<Submission> submissionCodec;
  private final RecordCodec<RoutedSubmission> recipientCodec;
  private final RecordCodec<Suppression> suppressionCodec;
  private final RecordCodec<Parked> parkedCodec;
  private final Map<Integer, Lane> lanes = new HashMap<>();

  /** Domains whose site was asked for and is not answered yet. */
  private final Set<String> asked = new HashSet<>();

  /** Domains that were answered; filled by the finder's threads. */
  private final Queue<String> answered = new ConcurrentLinkedQueue<>();

  /** Makes the logic. */
  public RouteLogic(
      RouterConfig config,
      RecordFormat format,
      RecipientHash hash,
      RouteFinder finder,
      Around around) {
    this.config = config;
    this.meters = around.meters();
    this.shardMap = around.shardMap();
    this.clock = around.clock();
    this.earlier = around.earlier();
    this.finder = finder;
    this.writer = new RecordWriter(format);
    this.deadLetters = new DeadLetters(format, "router", clock);
    this.recipients = new Recipients(hash, config);
    this.submissionCodec = format.codec(Topics.SUBMISSIONS, Submission.class);
    this.recipientCodec = format.codec(Topics.RECIPIENTS, RoutedSubmission.class);
    this.suppressionCodec = format.codec(Topics.SUPPRESSIONS, Suppression.class);
    this.parkedCodec = format.codec(Topics.PARKED, Parked.class);
  }

  @Override
  public void restore(PartitionStore store, byte[] key, byte @Nullable [] value) {
    try {
      if (RepeatableIds.isKey(key)) {
        new RepeatableIds(store, parkedCodec, clock.millis()).restore(key, value);
      } else {
        new ParkingLot(store, parkedCodec).restore(key, value);
      }
    } catch (UnreadableRecord e) {
      throw new IllegalStateException("the changelog has an entry that cannot be read", e);
    }
  }

  @Override
  public void assigned(PartitionStore store) {
    var lane =
        new Lane(
            store,
            new SuppressionView(store),
            new ParkingLot(store, parkedCodec),
            new RepeatableIds(store, parkedCodec, clock.millis()));
    lane.parking().count();
    lanes.put(store.partition(), lane);
    lane.parking().domains(AT_ONCE).forEach(this::ask);
  }

  @Override
  public void dropped(int partition) {
    lanes.remove(partition);
  }

  @Override
  public void record(
      ConsumerRecord<byte[], byte[]> record, PartitionStore store, StageOutput output) {
    try {
      switch (record.topic()) {
        case Topics.SUBMISSIONS -> submitted(record, output);
        case Topics.RECIPIENTS ->
            route(lane(record), recipientCodec.decode(record.value()), output);
        default -> throw new IllegalStateException("the router does not read " + record.topic());
      }
    } catch (UnreadableRecord e) {
      if (!earlier.hasEnded(record.headers())) {
        log.warn("unreadable record topic={} offset={}", record.topic(), record.offset(), e);
        deadLetters.put(record, e, output);
        deadLetters.reject(record, e, output);
      }
    }
  }

  private void submitted(ConsumerRecord<byte[], byte[]> record, StageOutput output)
      throws UnreadableRecord {
    var submission = submissionCodec.decode(record.value());
    if (isRepeat(record, submission, output)) {
      meters.dropped();
      return;
    }
    var ref = new BodyRef(record.topic(), record.partition(), record.offset());
    long now = clock.millis();
    for (var recipient : submission.getRecipients()) {
      var routed = recipients.of(submission, recipient, ref, now);
      var next = earlier.of(routed, now);
      if (!next.accepted()) {
        writer.event(output, RouterRecords.accepted(submission, recipient, routed));
      }
      next.untold().ifPresent(event -> writer.event(output, event));
      next.goesOn().ifPresent(goesOn -> home(record, goesOn, output));
    }
  }

  /** Whether it was here before: then all that follows from it has been done. */
  private boolean isRepeat(
      ConsumerRecord<byte[], byte[]> record, Submission submission, StageOutput output) {
    var repeatable = lane(record).repeatable();
    repeatable.reached(record.timestamp());
    return submission.getRepeatable()
        && !repeatable.remember(submission.getId(), record.timestamp(), output);
  }

  /** Brings a recipient to the partition where its suppressions are. */
  private void home(
      ConsumerRecord<byte[], byte[]> record, RoutedSubmission routed, StageOutput output) {
    var hash = bytes(routed.getRecipientHash());
    int home = RecipientHash.partition(hash, intakePartitions());
    if (home == record.partition()) {
      route(lane(record), routed, output);
    } else {
      writer.recipient(output, home, hash, routed);
    }
  }

  private void route(Lane lane, RoutedSubmission routed, StageOutput output) {
    long now = clock.millis();
    var domain = routed.getDomain();
    var suppression =
        lane.suppressions().reason(bytes(routed.getRecipientHash()), routed.getTenant(), now);
    var route =
        domain.isEmpty()
            ? java.util.Optional.<milena.mail.route.Route>empty()
            : finder.known(domain);
    var decision = Router.decide(domain, suppression, route, true);
    meters.decided(decision);
    if (decision instanceof RouteDecision.Parked) {
      lane.parking()
          .park(routed, "site asked for", now, now + config.patience().toMillis(), output);
      ask(domain);
    } else {
      apply(decision, routed, output);
    }
  }

  private void apply(RouteDecision decision, RoutedSubmission routed, StageOutput output) {
    long now = clock.millis();
    switch (decision) {
      case Routed(String site) -> {
        var map = shardMap.get();
        writer.queue(
            output, map.partition(site, 0), RouterRecords.placed(routed, site, map.version(), now));
      }
      case Suppressed(String reason) ->
          end(
              routed,
              new RouterRecords.Ending(
                  "suppressed", 0, "", "the recipient is suppressed", "", reason),
              output);
      case Rejected(int code, String enhanced, String text) ->
          end(
              routed,
              new RouterRecords.Ending("rejected", code, enhanced, text, "", "address"),
              output);
      case Bounced(int code, String enhanced, String text, String bounceClass) ->
          end(
              routed,
              new RouterRecords.Ending("bounced", code, enhanced, text, bounceClass, "route"),
              output);
      case RouteDecision.Parked() -> throw new IllegalStateException("parked already");
    }
  }

  private void end(RoutedSubmission routed, RouterRecords.Ending ending, StageOutput output) {
    writer.event(output, RouterRecords.ended(routed, ending, clock.millis()));
  }

  private void ask(String domain) {
    if (asked.add(domain)) {
      finder.find(domain).whenComplete((route, failure) -> answered.add(domain));
    }
  }

  @Override
  public void table(
      ConsumerRecord<byte[], byte[]> record,
      PartitionStore store,
      StageOutput output,
      boolean known) {
    var suppressions = new SuppressionView(store);
    try {
      var suppression = record.value() == null ? null : suppressionCodec.decode(record.value());
      if (suppression == null) {
        suppressions.lift(record.key());
      } else {
        suppressions.put(record.key(), suppression);
      }
      if (!known) {
        tellShapers(record.key(), suppression, output);
      }
    } catch (UnreadableRecord e) {
      log.warn("unreadable record topic={} offset={}", record.topic(), record.offset(), e);
      if (!known) {
        deadLetters.put(record, e, output);
      }
    }
  }

  private void tellShapers(byte[] key, @Nullable Suppression suppression, StageOutput output) {
    var hash = ByteBuffer.wrap(key, 0, RecipientHash.LENGTH).slice();
    var scope =
        new String(
            key, RecipientHash.LENGTH, key.length - RecipientHash.LENGTH, StandardCharsets.UTF_8);
    var entry =
        RouterRecords.suppression(
            suppression == null,
            hash,
            scope,
            suppression == null ? "" : suppression.getReason(),
            suppression == null ? "" : suppression.getWho(),
            clock.millis());
    for (int partition = 0; partition < config.sitePartitions(); partition++) {
      writer.control(output, partition, key, entry);
    }
  }

  @Override
  public long timePassed(StageOutput output) {
    for (int left = AT_ONCE; left > 0; left--) {
      var domain = answered.poll();
      if (domain == null) {
        break;
      }
      if (asked.remove(domain)) {
        note(domain, output);
      }
      lanes.values().forEach(lane -> goOn(lane, domain, output));
    }
    long now = clock.millis();
    boolean forgotAll = true;
    for (var lane : lanes.values()) {
      for (var place : lane.parking().overdue(now, AT_ONCE)) {
        decideAgain(lane, place, false, output);
      }
      forgotAll &= lane.repeatable().forget(now, AT_ONCE, output) < AT_ONCE;
    }
    meters.parked(lanes.values().stream().mapToInt(lane -> lane.parking().size()).sum());
    return asked.isEmpty() && answered.isEmpty() && forgotAll ? IDLE_MS : WHILE_BUSY_MS;
  }

  private void note(String domain, StageOutput output) {
    finder
        .known(domain)
        .flatMap(route -> SiteRecords.of(domain, route, clock.millis()))
        .ifPresent(record -> writer.site(output, record));
  }

  private void goOn(Lane lane, String domain, StageOutput output) {
    var places = lane.parking().of(domain, AT_ONCE);
    places.forEach(place -> decideAgain(lane, place, true, output));
    if (places.size() == AT_ONCE) {
      answered.add(domain);
    }
  }

  private void decideAgain(Lane lane, ParkingLot.Place place, boolean patient, StageOutput output) {
    var routed = place.routed();
    var suppression =
        lane.suppressions()
            .reason(bytes(routed.getRecipientHash()), routed.getTenant(), clock.millis());
    var decision =
        Router.decide(routed.getDomain(), suppression, finder.known(routed.getDomain()), patient);
    if (!(decision instanceof RouteDecision.Parked)) {
      lane.parking().leave(place, output);
      meters.decided(decision);
      apply(decision, routed, output);
    }
  }

  @Override
  public void beforeCommit(StageOutput output) {
    // Whatever is decided goes to the store at once; nothing is in memory alone.
  }

  private Lane lane(ConsumerRecord<byte[], byte[]> record) {
    var lane = lanes.get(record.partition());
    if (lane == null) {
      throw new IllegalStateException("partition " + record.partition() + " has not started");
    }
    return lane;
  }

  private int intakePartitions() {
    return config.intakePartitions();
  }

  private static byte[] bytes(ByteBuffer field) {
    var bytes = new byte[field.remaining()];
    field.duplicate().get(bytes);
    return bytes;
  }
}
