package milena.delivery.send;

/**
 * One message on its way through a session.
 *
 * @param envelope what MAIL and RCPT say
 * @param bytes what follows DATA, before dot-stuffing
 * @param permission asked before the final dot
 */
public record Outgoing(Envelope envelope, MessageBytes bytes, Permission permission) {}
