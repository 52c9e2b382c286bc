/**
 * The demonstration: the whole way of a thousand messages in one process.
 *
 * <p>Nothing comes in but a folder; what goes out is the account. {@link
 * milena.standalone.demo.Demo} starts the system on ports of its own with the sandbox as its
 * destination, sends over SMTP, waits until nothing waits any more, sends again to addresses that
 * bounced, and takes the account from the log. It fails when the account does not balance or does
 * not settle in time. Next: {@code milena trace} and {@code milena audit} on the same folder.
 */
@NullMarked
package milena.standalone.demo;

import org.jspecify.annotations.NullMarked;
