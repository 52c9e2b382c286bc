package milena.standalone.kafka;

/**
 * The broker wanted to end the JVM.
 *
 * @param status the exit code that it wanted
 * @param reason in Kafka's words; its log says more
 */
public record BrokerFault(int status, String reason) {}
