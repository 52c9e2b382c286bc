package milena.bench.result;

/**
 * What took part.
 *
 * @param side which it was
 * @param version as it tells itself
 * @param durability what has happened to a message before it is acknowledged
 * @param cpuBy how the CPU time of its processes was added up
 */
public record Contender(Side side, String version, String durability, String cpuBy) {}
