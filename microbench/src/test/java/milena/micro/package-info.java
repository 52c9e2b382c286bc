/**
 * What one message costs in the code that touches every message, measured by JMH without sockets,
 * Kafka or disk: taking a message in, its records, and sending it. What of the hot path is open to
 * its own package alone is measured from there, for one {@code milena.router.shape}.
 *
 * <p>{@code etc/microbench.sh} runs these for two commits and prints them side by side. Nothing
 * here is run by the build; it only has to compile.
 */
@NullMarked
package milena.micro;

import org.jspecify.annotations.NullMarked;
