package milena.ingest;

import milena.ingest.accept.AcceptanceRules;
import milena.ingest.accept.ReportRules;
import milena.ingest.listen.ListenSettings;
import milena.ingest.log.LogSettings;
import milena.ingest.secure.TlsSettings;
import milena.runtime.config.HostPort;

/**
 * The settings of ingest, each part owned by the step that it is for.
 *
 * @param listen where, and who is let in
 * @param tls with which certificates
 * @param rules what is taken
 * @param log how it is made durable
 * @param reports what is taken of what comes back
 */
public record IngestConfig(
    ListenSettings listen,
    TlsSettings tls,
    AcceptanceRules rules,
    LogSettings log,
    ReportRules reports) {

  /** One to whom nothing comes back. */
  public IngestConfig(
      ListenSettings listen, TlsSettings tls, AcceptanceRules rules, LogSettings log) {
    this(listen, tls, rules, log, ReportRules.NONE);
  }

  /** The defaults of every step. */
  public static IngestConfig defaults(HostPort address, String hostname) {
    return new IngestConfig(
        ListenSettings.defaults(address),
        TlsSettings.NONE,
        AcceptanceRules.defaults(hostname),
        LogSettings.defaults());
  }
}
