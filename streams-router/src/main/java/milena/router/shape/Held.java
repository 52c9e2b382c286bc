package milena.router.shape;

import java.util.List;
import java.util.Map;
import milena.policy.Traffic;
import milena.router.gate.Gate;
import milena.router.gate.Minded;
import milena.router.shape.HoldStore.ReadyQueue;
import milena.schemas.AttemptResult;
import milena.schemas.BodyRef;
import milena.schemas.RoutedSubmission;
import milena.schemas.ShaperState;
import org.jspecify.annotations.Nullable;

/**
 * A submission that the shaper holds: what it is never changes, where it stands and how it is to go
 * does. The classes of this package change it, all on their stage's one thread.
 */
final class Held {
  /** Where it stands. */
  enum Standing {
    READY("ready"),
    DEFERRED("deferred"),
    /** A lever has a hold on it. */
    PARKED("parked"),
    OUTSTANDING("outstanding");

    private final String word;

    Standing(String word) {
      this.word = word;
    }
  }

  private static final int MAX_TEXT = 300;
  private static final int LOWEST = -9;
  private static final int HIGHEST = 9;

  final long offset;
  final String submissionId;
  final String tenant;
  final String campaign;
  final String sender;
  final String recipient;
  final byte[] recipientHash;
  final int recipientIndex;
  final String domain;
  final String site;
  final int shard;
  final int priority;
  final BodyRef ref;
  final long size;
  final long acceptedAt;
  long expiresAt;

  /** When its sender wants it back undelivered (RFC 2852); 0 for never. */
  final long returnAt;

  int policyVersion;
  final Map<String, String> meta;

  /** The pool that its sender asked for; empty for none. */
  private final String wishedPool;

  /** The pool that is asked for now: by an operator, or else by its sender; empty for none. */
  String pool;

  Standing standing = Standing.READY;
  WaitReason reason = WaitReason.READY;
  long dueAt;
  int attempt;
  int issue;
  long validUntil;
  int lastCode;
  String lastText = "";

  private @Nullable ReadyQueue queue;

  /** The lever that it is parked under; empty when there is none. */
  String lever = "";

  /** When it goes on if that lets go: at once when that has passed. */
  long resumeAt;

  /** Whether the store has it as it stands; until then only memory has. */
  boolean stored;

  /** Whether time has passed since the router decided, so that what it knew may no longer hold. */
  boolean waited;

  /** Which source its last dispatch names; empty for the system's choice. */
  String source = "";

  /** Which pool that source is of; empty for none. */
  String fromPool = "";

  /** Which provider its site belongs to; empty for none. */
  String provider = "";

  /** Which gates it passed, while it is outstanding. */
  List<Gate> passed = List.of();

  /** When the outstanding dispatch was given. */
  long issuedAt;

  /** After this its attempt ends: at its expiry, unless it is tried once more in spite of that. */
  long endsBy;

  /** Takes up a record of the queue. */
  Held(long offset, RoutedSubmission routed, BodyRef ref) {
    this.offset = offset;
    submissionId = routed.getSubmissionId();
    tenant = routed.getTenant();
    campaign = routed.getCampaign();
    sender = routed.getSender();
    recipient = routed.getRecipient();
    recipientHash = Bytes.of(routed.getRecipientHash());
    recipientIndex = routed.getRecipientIndex();
    domain = routed.getDomain();
    site = routed.getSite();
    shard = routed.getShard();
    wishedPool = routed.getPool();
    pool = wishedPool;
    priority = Math.clamp(routed.getPriority(), LOWEST, HIGHEST);
    this.ref = ref;
    size = routed.getSize();
    acceptedAt = routed.getAcceptedAt();
    expiresAt = routed.getExpiresAt();
    returnAt = routed.getReturnAt();
    policyVersion = routed.getPolicyVersion();
    attempt = routed.getAttempt();
    issue = routed.getIssue();
    meta = routed.getMeta();
  }

  /** Takes up what the store has. */
  Held(long offset, ShaperState state) {
    this.offset = offset;
    submissionId = state.getSubmissionId();
    tenant = state.getTenant();
    campaign = state.getCampaign();
    sender = state.getSender();
    recipient = state.getRecipient();
    recipientHash = Bytes.of(state.getRecipientHash());
    recipientIndex = state.getRecipientIndex();
    domain = state.getDomain();
    site = state.getSite();
    shard = state.getShard();
    pool = state.getPool();
    wishedPool = state.getWishedPool() == null ? pool : state.getWishedPool();
    priority = state.getPriority();
    ref = state.getRef();
    size = state.getSize();
    acceptedAt = state.getAcceptedAt();
    expiresAt = state.getExpiresAt();
    returnAt = state.getReturnAt();
    policyVersion = state.getPolicyVersion();
    meta = state.getMeta();
    standing = standing(state.getState());
    reason = WaitReason.of(state.getReason());
    dueAt = state.getDueAt();
    attempt = state.getAttempt();
    issue = state.getIssue();
    validUntil = state.getValidUntil();
    lastCode = state.getLastCode();
    lastText = state.getLastText();
    source = state.getSource();
    fromPool = state.getFromPool();
    provider = state.getProvider();
    lever = state.getLever();
    resumeAt = state.getResumeAt();
    stored = true;
    waited = true;
  }

  /** As the store and the changelog have it. */
  ShaperState toState() {
    return new ShaperState(
        submissionId,
        tenant,
        campaign,
        sender,
        recipient,
        java.nio.ByteBuffer.wrap(recipientHash),
        recipientIndex,
        domain,
        site,
        shard,
        pool,
        priority,
        ref,
        size,
        acceptedAt,
        expiresAt,
        standing.word,
        reason.word(),
        dueAt,
        attempt,
        issue,
        validUntil,
        lastCode,
        lastText,
        policyVersion,
        source,
        fromPool,
        provider,
        meta,
        lever,
        resumeAt,
        null,
        null,
        pool.equals(wishedPool) ? null : wishedPool,
        returnAt);
  }

  /**
   * Whether the time has passed after which its sender wants it back and nobody else to have it.
   */
  boolean isToReturn(long now) {
    return returnAt > 0 && now >= returnAt;
  }

  /** In which ready queue it stands when it is ready. A zero byte would end a word of its key. */
  ReadyQueue queue() {
    if (queue == null) {
      queue = new ReadyQueue(site, tenant, word(campaign), word(pool), priority);
    }
    return queue;
  }

  private static String word(String said) {
    return said.replace('\0', '\uFFFD');
  }

  /**
   * What it is to the policy.
   *
   * @param minded which part of it matters
   * @param asBefore whether the provider is the one that it had when it left
   */
  Traffic traffic(Minded minded, boolean asBefore) {
    return new Traffic(
        tenant,
        campaign,
        minded.domain() ? domain : "",
        site,
        asBefore ? provider : "",
        pool,
        "",
        minded.of(meta));
  }

  /** The same with all that is known of it by now. */
  Traffic traffic(Traffic known) {
    return new Traffic(
        tenant, campaign, domain, site, known.provider(), known.pool(), source, meta);
  }

  /**
   * It is to leave from another pool from now on, and what was chosen before is void.
   *
   * @param other empty for the one that its sender asked for, or else as the policy says
   */
  void requeue(String other) {
    pool = other.isEmpty() ? wishedPool : other;
    queue = null;
    if (standing != Standing.OUTSTANDING) {
      source = "";
      fromPool = "";
      provider = "";
    }
  }

  /** The pool that it left from, or the one that was asked for. */
  String poolUsed() {
    return fromPool.isEmpty() ? pool : fromPool;
  }

  /** It leaves from a source, having passed gates. */
  void leaves(Traffic traffic, String from, List<Gate> gates) {
    source = from;
    fromPool = from.isEmpty() ? "" : traffic.pool();
    provider = traffic.provider();
    passed = gates;
  }

  /** Whether its site only stands for a domain whose real one was not known. */
  boolean hasStandIn() {
    return site.startsWith(UnroutedSites.UNROUTED) || site.startsWith(UnroutedSites.UNRESOLVED);
  }

  /** Whether a result is that of its outstanding dispatch. */
  boolean isAnsweredBy(AttemptResult result) {
    return submissionId.equals(result.getSubmissionId())
        && attempt == result.getAttempt()
        && issue == result.getIssue();
  }

  /** Notes the last reply, shortened. */
  void lastReply(int code, String text) {
    lastCode = code;
    lastText = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
  }

  private static Standing standing(String word) {
    for (var standing : Standing.values()) {
      if (standing.word.equals(word)) {
        return standing;
      }
    }
    return Standing.READY;
  }
}
