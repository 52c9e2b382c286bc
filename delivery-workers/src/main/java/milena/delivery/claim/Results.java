package milena.delivery.claim;

import milena.delivery.outcome.AttemptOutcome;
import milena.delivery.outcome.AttemptTimes;
import milena.delivery.outcome.FailureScope;
import milena.delivery.outcome.Hop;
import milena.delivery.outcome.Said;
import milena.delivery.outcome.SessionStage;
import milena.delivery.outcome.Verdict;
import milena.schemas.AttemptResult;

/**
 * Writes an outcome down as the result of its dispatch, and makes those outcomes that arise here.
 */
final class Results {

  private static final String STILL_TRYING = "still-trying";

  private Results() {}

  static AttemptResult result(ClaimedDispatch claimed, AttemptOutcome outcome, String worker) {
    var said = outcome.verdict().said();
    var scope = outcome.scope();
    return of(claimed, worker)
        .setOutcome(outcome.verdict().word())
        .setScope(scope == null ? "" : scope.word())
        .setStage(outcome.verdict().stage().word())
        .setCode(said.code())
        .setEnhanced(said.enhanced())
        .setText(said.text())
        .setBounceClass(outcome.bounceClass())
        .setMailboxGone(outcome.mailboxGone())
        .setSource(outcome.hop().source())
        .setRemoteHost(outcome.hop().remoteHost())
        .setRemoteAddress(outcome.hop().remoteAddress())
        .setTlsProtocol(outcome.hop().tlsProtocol())
        .setTlsCipher(outcome.hop().tlsCipher())
        .setBytes(outcome.times().bytes())
        .setStartedAt(outcome.times().startedAt())
        .setEndedAt(outcome.times().endedAt())
        .setConnectMs(outcome.times().connectMs())
        .setSendMs(outcome.times().sendMs())
        .build();
  }

  /** It is passed, for too much waits above it; its own result follows. */
  static AttemptResult stillTrying(ClaimedDispatch claimed, String worker, long now) {
    return of(claimed, worker).setOutcome(STILL_TRYING).setEndedAt(now).build();
  }

  /** A dispatch that cannot be read; all that is known of it are its headers and its place. */
  static AttemptResult unreadable(
      String submissionId, String tenant, OwnedPartition partition, long offset, String worker) {
    return AttemptResult.newBuilder()
        .setSubmissionId(submissionId)
        .setTenant(tenant)
        .setDispatchOffset(offset)
        .setOutcome("not-tried")
        .setEnhanced("4.3.0")
        .setText("the dispatch is not readable")
        .setWorker(worker)
        .setEpoch(partition.epoch())
        .build();
  }

  private static AttemptResult.Builder of(ClaimedDispatch claimed, String worker) {
    var dispatch = claimed.dispatch();
    var letter = claimed.letter();
    return AttemptResult.newBuilder()
        .setSubmissionId(dispatch.getSubmissionId())
        .setQueueOffset(dispatch.getQueueOffset())
        .setDispatchOffset(claimed.offset())
        .setAttempt(dispatch.getAttempt())
        .setIssue(dispatch.getIssue())
        .setTenant(dispatch.getTenant())
        .setCampaign(letter == null ? "" : letter.campaign())
        .setSender(letter == null ? "" : letter.sender())
        .setRecipient(letter == null ? "" : letter.recipient())
        .setSite(dispatch.getSite())
        .setSourceName(dispatch.getSource())
        .setWorker(worker)
        .setEpoch(claimed.owner().epoch());
  }

  /** Its permission had run out before it could be begun. */
  static AttemptOutcome tooLate(long now) {
    return local(
        new Verdict.NotTried(
            SessionStage.ROUTE, Said.local("4.4.7", "the permission to try had run out")),
        now);
  }

  /** It was tried alone, and its worker died. */
  static AttemptOutcome killsWorkers(long now) {
    return local(
        new Verdict.Bounced(
            FailureScope.MESSAGE,
            SessionStage.BODY,
            Said.local("5.3.0", "whoever tried to send this message died of it"),
            "local",
            false),
        now);
  }

  private static AttemptOutcome local(Verdict verdict, long now) {
    return new AttemptOutcome(verdict, Hop.NONE, new AttemptTimes(now, now, 0, 0, 0));
  }
}
