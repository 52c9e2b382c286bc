package milena.mail.route;

/**
 * One mail exchanger of a domain.
 *
 * @param name the host in lower case without a trailing dot, or an address literal in brackets
 * @param preference lower is tried first; among equals the caller chooses at random (RFC 5321 §5.1)
 */
public record MxHost(String name, int preference) {}
