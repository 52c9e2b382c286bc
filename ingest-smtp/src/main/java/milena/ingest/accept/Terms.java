package milena.ingest.accept;

import milena.ingest.header.HeaderChecks;

/**
 * On which terms one message is taken, by whose it is.
 *
 * @param authors by which domains in From it may be
 * @param checks what its header must be like
 * @param submitted whether its client has proven to be a tenant
 */
public record Terms(Authors authors, HeaderChecks checks, boolean submitted) {}
