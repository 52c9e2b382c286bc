/**
 * What was not taken, told.
 *
 * <p>What comes in is a {@link milena.outbox.refuse.Refusal}; what goes out is a {@code rejected}
 * event in {@code mail.events} with the reason and the record's place, and for a record that is bad
 * in itself a copy in {@code mail.dead-letters}. What may fail is Kafka: then the outcome says so,
 * and it is to be tried again, for an outbox does not go on over a record of which nobody was told.
 * Where next: whoever reads the events.
 */
@NullMarked
package milena.outbox.refuse;

import org.jspecify.annotations.NullMarked;
