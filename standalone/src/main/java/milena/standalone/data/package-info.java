/**
 * The data folder of a process: who holds it, and how other commands find the one that does.
 *
 * <p>What comes in: the folder named by {@code --data}. What goes out: a lock that only one process
 * has ({@link milena.standalone.data.FolderLock}) and a note of where it listens ({@link
 * milena.standalone.data.RunningSystem}), and a word on whether its disk has room for more mail
 * ({@link milena.standalone.data.DiskWatch}). What may fail: another process holds the folder, or
 * it cannot be written; both are told in one sentence. Where next: the embedded broker keeps its
 * log below it (see {@link milena.standalone.kafka}).
 */
@NullMarked
package milena.standalone.data;

import org.jspecify.annotations.NullMarked;
