/**
 * More than fits into memory, on this node's disk alone.
 *
 * <p>What comes in are keys and values as bytes; what goes out are values by key, or all that begin
 * with the same bytes, in order ({@link milena.runtime.store.DiskMap}). It is for what can be found
 * out again from the log: there is no copy of it anywhere. What may fail is the disk, and that is a
 * {@link milena.runtime.store.DiskMapFailure} of which the reason is the system's. State that moves
 * with a partition is elsewhere, in {@code milena.runtime.stage}; both open their files by {@link
 * milena.runtime.store.RocksFolder}.
 */
@NullMarked
package milena.runtime.store;

import org.jspecify.annotations.NullMarked;
