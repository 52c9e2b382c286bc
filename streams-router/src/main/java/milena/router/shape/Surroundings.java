package milena.router.shape;

import java.util.random.RandomGenerator;
import milena.router.gate.Admissions;
import milena.router.gate.Reactions;

/**
 * What stands around a partition's shaper.
 *
 * @param partition its number
 * @param advice what others know
 * @param admissions whether messages may leave; the same for all partitions of a process
 * @param reactions what is done when servers say something; likewise
 * @param random spreads retries
 * @param room how much may be in memory; likewise
 */
record Surroundings(
    int partition,
    Advice advice,
    Admissions admissions,
    Reactions reactions,
    RandomGenerator random,
    Room room) {}
