/**
 * Questions to name servers: bounded, asked once, remembered for as long as the answer allows.
 *
 * <p>What comes in is a name and a record type; what goes out is a {@link
 * milena.mail.route.dns.DnsAnswer}. {@link milena.mail.route.dns.DnsClient} follows CNAMEs, tries
 * servers again and keeps the number of queries under way within a limit; {@link
 * milena.mail.route.dns.AskOnce} joins equal questions and keeps answers in bounded memory. What
 * may fail (timeouts, SERVFAIL, malformed or endless answers) comes out as {@link
 * milena.mail.route.dns.DnsAnswer.Failed}; nothing here decides what an answer means for mail.
 */
@NullMarked
package milena.mail.route.dns;

import org.jspecify.annotations.NullMarked;
