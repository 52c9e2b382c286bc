/**
 * From a host name to the addresses that a connection may be opened to.
 *
 * <p>What comes in is the name of a mail exchanger or of a relay; what goes out is {@link
 * milena.mail.route.address.Addresses}, in the order in which they are to be tried. Exchangers are
 * named by strangers, so their addresses pass {@link milena.mail.route.address.AddressGuard}, which
 * keeps mail out of our own network and away from our own listeners; relays are named by the
 * operator and are only kept from being ourselves. What may fail is the name service: a failure is
 * {@link milena.mail.route.address.Addresses.Unknown}, to be asked again later. Next comes the
 * connection, which is the delivery worker's.
 */
@NullMarked
package milena.mail.route.address;

import org.jspecify.annotations.NullMarked;
