package milena.router.route;

import java.nio.ByteBuffer;
import java.time.Instant;
import milena.schemas.ControlEntry;
import milena.schemas.MailEvent;
import milena.schemas.Recipient;
import milena.schemas.RoutedSubmission;
import milena.schemas.Submission;

/** The records that decisions become. */
final class RouterRecords {
  private static final Instant NEVER = Instant.EPOCH;

  /** How a submission ended here. */
  record Ending(
      String type, int code, String enhanced, String text, String bounceClass, String reason) {}

  private RouterRecords() {}

  static MailEvent accepted(Submission submission, Recipient recipient, RoutedSubmission routed) {
    var accepted = Instant.ofEpochMilli(submission.getAcceptedAt());
    return event(
        "accepted",
        false,
        routed,
        accepted,
        new Ending("accepted", 0, "", "", "", ""),
        submission.getProtocol(),
        submission.getPeer());
  }

  static MailEvent ended(RoutedSubmission routed, Ending ending, long now) {
    return event(ending.type(), true, routed, Instant.ofEpochMilli(now), ending, "", "");
  }

  private static MailEvent event(
      String type,
      boolean ending,
      RoutedSubmission routed,
      Instant time,
      Ending what,
      String protocol,
      String peer) {
    var id = routed.getSubmissionId();
    return new MailEvent(
        type,
        ending,
        id,
        id.substring(0, id.lastIndexOf('.')),
        time,
        Instant.ofEpochMilli(routed.getAcceptedAt()),
        routed.getTenant(),
        routed.getCampaign(),
        routed.getSender(),
        routed.getRecipient(),
        routed.getDomain(),
        routed.getSite(),
        routed.getPool(),
        "",
        "",
        "",
        "",
        0,
        0,
        ending ? "router" : "",
        what.code(),
        what.enhanced(),
        what.text(),
        what.bounceClass(),
        ending ? "recipient" : "",
        false,
        what.reason(),
        NEVER,
        "",
        "",
        routed.getSize(),
        0L,
        0L,
        0L,
        Math.max(0, time.toEpochMilli() - routed.getAcceptedAt()),
        protocol,
        peer,
        "",
        routed.getPolicyVersion(),
        routed.getMeta());
  }

  /** The same submission, placed. */
  static RoutedSubmission placed(RoutedSubmission routed, String site, int mapVersion, long now) {
    return new RoutedSubmission(
        routed.getSubmissionId(),
        routed.getTenant(),
        routed.getCampaign(),
        routed.getSender(),
        routed.getRecipient(),
        routed.getRecipientIndex(),
        routed.getRecipientHash(),
        routed.getDomain(),
        site,
        0,
        mapVersion,
        routed.getPolicyVersion(),
        routed.getPool(),
        routed.getPriority(),
        routed.getAcceptedAt(),
        now,
        routed.getNotBefore(),
        routed.getExpiresAt(),
        routed.getSize(),
        routed.getRef(),
        routed.getInline(),
        routed.getKeyId(),
        routed.getSmtpUtf8(),
        routed.getEightBit(),
        routed.getBinaryMime(),
        routed.getRequireTls(),
        routed.getAttempt(),
        routed.getIssue(),
        routed.getMeta(),
        routed.getReturnAt());
  }

  static ControlEntry suppression(
      boolean lifted, ByteBuffer hash, String scope, String reason, String who, long now) {
    return new ControlEntry(
        lifted ? "unsuppression" : "suppression", hash, scope, reason, "", "", who, now, null, 0L);
  }
}
