package milena.ingest.accept;

import java.time.Duration;
import java.util.List;
import milena.mail.mime.DotUnstuffer;
import milena.runtime.config.Cidr;

/**
 * The rules of this door.
 *
 * @param tenant whose mail it is that the relay networks send
 * @param hostname how this server names itself in its greeting, in Received and in message ids
 * @param relayNetworks clients of these networks may send to anyone over a relay listener; others
 *     need a certificate there
 * @param maxSize largest message that is taken, in bytes as the client sent it
 * @param maxRecipients recipients of one transaction, at least 100 (RFC 5321 §4.5.3.1.8)
 * @param maxHeaderBytes largest header block, at least 64 KiB
 * @param maxLine longest line of a message without its CR LF, at least 998 (RFC 5321 §4.5.3.1.6)
 * @param notices whether a sender may ask to be told of what becomes of its mail: DSN (RFC 3461)
 *     and DELIVERBY (RFC 2852)
 */
public record AcceptanceRules(
    String tenant,
    String hostname,
    List<Cidr> relayNetworks,
    long maxSize,
    int maxRecipients,
    int maxHeaderBytes,
    int maxLine,
    boolean notices) {

  /** Whose mail it is before anybody has made a tenant. */
  private static final String IMPLICIT_TENANT = "default";

  /** Mail is held back for no longer than this before its first attempt (RFC 4865). */
  public static final Duration MAX_HOLD = Duration.ofDays(30);

  private static final int LEAST_HEADER_BYTES = 64 * 1024;

  /** Checks the ranges. */
  public AcceptanceRules {
    relayNetworks = List.copyOf(relayNetworks);
    if (tenant.isBlank()) {
      throw new IllegalArgumentException("mail is somebody's");
    }
    if (hostname.isBlank()) {
      throw new IllegalArgumentException("a server has a name");
    }
    if (maxSize < LEAST_HEADER_BYTES) {
      throw new IllegalArgumentException("RFC 5321 asks for 64 KiB at least, not " + maxSize);
    }
    if (maxRecipients < 100 || maxRecipients > 5_000) {
      throw new IllegalArgumentException(maxRecipients + " recipients are not in 100 to 5000");
    }
    if (maxHeaderBytes < LEAST_HEADER_BYTES) {
      throw new IllegalArgumentException("headers of " + maxHeaderBytes + " bytes are too small");
    }
    if (maxLine < DotUnstuffer.MAX_LINE) {
      throw new IllegalArgumentException("lines of " + maxLine + " bytes are too short");
    }
  }

  /**
   * The same for reports: smaller, and with lines of any length, as a report is only read and never
   * sent on.
   */
  public AcceptanceRules forReports(ReportRules reports) {
    return new AcceptanceRules(
        tenant,
        hostname,
        List.of(),
        reports.maxSize(),
        maxRecipients,
        maxHeaderBytes,
        reports.maxSize(),
        false);
  }

  /**
   * Tenant {@code default}; loopback relays; 64 MiB; 1,000 recipients; headers of 256 KiB; lines of
   * 998.
   */
  public static AcceptanceRules defaults(String hostname) {
    return new AcceptanceRules(
        IMPLICIT_TENANT,
        hostname,
        List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1")),
        64L * 1024 * 1024,
        1_000,
        256 * 1024,
        DotUnstuffer.MAX_LINE,
        false);
  }
}
