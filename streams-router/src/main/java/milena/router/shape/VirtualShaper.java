package milena.router.shape;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import milena.policy.Policy;
import milena.policy.Traffic;
import milena.router.gate.Admissions;
import milena.router.gate.Reactions;
import milena.schemas.AttemptResult;
import milena.schemas.BodyRef;
import milena.schemas.RoutedSubmission;
import org.jspecify.annotations.Nullable;

/**
 * The shaper and its gates as they are, in virtual time: for who asks what they would do. It has
 * all sites, shares no limit with anybody, knows no levers and writes nothing. The same calls have
 * the same answers, since its chance has a fixed seed.
 *
 * @param <T> what the caller wants to be told about, one for each submission
 */
public final class VirtualShaper<T> {
  private static final long SEED = 1;
  private static final long BETWEEN_COMMITS_MS = 1_000;
  private static final int MOST_TURNS = 10_000;
  private static final BodyRef NO_BODY = new BodyRef("", -1, -1L);
  private static final ByteBuffer NO_HASH = ByteBuffer.allocate(0);

  /** Who is told what the shaper decides. Times are ms since 1970. */
  public interface Told<T> {
    /** An attempt may be made, by this path, if it is begun before a time. */
    void released(T one, Attempt attempt, long now);

    /** An attempt failed for now. */
    void deferred(T one, long nextAt, long now);

    /** It is over: {@code delivered}, {@code bounced}, {@code expired} or {@code suppressed}. */
    void ended(T one, String ending, long now);

    /** A reply made a reaction act. */
    void reacted(T one, Reactions.Acted acted, long now);
  }

  /**
   * A submission.
   *
   * @param number which one it is: of two of one queue the lower goes first
   * @param what what it is to the policy, with the pool that it asks for and without a source
   * @param acceptedAt ms
   * @param expiresAt ms
   * @param attempts that were made before
   * @param mayBeWithdrawn whether {@link #withdraw} may be called for it
   */
  public record Mail(
      long number,
      Traffic what,
      int priority,
      long acceptedAt,
      long expiresAt,
      int attempts,
      boolean mayBeWithdrawn) {}

  /**
   * An attempt that may be made.
   *
   * @param number of the submission
   * @param count from 1: which attempt it is
   * @param path what it is to the policy, with its source
   * @param validUntil when it must have begun
   */
  public record Attempt(long number, int count, Traffic path, long validUntil) {}

  /**
   * What became of an attempt, in the words of {@code AttemptResult}.
   *
   * @param outcome {@code delivered}, {@code deferred}, {@code bounced} or {@code not-tried}
   */
  public record Answer(
      String outcome, String scope, int code, String enhanced, String text, String bounceClass) {}

  private record Entry<T>(Held held, T one) {}

  private final Map<Long, Entry<T>> live = new HashMap<>();
  private final Set<Long> withdrawn = new HashSet<>();
  private final Set<String> unrouted = new HashSet<>();
  private final Function<String, List<String>> hosts;
  private final Admissions admissions;
  private final ShardShaper shaper;
  private final Told<T> told;
  private long now;
  private long committedAt;

  /**
   * Holds nothing.
   *
   * @param hosts the MX hosts of a domain; empty where they are not known
   * @param witness is told of every answer of the gates
   */
  public VirtualShaper(
      ShaperConfig config,
      Policy policy,
      Function<String, List<String>> hosts,
      Admissions.Witness witness,
      Told<T> told,
      long startsAt) {
    this.hosts = hosts;
    this.told = told;
    this.now = startsAt;
    this.committedAt = startsAt;
    this.admissions = new Admissions(() -> policy, config.builtInRate(), null, witness);
    var around =
        new Surroundings(
            0,
            new Known(),
            admissions,
            new Reactions(admissions),
            new SplittableRandom(SEED),
            new Room());
    // It is not started: what waited before it owes nobody an attempt after its expiry.
    this.shaper = new ShardShaper(config, new VirtualHolds(this::held), around, this::decided);
  }

  private @Nullable Held held(long number) {
    var entry = live.get(number);
    return entry == null ? null : entry.held;
  }

  /**
   * A submission comes.
   *
   * @param one what the caller wants to be told about
   * @param notBefore when it may go, ms; 0 for at once
   */
  public void arrived(Mail mail, T one, long notBefore, long at) {
    now = at;
    var what = mail.what();
    if (what.site().startsWith(UnroutedSites.UNROUTED)) {
      unrouted.add(what.site());
    }
    var held = new Held(mail.number(), routed(mail), NO_BODY);
    live.put(mail.number(), new Entry<>(held, one));
    shaper.arrived(held, notBefore, at);
  }

  private static RoutedSubmission routed(Mail mail) {
    var what = mail.what();
    return new RoutedSubmission(
        "",
        what.tenant(),
        what.campaign(),
        "",
        "",
        0,
        mail.mayBeWithdrawn() ? hash(mail.number()) : NO_HASH,
        what.domain(),
        what.site(),
        0,
        0,
        0,
        what.pool(),
        mail.priority(),
        mail.acceptedAt(),
        mail.acceptedAt(),
        0L,
        mail.expiresAt(),
        0L,
        NO_BODY,
        null,
        "",
        false,
        false,
        false,
        false,
        mail.attempts(),
        0,
        what.meta(),
        0L);
  }

  /** Suppressions are asked for by the recipient's hash: here that is the number. */
  private static ByteBuffer hash(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(0, number);
  }

  /** A submission is not to be sent any more; it ends as suppressed when its turn comes. */
  public void withdraw(long number) {
    if (live.containsKey(number)) {
      withdrawn.add(number);
    }
  }

  /** Says what became of the attempt that is under way. */
  public void answered(long number, Answer answer, long at) {
    now = at;
    var held = held(number);
    if (held != null) {
      shaper.attempted(result(held, answer), at);
    }
  }

  private static AttemptResult result(Held held, Answer answer) {
    return new AttemptResult(
        held.submissionId,
        held.offset,
        -1L,
        held.attempt,
        held.issue,
        answer.outcome(),
        answer.scope(),
        "",
        answer.code(),
        answer.enhanced(),
        answer.text(),
        answer.bounceClass(),
        false,
        held.tenant,
        held.campaign,
        "",
        "",
        held.site,
        "",
        held.source,
        "",
        "",
        "",
        "",
        0L,
        0L,
        0L,
        0,
        0,
        "",
        0L);
  }

  /**
   * Does what is due.
   *
   * @return when something can be due next, ms
   */
  public long timePassed(long at) {
    now = at;
    admissions.timePassed(at);
    long sleep = shaper.timePassed(at);
    for (int turn = 0; sleep == 0 && turn < MOST_TURNS; turn++) {
      sleep = shaper.timePassed(at);
    }
    if (at - committedAt >= BETWEEN_COMMITS_MS) {
      committedAt = at;
      shaper.beforeCommit();
    }
    return Math.max(at + 1, Math.min(admissions.nextAt(), at + sleep));
  }

  /** How many submissions it has, waiting or under way. */
  public int size() {
    return live.size();
  }

  /** How many of them were withdrawn and have not had their turn since. */
  public int withdrawn() {
    return withdrawn.size();
  }

  private void decided(ShaperDecision decision) {
    switch (decision) {
      case ShaperDecision.Released(Held held) ->
          told.released(
              one(held), new Attempt(held.offset, held.attempt, path(held), held.validUntil), now);
      case ShaperDecision.Deferred(Held held, var _, long nextAt) ->
          told.deferred(one(held), nextAt, now);
      case ShaperDecision.Reacted(Held held, var _, var acted) ->
          told.reacted(one(held), acted, now);
      case ShaperDecision.Ended(Held held, var ending, var _) -> end(held, ending.word());
      case ShaperDecision.Suppressed(Held held, String _) -> end(held, "suppressed");
      case ShaperDecision.CancelRequested _,
          ShaperDecision.Cancelled _,
          ShaperDecision.Late _,
          ShaperDecision.Moved _ ->
          throw new IllegalStateException("there is nothing here that asks for that: " + decision);
    }
  }

  private static Traffic path(Held held) {
    return new Traffic(
        held.tenant,
        held.campaign,
        held.domain,
        held.site,
        held.provider,
        held.poolUsed(),
        held.source,
        held.meta);
  }

  private T one(Held held) {
    var entry = live.get(held.offset);
    if (entry == null) {
      throw new IllegalStateException("a decision about one that has ended: " + held.offset);
    }
    return entry.one;
  }

  private void end(Held held, String ending) {
    var one = one(held);
    live.remove(held.offset);
    withdrawn.remove(held.offset);
    told.ended(one, ending, now);
  }

  /** What the shaper is told when it asks: sites stay as they are. */
  private final class Known implements Advice {
    @Override
    public @Nullable String suppression(byte[] recipientHash, String tenant) {
      boolean maybe = recipientHash.length == Long.BYTES && !withdrawn.isEmpty();
      return maybe && withdrawn.contains(ByteBuffer.wrap(recipientHash).getLong())
          ? "withdrawn"
          : null;
    }

    @Override
    public @Nullable String known(String domain) {
      var site = UnroutedSites.UNROUTED + domain;
      return !unrouted.isEmpty() && unrouted.contains(site) ? site : null;
    }

    @Override
    public List<String> hosts(String domain) {
      return hosts.apply(domain);
    }

    @Override
    public boolean findingOut(String domain) {
      return false;
    }
  }
}
