package milena.delivery.path;

import milena.delivery.send.SmtpTimeouts;

/**
 * What holds where the policy says nothing.
 *
 * @param connections to one site at one time, where it bounds them neither for each site nor for
 *     each path
 * @param messagesPerConnection then it is closed
 * @param recipientsPerTransaction so many recipients of a message share one at most
 * @param tls what is done about TLS
 * @param timeouts how long is waited; what an attempt may take altogether no policy can lengthen
 */
public record PathDefaults(
    int connections,
    int messagesPerConnection,
    int recipientsPerTransaction,
    Tls tls,
    SmtpTimeouts timeouts) {}
