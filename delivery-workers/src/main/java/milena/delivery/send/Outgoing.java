package milena.delivery.send;

import java.time.Duration;

/**
 * One message on its way through a session.
 *
 * @param envelope what MAIL and RCPT say
 * @param bytes what follows DATA, before dot-stuffing
 * @param permission asked before the final dot
 * @param untilDot how long from now the final dot may be sent at most
 */
public record Outgoing(
    Envelope envelope, MessageBytes bytes, Permission permission, Duration untilDot) {}
