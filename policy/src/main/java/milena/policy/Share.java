package milena.policy;

/**
 * How large a tenant's part is where several want to send to one site.
 *
 * @param weight from 1; a tenant of whom nothing is said has 1
 */
public record Share(Selector where, int weight, Place place) {}
