/**
 * Tests of the outbox door against a real broker. What comes in are records of tenants; what goes
 * out is compared with what stands in the log. Kills and rebalances are real ones.
 */
@NullMarked
package milena.outbox;

import org.jspecify.annotations.NullMarked;
