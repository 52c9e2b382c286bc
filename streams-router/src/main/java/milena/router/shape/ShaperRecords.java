package milena.router.shape;

import java.nio.ByteBuffer;
import java.time.Instant;
import milena.router.gate.Reactions;
import milena.router.lever.Lever;
import milena.router.shape.ShaperDecision.Ending;
import milena.schemas.AttemptResult;
import milena.schemas.Dispatch;
import milena.schemas.MailEvent;
import milena.schemas.RoutedSubmission;
import org.jspecify.annotations.Nullable;

/** The records that decisions become. */
final class ShaperRecords {
  private static final Instant NEVER = Instant.EPOCH;

  private record Note(String type, boolean ending, String reason, Instant until) {}

  private record Why(String enhanced, String bounceClass, String reason, String text) {}

  private ShaperRecords() {}

  static Dispatch dispatch(Held held) {
    return new Dispatch(
        held.submissionId,
        held.offset,
        held.attempt,
        held.issue,
        held.tenant,
        held.site,
        held.shard,
        held.domain,
        held.poolUsed(),
        held.source,
        held.provider,
        held.ref,
        held.recipientIndex,
        held.issuedAt,
        held.validUntil,
        held.endsBy,
        held.policyVersion,
        held.priority);
  }

  static RoutedSubmission moved(Held held, String site, int mapVersion, long now) {
    return new RoutedSubmission(
        held.submissionId,
        held.tenant,
        held.campaign,
        held.sender,
        held.recipient,
        held.recipientIndex,
        ByteBuffer.wrap(held.recipientHash),
        held.domain,
        site,
        0,
        mapVersion,
        held.policyVersion,
        held.pool,
        held.priority,
        held.acceptedAt,
        now,
        0L,
        held.expiresAt,
        held.size,
        held.ref,
        null,
        "",
        false,
        false,
        false,
        false,
        held.attempt,
        held.issue,
        held.meta,
        held.returnAt);
  }

  static MailEvent ended(Held held, Ending ending, @Nullable AttemptResult result, long now) {
    if (result != null) {
      return ofAttempt(new Note(ending.word(), true, "", NEVER), held, result, now);
    }
    return local(true, ending.word(), held, overdue(held, now), now);
  }

  /** Giving up is transient to who may try again, except to who set the time (RFC 2852 §4). */
  private static Why overdue(Held held, long now) {
    boolean returned = held.isToReturn(now);
    var what = returned ? "delivery time expired" : "expired";
    return new Why(
        returned ? "5.4.7" : "4.4.7",
        "MessageExpired",
        held.reason.word(),
        held.lastText.isEmpty() ? what : what + "; last: " + held.lastText);
  }

  static MailEvent suppressed(Held held, String reason, long now) {
    return local(
        true, "suppressed", held, new Why("", "", reason, "the recipient is suppressed"), now);
  }

  static MailEvent cancelRequested(Held held, Lever lever, long now) {
    return local(false, "cancel-requested", held, by("cancel requested", lever), now);
  }

  static MailEvent cancelled(Held held, Lever lever, long now) {
    return local(true, "cancelled", held, by("cancelled", lever), now);
  }

  private static Why by(String what, Lever lever) {
    var why = lever.why().isEmpty() ? "" : ": " + lever.why();
    return new Why("", "", "command", what + " by " + lever.who() + " (" + lever.id() + ")" + why);
  }

  static MailEvent deferred(Held held, AttemptResult result, long now) {
    var note =
        new Note("deferred", false, WaitReason.RETRY.word(), Instant.ofEpochMilli(held.dueAt));
    return ofAttempt(note, held, result, now);
  }

  /** A reply made a reaction act: its name is the reason, and it lasts until the next attempt. */
  static MailEvent reacted(Held held, AttemptResult result, Reactions.Acted acted, long now) {
    var note =
        new Note("reacted", false, acted.reaction().name(), Instant.ofEpochMilli(acted.until()));
    return ofAttempt(note, held, result, now);
  }

  private static MailEvent ofAttempt(Note note, Held held, AttemptResult result, long now) {
    return new MailEvent(
        note.type(),
        note.ending(),
        held.submissionId,
        messageId(held.submissionId),
        Instant.ofEpochMilli(now),
        Instant.ofEpochMilli(held.acceptedAt),
        held.tenant,
        held.campaign,
        held.sender,
        held.recipient,
        held.domain,
        held.site,
        held.poolUsed(),
        result.getSource(),
        result.getSourceName(),
        result.getRemoteHost(),
        result.getRemoteAddress(),
        held.attempt,
        held.issue,
        result.getStage(),
        result.getCode(),
        result.getEnhanced(),
        result.getText(),
        result.getBounceClass(),
        result.getScope(),
        result.getMailboxGone(),
        note.reason(),
        note.until(),
        result.getTlsProtocol(),
        result.getTlsCipher(),
        held.size,
        Math.max(0, result.getStartedAt() - held.acceptedAt),
        (long) result.getConnectMs(),
        (long) result.getSendMs(),
        Math.max(0, now - held.acceptedAt),
        "",
        "",
        result.getWorker(),
        held.policyVersion,
        held.meta);
  }

  /** A result that came after its submission had ended, or after its dispatch was given up. */
  static MailEvent late(AttemptResult result, long now) {
    return new MailEvent(
        "late",
        false,
        result.getSubmissionId(),
        messageId(result.getSubmissionId()),
        Instant.ofEpochMilli(now),
        NEVER,
        result.getTenant(),
        result.getCampaign(),
        result.getSender(),
        result.getRecipient(),
        "",
        result.getSite(),
        "",
        result.getSource(),
        result.getSourceName(),
        result.getRemoteHost(),
        result.getRemoteAddress(),
        result.getAttempt(),
        result.getIssue(),
        result.getStage(),
        result.getCode(),
        result.getEnhanced(),
        result.getText(),
        result.getBounceClass(),
        result.getScope(),
        result.getMailboxGone(),
        result.getOutcome(),
        NEVER,
        result.getTlsProtocol(),
        result.getTlsCipher(),
        result.getBytes(),
        0L,
        (long) result.getConnectMs(),
        (long) result.getSendMs(),
        0L,
        "",
        "",
        result.getWorker(),
        0,
        java.util.Map.of());
  }

  private static MailEvent local(boolean ending, String type, Held held, Why why, long now) {
    return new MailEvent(
        type,
        ending,
        held.submissionId,
        messageId(held.submissionId),
        Instant.ofEpochMilli(now),
        Instant.ofEpochMilli(held.acceptedAt),
        held.tenant,
        held.campaign,
        held.sender,
        held.recipient,
        held.domain,
        held.site,
        held.pool,
        "",
        "",
        "",
        "",
        held.attempt,
        held.issue,
        "queue",
        0,
        why.enhanced(),
        why.text(),
        why.bounceClass(),
        "recipient",
        false,
        why.reason(),
        NEVER,
        "",
        "",
        held.size,
        0L,
        0L,
        0L,
        Math.max(0, now - held.acceptedAt),
        "",
        "",
        "",
        held.policyVersion,
        held.meta);
  }

  /** The message id is the submission's id without the recipient's index. */
  static String messageId(String submissionId) {
    int dot = submissionId.lastIndexOf('.');
    return dot < 0 ? submissionId : submissionId.substring(0, dot);
  }
}
