package milena.ingest.accept;

import java.util.List;
import java.util.Locale;

/**
 * What is taken of what comes back: bounces and complaints, by strangers, to addresses of ours.
 *
 * @param domains our own, in lower case and as A-labels; {@code *.DOMAIN} for all below one; empty
 *     for none, and then nothing is taken
 * @param maxSize largest report, in bytes, 64 KiB to 2 MiB: it is held whole, and is one record
 */
public record ReportRules(List<String> domains, int maxSize) {

  /** Nothing is ours; 1 MiB. */
  public static final ReportRules NONE = new ReportRules(List.of(), 1024 * 1024);

  /** The smallest and the largest that {@code maxSize} may be. */
  public static final int LEAST_SIZE = 64 * 1024;

  /** See {@link #LEAST_SIZE}. */
  public static final int MOST_SIZE = 2 * 1024 * 1024;

  /**
   * A report has one recipient. RFC 5321 §4.5.3.1.8 would have 100, but each of them is a copy of
   * the message on the disk, and who sends it is a stranger.
   */
  static final int MAX_RECIPIENTS = 10;

  private static final String BELOW = "*.";

  /** Copies the domains, and checks the range. */
  public ReportRules {
    domains = domains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).toList();
    if (maxSize < LEAST_SIZE || maxSize > MOST_SIZE) {
      throw new IllegalArgumentException("reports of " + maxSize + " are not in 64 KiB to 2 MiB");
    }
  }

  /** Whether a domain is ours. */
  boolean isOurs(String domain) {
    for (var one : domains) {
      boolean ours =
          one.startsWith(BELOW)
              ? domain.endsWith(one.substring(1)) && domain.length() > one.length() - 1
              : domain.equals(one);
      if (ours) {
        return true;
      }
    }
    return false;
  }
}
