package milena.tenants.book;

/**
 * The most that a tenant may do; 0 is without a limit.
 *
 * @param messagesPerSecond messages accepted in a second
 * @param messagesPerHour messages accepted in an hour
 * @param recipientsPerSecond recipients accepted in a second
 * @param recipientsPerHour recipients accepted in an hour
 * @param connections connections at a time
 */
public record Limits(
    int messagesPerSecond,
    int messagesPerHour,
    int recipientsPerSecond,
    int recipientsPerHour,
    int connections) {

  /** No limits. */
  public static final Limits NONE = new Limits(0, 0, 0, 0, 0);

  /**
   * Checks that they are limits.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public Limits {
    if (messagesPerSecond < 0
        || messagesPerHour < 0
        || recipientsPerSecond < 0
        || recipientsPerHour < 0
        || connections < 0) {
      throw new IllegalArgumentException("a limit is 0, for none, or more");
    }
  }
}
