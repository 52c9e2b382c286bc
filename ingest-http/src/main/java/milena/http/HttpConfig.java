package milena.http;

import java.util.List;
import milena.http.listen.ListenSettings;
import milena.http.request.Bounds;
import milena.ingest.header.HeaderChecks;
import milena.ingest.log.LogSettings;
import milena.runtime.config.Cidr;

/**
 * The settings of this door, each part owned by the step that it is for.
 *
 * @param listen where, and what is borne of clients
 * @param trusted who comes in without a credential while there are no tenants
 * @param tenant the one that they come in as
 * @param hostname how this server names itself
 * @param bounds how much a request may have
 * @param messageSize most bytes of one message
 * @param transaction most recipients that share one message in the log
 * @param working about how many bytes of memory may be worked with at a time, over all requests
 * @param log how it is made durable
 * @param checks what the header of a message must be like that comes as a whole
 */
public record HttpConfig(
    ListenSettings listen,
    List<Cidr> trusted,
    String tenant,
    String hostname,
    Bounds bounds,
    long messageSize,
    int transaction,
    long working,
    LogSettings log,
    HeaderChecks checks) {

  private static final long LEAST_WORKING = 48L << 20;

  /** Copies the networks. */
  public HttpConfig {
    trusted = List.copyOf(trusted);
  }

  /** Loopback is trusted; 50,000 recipients, messages of 50 MB, transactions of 1,000. */
  public static HttpConfig defaults(ListenSettings listen, String hostname) {
    return new HttpConfig(
        listen,
        List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1")),
        "default",
        hostname,
        Bounds.defaults(50_000),
        50_000_000,
        1_000,
        Math.max(LEAST_WORKING, Runtime.getRuntime().maxMemory() / 4),
        LogSettings.defaults(),
        HeaderChecks.DEFAULTS);
  }
}
