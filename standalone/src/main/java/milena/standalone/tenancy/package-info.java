/**
 * Tenants and credentials by hand: how they are printed, and the files that operators bring.
 *
 * <p>What comes in: tenants and credentials as the log has them, or a client's certificate. What
 * goes out: lines for people and JSON for scripts, neither with anything that a credential could be
 * guessed from; a new secret is printed once, by the command that made it. What may fail: a file
 * that holds no certificate. Next: {@link milena.tenants.book.TenantLog} writes what operators
 * order, and ingest follows it.
 */
@NullMarked
package milena.standalone.tenancy;

import org.jspecify.annotations.NullMarked;
