/**
 * From a recipient's domain to the hosts that must be reached, and from a host to its addresses.
 *
 * <p>What comes in is a domain; what goes out is a {@link milena.delivery.resolve.Resolution}: a
 * {@link milena.delivery.resolve.Destination} with its hosts in the order in which they are to be
 * tried, or the ending of every message to that domain. What may fail is DNS, and it fails as a
 * value. The names are looked up by {@code milena.mail.route}; from here a message goes on to
 * {@code milena.delivery.connect}.
 */
@NullMarked
package milena.delivery.resolve;

import org.jspecify.annotations.NullMarked;
