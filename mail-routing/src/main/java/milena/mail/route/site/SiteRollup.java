package milena.mail.route.site;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Turns a set of MX hosts into the name of their site.
 *
 * <p>All hosts count, not only the most preferred: mail for the domain may reach each of them, and
 * two domains that share the first host but not the second are not hosted alike. The labels that
 * all hosts end with are written once and what stands before them is listed: {@code
 * (alt1|alt2|alt3|alt4)?.gmail-smtp-in.l.google.com}, where the {@code ?} says that the suffix
 * alone is a host too. Two sets have the same name only if they are the same set, so nobody can
 * publish MX records that make his domain share another's site without naming that site's hosts.
 *
 * <p>The exception are providers that give every customer a host name of its own in front of one
 * set of machines ({@link #PER_CUSTOMER}): there the provider's suffix is the site. Such customers
 * are shaped together; a connection to one's host is still not a connection to the other's.
 */
public final class SiteRollup {

  /** No site name is longer than this, in characters. */
  public static final int MAX_LENGTH = 200;

  /**
   * Suffixes below which each customer has host names of its own: Microsoft 365 (all clouds), and
   * the Proofpoint, Cisco, Barracuda and Trend Micro filters.
   */
  static final List<String> PER_CUSTOMER =
      List.of(
          "mail.protection.outlook.com",
          "mail.protection.office365.us",
          "mail.protection.partner.outlook.cn",
          "mx.microsoft",
          "mail.eo.outlook.com",
          "pphosted.com",
          "gpphosted.com",
          "iphmx.com",
          "ess.barracudanetworks.com",
          "in.tmes.trendmicro.com");

  private static final int HASH_BYTES = 8;

  private SiteRollup() {}

  /**
   * The site of these hosts.
   *
   * @param hosts host names without a trailing dot; at least one
   * @return the same name for the same set of hosts, whatever their order, case and repetition
   */
  public static String siteOf(Collection<String> hosts) {
    var names = new TreeSet<String>();
    for (var host : hosts) {
      names.add(providerOf(host.toLowerCase(Locale.ROOT)));
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a site has at least one host");
    }
    return bounded(factored(names));
  }

  private static String providerOf(String host) {
    for (var suffix : PER_CUSTOMER) {
      if (host.length() > suffix.length()
          && host.endsWith(suffix)
          && host.charAt(host.length() - suffix.length() - 1) == '.') {
        return suffix;
      }
    }
    return host;
  }

  private static String factored(SortedSet<String> names) {
    if (names.size() == 1) {
      return names.getFirst();
    }
    var suffix = commonSuffix(names);
    var heads = new TreeSet<String>();
    var suffixIsHost = false;
    for (var name : names) {
      if (name.length() == suffix.length()) {
        suffixIsHost = true;
      } else {
        heads.add(suffix.isEmpty() ? name : name.substring(0, name.length() - suffix.length() - 1));
      }
    }
    var group = "(" + String.join("|", heads) + ")" + (suffixIsHost ? "?" : "");
    return suffix.isEmpty() ? group : group + "." + suffix;
  }

  /** The longest run of whole labels that every name ends with; may be one of the names. */
  private static String commonSuffix(SortedSet<String> names) {
    var suffix = names.getFirst();
    for (var name : names) {
      while (!suffix.isEmpty() && !name.equals(suffix) && !name.endsWith("." + suffix)) {
        var dot = suffix.indexOf('.');
        suffix = dot < 0 ? "" : suffix.substring(dot + 1);
      }
    }
    return suffix;
  }

  private static String bounded(String site) {
    if (site.length() <= MAX_LENGTH) {
      return site;
    }
    var hash = "~" + HexFormat.of().formatHex(sha256(site), 0, HASH_BYTES);
    return site.substring(0, MAX_LENGTH - hash.length()) + hash;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
