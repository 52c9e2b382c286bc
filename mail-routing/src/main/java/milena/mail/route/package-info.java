/**
 * Answers one question: where does this domain's mail go?
 *
 * <p>What comes in is a domain as a lower-case A-label string (or an address literal such as {@code
 * [192.0.2.1]}); what goes out is a {@link milena.mail.route.Route}: a relay the operator named,
 * the domain's mail exchangers with the name of the site they make up, a reason to bounce, a reason
 * to wait, or an honest "unknown". What may fail is DNS, and it fails as a value: no method here
 * throws for what a name server says or does not say. Hostile answers are bounded in size, in
 * number and in the time they may take.
 *
 * <p>{@link milena.mail.route.MailRouting} opens the whole and closes it. The router asks {@link
 * milena.mail.route.RouteFinder} for the site; the delivery worker takes the hosts of the route to
 * {@link milena.mail.route.address.AddressFinder}. Decisions are pure: {@link
 * milena.mail.route.Precedence} (what needs no DNS), {@link milena.mail.route.Exchangers} (what MX
 * records mean), {@link milena.mail.route.site.SiteRollup} and {@link
 * milena.mail.route.address.AddressGuard}.
 */
@NullMarked
package milena.mail.route;

import org.jspecify.annotations.NullMarked;
