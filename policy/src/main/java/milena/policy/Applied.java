package milena.policy;

/**
 * A limit that holds for some traffic.
 *
 * @param per what it is counted for
 * @param key which of them: what has the same {@code per} and key shares it
 * @param kind what it bounds
 * @param bound how much
 * @param place which rule says so
 */
public record Applied(Per per, String key, Kind kind, Bound bound, Place place) {}
