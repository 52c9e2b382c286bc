package milena.tenants.book;

/**
 * Who wants a change, and why, in words.
 *
 * @param who the operator
 * @param why may be empty
 */
public record Order(String who, String why) {}
