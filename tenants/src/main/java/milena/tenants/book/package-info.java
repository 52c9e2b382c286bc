/**
 * Tenants and their credentials, as the log has them.
 *
 * <p>What comes in: the records of {@code mail.credentials}, and the orders of operators. What goes
 * out: a {@link milena.tenants.book.Roster} that is never changed, only replaced, so that doors ask
 * it without a lock; and, by {@link milena.tenants.book.TenantLog}, records that are acknowledged
 * before anybody is told so. What may fail: the broker or the registry is away, then the last known
 * roster stays in force; a record cannot be read, then it is passed over and counted, and what was
 * known under its key stays. Next: {@link milena.tenants.Logins} asks the roster who may come in.
 */
@NullMarked
package milena.tenants.book;

import org.jspecify.annotations.NullMarked;
