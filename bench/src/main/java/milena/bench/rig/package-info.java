/**
 * The sides of a comparison, each started as whoever uses it would, on data and ports of its own.
 *
 * <p>In comes a scenario and a folder; out goes a server that takes mail at an address, and the
 * processes that make it up. Milena is started through its launcher and known by nothing else than
 * its command line; Postfix runs as a private instance, and the system's own is not touched. A
 * program that does not start fails with what it said. See {@code milena.bench.compare} for what is
 * done to them.
 */
@NullMarked
package milena.bench.rig;

import org.jspecify.annotations.NullMarked;
