/**
 * A loop that turns records into records and state exactly once.
 *
 * <p>What comes in are records of co-partitioned topics; what goes out, in one Kafka transaction
 * with the input's offsets, are records of other topics and a changelog of what the stage keeps.
 * After the commit the same changes go into a local RocksDB together with the changelog's position,
 * so that the store is never ahead of the log, survives a kill as it is, and is brought up to date
 * by the changelog's tail alone. {@code Restoration} does that beside the partitions that run
 * already. {@link milena.runtime.stage.Stage} is the loop, {@link milena.runtime.stage.StageLogic}
 * what is plugged into it, {@link milena.runtime.stage.PartitionStore} the state. Whatever fails (a
 * fenced transaction, a broker that is away) ends in one path: everything uncommitted is forgotten,
 * clients are made anew, and the loop goes on from what was committed.
 */
@NullMarked
package milena.runtime.stage;

import org.jspecify.annotations.NullMarked;
