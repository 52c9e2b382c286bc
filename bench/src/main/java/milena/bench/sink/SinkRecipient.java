package milena.bench.sink;

/**
 * A recipient of a transaction.
 *
 * @param address the address with its domain in lower case
 * @param domain the domain in lower case; empty for an address without one
 * @param mood how mail for the domain is treated
 */
record SinkRecipient(String address, String domain, SinkMood mood) {}
