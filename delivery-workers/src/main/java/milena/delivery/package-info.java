/**
 * The delivery worker: sends what the shaper dispatched, and says what became of it.
 *
 * <p>What comes in are the partitions of {@code mail.dispatch} that the group gives to this worker;
 * what goes out are messages over SMTP, and one result for each dispatch in {@code mail.attempts}.
 * The way of a dispatch is the order of the packages: {@code claim}, {@code resolve}, {@code
 * connect}, {@code path}, {@code sign}, {@code send}, {@code outcome}. What may fail is the log,
 * and meanwhile nothing is begun, and everything outside, which ends in a result. {@link
 * milena.delivery.DeliveryService} puts the parts together; from here the results go to the shaper.
 */
@NullMarked
package milena.delivery;

import org.jspecify.annotations.NullMarked;
