package milena.delivery.outcome;

/**
 * Why one address of a site could not be used.
 *
 * @param host name of the host
 * @param address its address and port; empty when none was found
 * @param stage how far the session came
 * @param said the reply, or what happened instead
 */
public record HostTrouble(String host, String address, SessionStage stage, Said said) {}
