package milena.delivery.connect;

import milena.delivery.path.PathDefaults;
import milena.delivery.path.Tls;
import milena.delivery.send.SmtpTimeouts;
import milena.runtime.config.Secret;

/**
 * How mail leaves.
 *
 * @param ehloName our name in EHLO: a host name, or an address literal in brackets
 * @param mxPort port of mail exchangers; 25 but in tests
 * @param limits how much is opened to one site
 * @param connectionsInAll how many connections there may be at one time to all sites together
 * @param manners what is used of what servers offer
 * @param timeouts how long is waited
 * @param proxyPassword for SOCKS 5 proxies at which a source has a user; may be empty
 * @param threads event loops; lanes are shared out among them
 */
public record ConnectConfig(
    String ehloName,
    int mxPort,
    SiteLimits limits,
    int connectionsInAll,
    Manners manners,
    SmtpTimeouts timeouts,
    Secret proxyPassword,
    int threads) {

  private static final int SMTP_PORT = 25;
  private static final int THREADS = 2;
  private static final int CONNECTIONS_IN_ALL = 10_000;

  /**
   * What is used of what servers offer.
   *
   * @param startTls opportunistic STARTTLS: certificates are not verified, and a failed handshake
   *     is followed by a connection in the clear
   * @param pipelining commands in groups
   */
  public record Manners(boolean startTls, boolean pipelining) {}

  /** Refuses what cannot work. */
  public ConnectConfig {
    if (connectionsInAll < 1) {
      throw new IllegalArgumentException("at least one connection is needed");
    }
    if (threads < 1 || ehloName.isBlank() || ehloName.chars().anyMatch(c -> c <= ' ')) {
      throw new IllegalArgumentException("a name for EHLO and at least one thread are needed");
    }
  }

  /** The usual, under this name. */
  public static ConnectConfig defaults(String ehloName) {
    return new ConnectConfig(
        ehloName,
        SMTP_PORT,
        SiteLimits.defaults(),
        CONNECTIONS_IN_ALL,
        new Manners(true, true),
        SmtpTimeouts.defaults(),
        new Secret(""),
        THREADS);
  }

  /** The same with other limits. */
  public ConnectConfig withLimits(SiteLimits other) {
    return new ConnectConfig(
        ehloName, mxPort, other, connectionsInAll, manners, timeouts, proxyPassword, threads);
  }

  /** The same with another port for mail exchangers. */
  public ConnectConfig withMxPort(int port) {
    return new ConnectConfig(
        ehloName, port, limits, connectionsInAll, manners, timeouts, proxyPassword, threads);
  }

  /** The same with another bound on connections to all sites together. */
  public ConnectConfig withConnectionsInAll(int most) {
    return new ConnectConfig(
        ehloName, mxPort, limits, most, manners, timeouts, proxyPassword, threads);
  }

  /** The same with other manners. */
  public ConnectConfig withManners(Manners other) {
    return new ConnectConfig(
        ehloName, mxPort, limits, connectionsInAll, other, timeouts, proxyPassword, threads);
  }

  /** The same with other timeouts. */
  public ConnectConfig withTimeouts(SmtpTimeouts other) {
    return new ConnectConfig(
        ehloName, mxPort, limits, connectionsInAll, manners, other, proxyPassword, threads);
  }

  /** The same with another password for proxies. */
  public ConnectConfig withProxyPassword(Secret other) {
    return new ConnectConfig(
        ehloName, mxPort, limits, connectionsInAll, manners, timeouts, other, threads);
  }

  /** The same with another number of event loops. */
  public ConnectConfig withThreads(int number) {
    return new ConnectConfig(
        ehloName, mxPort, limits, connectionsInAll, manners, timeouts, proxyPassword, number);
  }

  /** What holds on a path of which the policy says nothing. */
  PathDefaults pathDefaults() {
    return new PathDefaults(
        limits.connections(),
        limits.messagesPerConnection(),
        limits.recipientsPerTransaction(),
        manners.startTls() ? Tls.OPPORTUNISTIC : Tls.NONE,
        timeouts);
  }
}
