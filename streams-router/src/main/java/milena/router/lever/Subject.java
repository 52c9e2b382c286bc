package milena.router.lever;

/**
 * What is asked about: a submission that is waiting or about to be.
 *
 * @param tenant whose mail it is
 * @param campaign the tenant's own label; empty for none
 * @param domain of the recipient
 * @param site where the domain's mail goes
 * @param recipient forward-path
 * @param submissionId message id, a dot, the recipient's index
 * @param acceptedAt when the message was accepted, ms since 1970
 */
public record Subject(
    String tenant,
    String campaign,
    String domain,
    String site,
    String recipient,
    String submissionId,
    long acceptedAt) {}
