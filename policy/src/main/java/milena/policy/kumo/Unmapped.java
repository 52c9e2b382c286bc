package milena.policy.kumo;

/**
 * Something that the document does not say, or not just as KumoMTA means it.
 *
 * @param spot where it stands
 * @param key such as {@code provider.google.max_ready}
 * @param value as it is written there
 * @param why what is missing or different, and what may be done
 */
public record Unmapped(Spot spot, String key, String value, String why) {
  @Override
  public String toString() {
    return spot + ": " + key + " = " + value + ": " + why;
  }
}
