/**
 * What holds on a path: from one source to one site.
 *
 * <p>{@link milena.delivery.path.PathBook} asks the policy once for each path and version, and
 * answers with {@link milena.delivery.path.PathTerms}: from where mail leaves, which limits its
 * connections keep, and how servers are treated. {@link milena.delivery.path.ConnectionQuotas}
 * counts connections against those limits, for all lanes of the process together; what other
 * workers share is taken from {@link milena.delivery.path.Leases} as well. Nothing here opens
 * anything: {@code milena.delivery.connect} does.
 */
@NullMarked
package milena.delivery.path;

import org.jspecify.annotations.NullMarked;
