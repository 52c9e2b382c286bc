package milena.delivery.path;

import milena.delivery.send.SmtpTimeouts;

/**
 * What holds where the policy says nothing.
 *
 * @param connections to one site at one time, where it bounds them neither for each site nor for
 *     each path
 * @param messagesPerConnection then it is closed
 * @param tls what is done about TLS
 * @param timeouts how long is waited; what an attempt may take altogether no policy can lengthen
 */
public record PathDefaults(
    int connections, int messagesPerConnection, Tls tls, SmtpTimeouts timeouts) {}
