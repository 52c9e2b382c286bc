/**
 * Letters on their whole way: a system in this process, real SMTP servers and a real name server on
 * loopback. What comes in is a message over SMTP; what goes out is checked where it arrives, and in
 * the events that tell of it. Most tests share one system, since a start costs seconds; each has
 * domains of its own. What may fail is told by the events of the recipient, which a failed
 * assertion prints.
 */
@NullMarked
package milena.acceptance.way;

import org.jspecify.annotations.NullMarked;
