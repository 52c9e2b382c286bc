package milena.router.shape;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import milena.limits.lease.Permits;
import milena.policy.Policy;
import milena.router.gate.Admissions;
import milena.router.gate.Reactions;
import milena.router.letter.DeadLetters;
import milena.router.lever.Lever;
import milena.router.lever.LeverRules;
import milena.router.trim.Need;
import milena.runtime.stage.PartitionStore;
import milena.runtime.stage.StageLogic;
import milena.runtime.stage.StageOutput;
import milena.runtime.stage.StoreKey;
import milena.schemas.AttemptEntry;
import milena.schemas.BodyRef;
import milena.schemas.Command;
import milena.schemas.ControlEntry;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.RoutedSubmission;
import milena.schemas.ShaperState;
import milena.schemas.ShardMap;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates between the records of a stage and the decisions of its partitions' shapers. */
public final class ShapeLogic implements StageLogic {
  private static final Logger log = LoggerFactory.getLogger(ShapeLogic.class);

  /** Of its local store. */
  public static final int FORMAT = 1;

  private static final long BETWEEN_REPORTS_MS = 1_000;

  private record Shard(ShardShaper shaper, ShardAdvice advice, StageHoldStore holds)
      implements QueueView.Source {
    @Override
    public List<Held> waiting(long after, int limit) {
      var waiting = holds.waiting(after, limit);
      waiting.forEach(shaper::show);
      return waiting;
    }

    @Override
    public Collection<Held> outstanding() {
      return holds.outstanding();
    }

    @Override
    public List<Lever> levers() {
      return holds.levers();
    }
  }

  /**
   * What is around the shaper.
   *
   * @param policy the policy in force
   * @param permits of limits that other processes share; null when there are no others
   * @param shardMap the map in force
   * @param clock the time; never goes back
   * @param random spreads retries
   * @param meters what it counts on
   * @param view where it is asked what waits
   */
  public record Around(
      Supplier<Policy> policy,
      @Nullable Permits permits,
      Supplier<ShardMap> shardMap,
      InstantSource clock,
      RandomGenerator random,
      ShaperMeters meters,
      QueueView view) {}

  private final ShaperConfig config;
  private final DecisionsTold told;
  private final DeadLetters deadLetters;
  private final SiteLookup sites;
  private final InstantSource clock;
  private final Admissions admissions;
  private final Reactions reactions;
  private final Room room = new Room();
  private final RandomGenerator random;
  private final ShaperMeters meters;
  private final QueueView view;
  private final RecordCodec<RoutedSubmission> routedCodec;
  private final RecordCodec<AttemptEntry> attemptCodec;
  private final RecordCodec<ControlEntry> controlCodec;
  private final RecordCodec<ShaperState> stateCodec;
  private final Map<Integer, Shard> shards = new HashMap<>();

  /** Partitions that were here: what their limits had saved may be used elsewhere meanwhile. */
  private final Set<Integer> gone = new HashSet<>();

  private final Throughput throughput = new Throughput(QueueAnswer.MOST_GROUPS);
  private final ProcessView process;

  /** The output of the call under way; what shapers decide within it goes there. */
  private @Nullable StageOutput output;

  private long reportedAt;

  /**
   * Makes the logic.
   *
   * @param sites where the mail of a domain goes
   */
  public ShapeLogic(ShaperConfig config, RecordFormat format, SiteLookup sites, Around around) {
    this.config = config;
    this.sites = sites;
    this.clock = around.clock();
    this.admissions = new Admissions(around.policy(), config.builtInRate(), around.permits());
    this.reactions = new Reactions(admissions);
    this.process = new ProcessView(admissions, sites, throughput);
    this.random = around.random();
    this.meters = around.meters();
    this.view = around.view();
    this.told = new DecisionsTold(format, around.shardMap(), throughput, meters);
    this.deadLetters = new DeadLetters(format, "shaper", clock);
    this.routedCodec = format.codec(Topics.QUEUE, RoutedSubmission.class);
    this.attemptCodec = format.codec(Topics.ATTEMPTS, AttemptEntry.class);
    this.controlCodec = format.codec(Topics.CONTROL, ControlEntry.class);
    this.stateCodec = format.codec(Topics.SHAPER_STATE, ShaperState.class);
  }

  @Override
  public void restore(PartitionStore store, byte[] key, byte @Nullable [] value) {
    try {
      StageHoldStore.restore(store, stateCodec, key, value);
    } catch (UnreadableRecord e) {
      throw new IllegalStateException("the changelog has an entry that cannot be read", e);
    }
  }

  @Override
  public void assigned(PartitionStore store) {
    var holds = new StageHoldStore(store, stateCodec, new CurrentOutput());
    var advice = new ShardAdvice(store, sites);
    var shaper =
        new ShardShaper(
            config,
            holds,
            new Surroundings(store.partition(), advice, admissions, reactions, random, room),
            decision -> told.decided(store.partition(), decision, current(), clock.millis()));
    admissions.partitionCame(gone.remove(store.partition()), clock.millis());
    shaper.start(clock.millis());
    shards.put(store.partition(), new Shard(shaper, advice, holds));
  }

  @Override
  public void dropped(int partition) {
    var shard = shards.remove(partition);
    if (shard != null) {
      gone.add(partition);
      shard.shaper().drop(clock.millis());
    }
    if (shards.isEmpty()) {
      admissions.partitionsGone();
    }
  }

  @Override
  public void record(
      ConsumerRecord<byte[], byte[]> record, PartitionStore store, StageOutput into) {
    within(into, () -> taken(record, into));
  }

  private void within(StageOutput into, Runnable call) {
    output = into;
    try {
      call.run();
    } finally {
      output = null;
    }
  }

  private void taken(ConsumerRecord<byte[], byte[]> record, StageOutput into) {
    try {
      switch (record.topic()) {
        case Topics.QUEUE -> queued(record);
        case Topics.ATTEMPTS -> attempted(record);
        default -> throw new IllegalStateException("the shaper does not read " + record.topic());
      }
    } catch (UnreadableRecord e) {
      log.warn("unreadable record topic={} offset={}", record.topic(), record.offset(), e);
      deadLetters.put(record, e, into);
      if (record.topic().equals(Topics.QUEUE)) {
        deadLetters.reject(record, e, into);
      }
    }
  }

  @Override
  public void table(
      ConsumerRecord<byte[], byte[]> record,
      PartitionStore store,
      StageOutput into,
      boolean known) {
    within(into, () -> controlled(record, store, into, known));
  }

  private void controlled(
      ConsumerRecord<byte[], byte[]> record,
      PartitionStore store,
      StageOutput into,
      boolean known) {
    try {
      controlled(record, store, into);
    } catch (UnreadableRecord e) {
      log.warn("unreadable record topic={} offset={}", record.topic(), record.offset(), e);
      if (!known) {
        deadLetters.put(record, e, into);
      }
    }
  }

  private void queued(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecord {
    var routed = routedCodec.decode(record.value());
    var ref =
        routed.getInline() == null
            ? routed.getRef()
            : new BodyRef(record.topic(), record.partition(), record.offset());
    shard(record.partition())
        .shaper()
        .arrived(new Held(record.offset(), routed, ref), routed.getNotBefore(), clock.millis());
  }

  private void attempted(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecord {
    var result = attemptCodec.decode(record.value()).getResult();
    // The other kind of entry is a claim, which concerns workers alone.
    if (result != null) {
      shard(record.partition()).shaper().attempted(result, clock.millis());
    }
  }

  private void controlled(
      ConsumerRecord<byte[], byte[]> record, PartitionStore store, StageOutput into)
      throws UnreadableRecord {
    var entry = controlCodec.decode(record.value());
    var hash = Bytes.of(entry.getRecipientHash());
    switch (entry.getKind()) {
      case "suppression" -> ShardAdvice.suppress(store, hash, entry.getScope(), entry.getReason());
      case "unsuppression" -> ShardAdvice.lift(store, hash, entry.getScope());
      case "command" -> {
        var command = entry.getCommand();
        if (command != null
            && new LeverShelf(store, stateCodec, into).take(command, entry.getSequence())) {
          commanded(command, store, into);
        }
      }
      default -> log.debug("control entry of a kind for a newer version kind={}", entry.getKind());
    }
  }

  private void commanded(Command command, PartitionStore store, StageOutput into) {
    var shard = Optional.ofNullable(shards.get(store.partition()));
    shard.ifPresent(each -> each.shaper().leversChanged());
    var effect = LeverRules.lifted(command);
    if (effect.isPresent()) {
      new EffectShelf(store, stateCodec, into).remove(effect.get());
      shard.ifPresent(each -> each.shaper().lifted(effect.get()));
      admissions.lift(effect.get(), clock.millis());
    }
  }

  @Override
  public long timePassed(StageOutput into) {
    output = into;
    try {
      return timePassed();
    } finally {
      output = null;
    }
  }

  private long timePassed() {
    long now = clock.millis();
    admissions.timePassed(now);
    long sleep = Long.MAX_VALUE;
    for (var shard : shards.values()) {
      sleep = Math.min(sleep, shard.shaper().timePassed(now));
    }
    if (now - reportedAt >= BETWEEN_REPORTS_MS) {
      reportedAt = now;
      report(now);
    }
    if (view.step(shards, process, now)) {
      return 0;
    }
    return Math.clamp(admissions.nextAt() - now, 0, Math.min(sleep, 1_000));
  }

  private void report(long now) {
    var waiting = new EnumMap<WaitReason, Long>(WaitReason.class);
    long outstanding = 0;
    long sites = 0;
    long due = now;
    var levers = new ArrayList<Lever>();
    for (var shard : shards.values()) {
      shard.holds().counts().addTo(waiting);
      outstanding += shard.shaper().outstandingCount();
      sites += shard.shaper().activeSites();
      levers.addAll(shard.shaper().levers());
      due = Math.min(due, shard.holds().nextDue());
      shard.holds().passOn(now);
    }
    long working = levers.stream().filter(Sweep::hasWork).count();
    meters.stands(
        new ShaperMeters.Standing(
            waiting, outstanding, sites, levers.size() - working, working, now - due));
  }

  @Override
  public void beforeCommit(StageOutput into) {
    within(
        into,
        () -> {
          for (var shard : shards.values()) {
            shard.shaper().beforeCommit();
            shard.holds().beforeCommit();
          }
          room.ease();
        });
  }

  @Override
  public String note(int partition) {
    var shard = shards.get(partition);
    Need need = shard == null ? new Need.Unknown() : shard.holds().need();
    return need.word();
  }

  private Shard shard(int partition) {
    var shard = shards.get(partition);
    if (shard == null) {
      throw new IllegalStateException("partition " + partition + " has not started");
    }
    return shard;
  }

  private StageOutput current() {
    var current = output;
    if (current == null) {
      throw new IllegalStateException("a decision outside a call of the stage");
    }
    return current;
  }

  /** Writes the changelog to the output of the call under way. */
  private final class CurrentOutput implements StageOutput {
    @Override
    public void send(ProducerRecord<byte[], byte[]> record) {
      current().send(record);
    }

    @Override
    public void log(int partition, StoreKey key, byte @Nullable [] value) {
      current().log(partition, key, value);
    }
  }
}
