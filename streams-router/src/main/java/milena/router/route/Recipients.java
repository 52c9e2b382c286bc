package milena.router.route;

import java.nio.ByteBuffer;
import milena.mail.address.AddressParser;
import milena.mail.address.Path;
import milena.mail.address.PathResult;
import milena.schemas.BodyRef;
import milena.schemas.Recipient;
import milena.schemas.RecipientHash;
import milena.schemas.RoutedSubmission;
import milena.schemas.Submission;

/** Takes a transaction apart: one submission for each of its recipients, without a site yet. */
final class Recipients {
  private final RecipientHash hash;
  private final RouterConfig config;

  Recipients(RecipientHash hash, RouterConfig config) {
    this.hash = hash;
    this.config = config;
  }

  /** The id of a submission: message id, dot, recipient's index. */
  static String submissionId(Submission submission, Recipient recipient) {
    return submission.getId() + "." + recipient.getIndex();
  }

  /**
   * The submission for one recipient. Where the address is none, its domain is empty.
   *
   * @param ref where the transaction stands in the log
   */
  RoutedSubmission of(Submission submission, Recipient recipient, BodyRef ref, long now) {
    var canonical = "";
    var domain = "";
    if (AddressParser.mailbox(recipient.getAddress()) instanceof PathResult.Parsed parsed
        && parsed.path() instanceof Path.Of to) {
      canonical = to.mailbox().canonical();
      domain = to.mailbox().domain().ascii();
    }
    return new RoutedSubmission(
        submissionId(submission, recipient),
        submission.getTenant(),
        submission.getCampaign(),
        submission.getSender(),
        recipient.getAddress(),
        recipient.getIndex(),
        ByteBuffer.wrap(hash.of(canonical)),
        domain,
        "",
        0,
        0,
        0,
        submission.getPool(),
        submission.getPriority(),
        submission.getAcceptedAt(),
        now,
        submission.getNotBefore(),
        expiry(submission),
        size(submission),
        ref,
        null,
        "",
        submission.getSmtpUtf8(),
        submission.getEightBit(),
        submission.getBinaryMime(),
        submission.getRequireTls(),
        0,
        0,
        submission.getMeta(),
        returnAt(submission));
  }

  private static long size(Submission submission) {
    var body = submission.getBody();
    return body == null ? 0L : body.getSize();
  }

  /** The time it asks to be delivered by, if it is to come back then (RFC 2852 §4); else 0. */
  private static long returnAt(Submission submission) {
    return submission.getDeliverByMode().startsWith("R") ? submission.getDeliverBy() : 0;
  }

  private long expiry(Submission submission) {
    long from = Math.max(submission.getAcceptedAt(), submission.getNotBefore());
    long latest = from + config.expiry().toMillis();
    long asked = submission.getExpiresAt();
    long expiry = asked > 0 ? Math.min(asked, latest) : latest;
    long returnAt = returnAt(submission);
    return returnAt > 0 ? Math.min(expiry, returnAt) : expiry;
  }
}
