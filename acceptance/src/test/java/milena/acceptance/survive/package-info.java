/**
 * Failure tests: the program runs in processes of its own, and they are killed, frozen or cut off
 * while mail is under way. What comes in is mail over SMTP, of which the client notes what was
 * acknowledged; what goes out is counted by a sink that nobody kills. A test fails when something
 * acknowledged is missing, when more was doubled than was on the wire, or when the account from the
 * log does not balance. Where to begin: {@link milena.acceptance.survive.Processes} starts the
 * processes, {@link milena.acceptance.survive.Ledger} compares both sides.
 */
@NullMarked
package milena.acceptance.survive;

import org.jspecify.annotations.NullMarked;
