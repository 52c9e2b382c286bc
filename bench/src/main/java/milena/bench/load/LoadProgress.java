package milena.bench.load;

/**
 * How far a run has come.
 *
 * @param planned how many messages it is to send
 * @param sent how many have their outcome
 * @param accepted how many of them the server took
 * @param seconds since the run began
 */
public record LoadProgress(long planned, long sent, long accepted, double seconds) {}
