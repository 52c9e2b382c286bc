package milena.delivery.connect;

/**
 * How much is opened to one site.
 *
 * @param connections at one time, at least 1
 * @param messagesPerConnection then it is closed, at least 1
 * @param recipientsPerTransaction so many recipients of one message share a transaction, at least 1
 */
public record SiteLimits(int connections, int messagesPerConnection, int recipientsPerTransaction) {

  private static final int CONNECTIONS = 32;
  private static final int MESSAGES = 100;

  /** What every server has to take (RFC 5321 §4.5.3.1.8); one that does not says so. */
  private static final int RECIPIENTS = 100;

  /** Refuses limits under which nothing could be sent. */
  public SiteLimits {
    if (connections < 1 || messagesPerConnection < 1 || recipientsPerTransaction < 1) {
      throw new IllegalArgumentException("a site's limits are at least 1");
    }
  }

  /** What a site gets that nothing else is said of. */
  public static SiteLimits defaults() {
    return new SiteLimits(CONNECTIONS, MESSAGES, RECIPIENTS);
  }
}
