/**
 * The SMTP client: one connection's conversation, from the greeting to QUIT.
 *
 * <p>What comes in is an {@link milena.delivery.send.Outgoing} message for a session that is ready;
 * what goes out is an {@link milena.delivery.outcome.Ending} for each of its recipients: its own
 * where RCPT was refused, else the one that they share. {@link milena.delivery.send.SmtpExchange}
 * decides, as a pure function of state and happening, what is said next, and keeps the commands
 * that were sent apart from the replies that are due, so that pipelining is nothing special; {@link
 * milena.delivery.send.SmtpSession} does it on a Netty channel. What may fail is the other side at
 * any point, in any way; no failure leaves this package as an exception. A message of lines goes by
 * DATA and ends with its dot, one of any octets by BDAT and ends with an empty chunk. What an
 * ending means is told in {@code milena.delivery.outcome}.
 */
@NullMarked
package milena.delivery.send;

import org.jspecify.annotations.NullMarked;
