/**
 * End-to-end tests over the real protocols: a whole system in one process, mail in over SMTP, mail
 * out over SMTP, and the account taken from the log. What comes in are real messages; what goes out
 * is checked on both sides. A test fails when a submission has no ending or more than one.
 */
@NullMarked
package milena.acceptance;

import org.jspecify.annotations.NullMarked;
