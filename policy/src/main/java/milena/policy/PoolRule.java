package milena.policy;

/** Which mail leaves from which pool; the first rule that matches decides. */
public record PoolRule(Selector where, String pool, Place place) {}
