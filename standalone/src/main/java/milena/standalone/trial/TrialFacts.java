package milena.standalone.trial;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import milena.policy.Traffic;
import milena.router.shape.VirtualShaper.Answer;
import milena.schemas.MailEvent;
import milena.schemas.RoutedSubmission;
import milena.schemas.ShaperState;
import milena.standalone.trial.TrialFact.Kind;

/**
 * The facts that records tell.
 *
 * @param withMeta whether what senders attached is kept
 */
record TrialFacts(boolean withMeta) {
  private static final Set<String> OF_ATTEMPTS = Set.of("delivered", "deferred", "bounced");
  private static final Set<String> WITHDRAWALS = Set.of("suppressed", "cancelled");
  private static final Set<String> DUE = Set.of("retry", "scheduled");
  private static final String QUEUE = "queue";
  private static final int TEMPORARY = 4;
  private static final int CLASS = 100;

  /** The router has put a submission into a queue. */
  TrialFact of(RoutedSubmission routed) {
    return new TrialFact(
        Kind.QUEUED,
        routed.getSubmissionId(),
        TrialFact.mail(
            routed.getTenant(),
            routed.getCampaign(),
            routed.getDomain(),
            routed.getSite(),
            routed.getPool(),
            meta(routed.getMeta())),
        routed.getPriority(),
        routed.getAcceptedAt(),
        Math.max(routed.getRoutedAt(), routed.getNotBefore()),
        routed.getExpiresAt(),
        routed.getAttempt(),
        "",
        TrialFact.NONE,
        0);
  }

  /** A shaper holds a submission; empty for what is none. */
  Optional<TrialFact> of(ShaperState state) {
    if (state.getInForce() != null) {
      return Optional.empty();
    }
    boolean outstanding = state.getState().equals("outstanding");
    return Optional.of(
        new TrialFact(
            state.getState().equals("parked") ? Kind.PARKED : Kind.WAITS,
            state.getSubmissionId(),
            TrialFact.mail(
                state.getTenant(),
                state.getCampaign(),
                state.getDomain(),
                state.getSite(),
                state.getPool(),
                meta(state.getMeta())),
            state.getPriority(),
            state.getAcceptedAt(),
            DUE.contains(state.getReason()) ? state.getDueAt() : 0,
            state.getExpiresAt(),
            Math.max(0, state.getAttempt() - (outstanding ? 1 : 0)),
            "",
            TrialFact.NONE,
            0));
  }

  /** What an event says of a submission's way; empty where it says nothing of that. */
  Optional<TrialFact> of(MailEvent event) {
    var type = event.getType();
    boolean queued = event.getStage().equals(QUEUE);
    if (OF_ATTEMPTS.contains(type) && event.getAttempt() > 0) {
      return Optional.of(tried(event));
    }
    if (WITHDRAWALS.contains(type) && queued) {
      return Optional.of(fact(Kind.WITHDRAWN, event, 0));
    }
    if (type.equals("expired") && queued) {
      return Optional.of(fact(Kind.SEEN, event, event.getTime().toEpochMilli()));
    }
    if (type.equals("accepted")) {
      return Optional.of(fact(Kind.SEEN, event, 0));
    }
    return event.getFinal$() ? Optional.of(fact(Kind.NEVER_QUEUED, event, 0)) : Optional.empty();
  }

  private TrialFact fact(Kind kind, MailEvent event, long expiresAt) {
    return new TrialFact(
        kind,
        event.getSubmissionId(),
        what(event),
        0,
        event.getAcceptedAt().toEpochMilli(),
        event.getTime().toEpochMilli(),
        expiresAt,
        event.getAttempt(),
        "",
        TrialFact.NONE,
        0);
  }

  private TrialFact tried(MailEvent event) {
    long at = event.getAcceptedAt().toEpochMilli() + event.getQueuedMs();
    long spent = event.getConnectMs() + event.getSendMs();
    long took = spent > 0 ? spent : event.getTime().toEpochMilli() - at;
    return new TrialFact(
        Kind.TRIED,
        event.getSubmissionId(),
        what(event),
        0,
        event.getAcceptedAt().toEpochMilli(),
        at,
        0,
        event.getAttempt(),
        event.getSourceName(),
        answer(event),
        Math.clamp(took, 0, Integer.MAX_VALUE));
  }

  /** What was said of a delivery matters to nobody; a bounce for a 4yz was a reaction's. */
  private static Answer answer(MailEvent event) {
    var type = event.getType();
    if (type.equals("delivered")) {
      return new Answer(type, "", event.getCode(), "", "", "");
    }
    boolean reacted = event.getCode() / CLASS == TEMPORARY;
    return new Answer(
        reacted ? "deferred" : type,
        event.getScope(),
        event.getCode(),
        event.getEnhanced(),
        event.getText(),
        event.getBounceClass());
  }

  private Traffic what(MailEvent event) {
    return TrialFact.mail(
        event.getTenant(),
        event.getCampaign(),
        event.getDomain(),
        event.getSite(),
        event.getPool(),
        meta(event.getMeta()));
  }

  private Map<String, String> meta(Map<String, String> said) {
    return withMeta ? said : Map.of();
  }
}
