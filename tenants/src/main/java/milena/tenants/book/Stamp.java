package milena.tenants.book;

/**
 * When something was done, and by whom.
 *
 * @param at ms since the epoch
 * @param by the operator
 */
public record Stamp(long at, String by) {}
