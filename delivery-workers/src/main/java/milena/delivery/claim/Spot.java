package milena.delivery.claim;

/** A place in a topic. */
record Spot(int partition, long offset) {}
