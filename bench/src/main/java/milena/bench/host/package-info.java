/**
 * What the kernel tells of processes and of the disk: CPU time and memory of everything that a
 * program started, and how long a bare flush takes.
 *
 * <p>In come commands to start and a folder to measure; out go seconds, bytes and the shape of the
 * machine. CPU time is never guessed: where the kernel does not tell it, starting fails with what
 * is missing. Linux only, since its {@code /proc} is read. Used by {@code milena.bench.rig} to run
 * the sides and by {@code milena.bench.compare} to measure them.
 */
@NullMarked
package milena.bench.host;

import org.jspecify.annotations.NullMarked;
