/**
 * What the router and the shaper write: one place that knows the topic, key, partition and headers
 * of each record.
 *
 * <p>Decisions come in as records; what goes out are Kafka records in the stage's transaction. What
 * could not be read goes to {@code mail.dead-letters} with the reason, and ends its submission as
 * rejected where its headers still say which one it was. Nothing here fails but the transaction
 * that it writes into. Next: whoever reads the topic.
 */
@NullMarked
package milena.router.letter;

import org.jspecify.annotations.NullMarked;
