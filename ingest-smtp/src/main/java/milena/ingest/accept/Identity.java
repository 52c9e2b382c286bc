package milena.ingest.accept;

/**
 * As whom a client has come in.
 *
 * @param tenant whose mail it is
 * @param login by which credential
 */
public record Identity(String tenant, String login) {}
