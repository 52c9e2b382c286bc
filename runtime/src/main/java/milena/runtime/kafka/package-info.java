/**
 * Kafka clients set up right.
 *
 * <p>What comes in are the user's client properties (bootstrap servers, security); what goes out
 * are complete settings for each kind of client that Milena uses ({@link
 * milena.runtime.kafka.ClientSettings}) and topics that are as the catalogue wants them ({@link
 * milena.runtime.kafka.TopicProvisioner}). A topic that exists with other partitions or other
 * promises stops the start with a list of all that differs. Next: {@code milena.runtime.stage},
 * which runs a transactional loop on such clients.
 */
@NullMarked
package milena.runtime.kafka;

import org.jspecify.annotations.NullMarked;
