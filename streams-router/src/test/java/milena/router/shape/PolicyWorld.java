package milena.router.shape;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import milena.policy.Policy;
import milena.router.gate.Admissions;
import milena.router.shape.ShaperDecision.Released;
import milena.schemas.AttemptResult;
import org.jspecify.annotations.Nullable;

/** Two partitions of one process under a policy, in virtual time; workers answer after a while. */
final class PolicyWorld {
  static final long NEVER = 1L << 50;
  static final long SECOND = 1_000;

  /** How long workers take for an answer, where a test says nothing else. */
  static final long ANSWERS_AFTER = 20;

  private static final int SMTP_TEMPORARY = 450;

  /** What left, when. */
  record Left(long at, Held held, String source) {}

  /** What became of it is known at a time; of those of one time the first given is the first. */
  private record Answer(long at, long number, int partition, AttemptResult result) {
    private static final Comparator<Answer> ORDER =
        Comparator.comparingLong(Answer::at).thenComparingLong(Answer::number);
  }

  /** What a worker is to send, and what becomes of it. */
  private record Job(long since, String tenant, long takes, int partition, AttemptResult result) {}

  /** What a tenant has at a worker for a site, and in which turn it is next. */
  private static final class Line {
    final ArrayDeque<Job> jobs = new ArrayDeque<>();
    long turn;
  }

  /** A worker's connections to a site, for which its tenants take turns. */
  private static final class Connections {
    private final PriorityQueue<Long> freeAt = new PriorityQueue<>();
    private final Map<String, Line> lines = new HashMap<>();
    private long turn;

    void add(Job job) {
      var line = lines.computeIfAbsent(job.tenant(), _ -> new Line());
      line.turn = line.jobs.isEmpty() ? Math.max(line.turn, turn) : line.turn;
      line.jobs.add(job);
    }

    /** Begins with the next, if one of so many connections is free by now. */
    @Nullable Job begin(long now, int most) {
      var next =
          lines.values().stream()
              .filter(line -> !line.jobs.isEmpty())
              .min(Comparator.comparingLong(line -> line.turn))
              .orElse(null);
      if (next == null || (freeAt.size() >= most && freeAt.element() > now)) {
        return null;
      }
      turn = next.turn++;
      var job = next.jobs.remove();
      long begins = freeAt.size() < most ? job.since() : Math.max(job.since(), freeAt.remove());
      freeAt.add(begins + job.takes());
      return new Job(begins, job.tenant(), job.takes(), job.partition(), job.result());
    }
  }

  final List<ShardShaper> shards = new ArrayList<>();
  final List<Left> left = new ArrayList<>();
  final List<ShaperDecision> decided = new ArrayList<>();
  final Map<String, Long> answeredAt = new HashMap<>();
  Admissions admissions;
  Policy policy;
  Predicate<Held> refuses = held -> false;
  String refusal = "";
  String refusalClass = "";

  /** How long the server takes for a message. */
  ToLongFunction<Held> takes = held -> ANSWERS_AFTER;

  /** Connections of the worker to a site. */
  int connections = Integer.MAX_VALUE;

  /** How long it is at most from a turn to the next. */
  long step = 5;

  long now;
  long offset;

  private final ShaperConfig config;
  private final List<MemoryHoldStore> stores =
      List.of(new MemoryHoldStore(), new MemoryHoldStore());
  private final Map<String, Connections> sites = new HashMap<>();
  private final PriorityQueue<Answer> answers = new PriorityQueue<>(Answer.ORDER);
  private long answersGiven;

  PolicyWorld(Said said) {
    this(said, Samples.config(OptionalDouble.empty()), 0);
  }

  /** The same with other settings, from a time on. */
  PolicyWorld(Said said, ShaperConfig config, long startsAt) {
    this.config = config;
    policy = said.policy();
    now = startsAt;
    admissions = new Admissions(() -> policy, config.builtInRate(), null);
    start();
  }

  private void start() {
    shards.clear();
    for (int i = 0; i < stores.size(); i++) {
      int partition = i;
      var around =
          Samples.around(
              partition, Samples.NOTHING_KNOWN, admissions, new SplittableRandom(partition));
      var shard =
          new ShardShaper(config, stores.get(i), around, decision -> decided(partition, decision));
      shard.start(now);
      shards.add(shard);
    }
  }

  /** All is committed, and another process goes on. */
  void restart() {
    shards.forEach(ShardShaper::beforeCommit);
    stores.forEach(MemoryHoldStore::commit);
    stores.forEach(MemoryHoldStore::kill);
    admissions = new Admissions(() -> policy, config.builtInRate(), null);
    start();
  }

  private void decided(int partition, ShaperDecision decision) {
    decided.add(decision);
    if (decision instanceof Released(Held held)) {
      left.add(new Left(now, held, held.source));
      var job = new Job(now, held.tenant, takes.applyAsLong(held), partition, answer(held));
      var site = sites.computeIfAbsent(held.site, _ -> new Connections());
      site.add(job);
      serve(site);
    }
  }

  private void serve(Connections site) {
    for (var job = site.begin(now, connections); job != null; job = site.begin(now, connections)) {
      long at = job.since() + job.takes();
      answers.add(new Answer(at, answersGiven++, job.partition(), job.result()));
      answeredAt.put(job.result().getSubmissionId(), at);
    }
  }

  private AttemptResult answer(Held held) {
    boolean no = refuses.test(held);
    return AttemptResult.newBuilder(
            Samples.result(
                held.offset,
                held.attempt,
                held.issue,
                no ? "deferred" : "delivered",
                no ? "recipient" : ""))
        .setText(no ? refusal : "")
        .setCode(no ? SMTP_TEMPORARY : 250)
        .setBounceClass(no ? refusalClass : "")
        .build();
  }

  void arrive(int partition, String site, String tenant, int priority) {
    arrive(partition, Samples.held(offset, site, tenant, priority, now, NEVER));
  }

  void arrive(int count, String site, String tenant) {
    for (int i = 0; i < count; i++) {
      arrive(partition(site), site, tenant, 0);
    }
  }

  /** One for a recipient's domain, of which the site is. */
  void arriveFor(String domain) {
    arrive(partition(domain), Samples.heldFor(domain, offset, now, NEVER));
  }

  private void arrive(int partition, Held held) {
    offset++;
    shards.get(partition).arrived(held, 0, now);
  }

  static int partition(String site) {
    return Math.floorMod(site.hashCode(), 2);
  }

  /** From its acceptance to its answer, ms. */
  long delay(Held held) {
    return Objects.requireNonNull(answeredAt.get(held.submissionId)) - held.acceptedAt;
  }

  void runUntil(long end) {
    while (now < end) {
      long turn = Math.min(now + step, end);
      var next = answers.peek();
      now = next == null ? turn : Math.clamp(next.at(), now + 1, turn);
      while (!answers.isEmpty() && answers.peek().at() <= now) {
        var answer = answers.remove();
        shards.get(answer.partition()).attempted(answer.result(), now);
      }
      sites.values().forEach(this::serve);
      admissions.timePassed(now);
      shards.forEach(shard -> shard.timePassed(now));
    }
  }

  long count(Predicate<Left> which) {
    return left.stream().filter(which).count();
  }

  /** The most that left within any length of time. */
  int mostWithin(long length, Predicate<Left> which) {
    return mostWithin(length, left.stream().filter(which).map(Left::at).toList());
  }

  /** The most of these times, in their order, within any length of time. */
  static int mostWithin(long length, List<Long> times) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < times.size(); last++) {
      while (times.get(last) - times.get(first) >= length) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
