package milena.ingest.secure;

import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import milena.runtime.observe.Meters;

/** The certificates of a door while it is open, and the thread that looks at their files. */
public final class Certificates implements AutoCloseable {

  private final TlsSettings settings;
  private final TlsMeters meters;
  private final CertificateStore store;
  private final ScheduledExecutorService looking;

  private Certificates(TlsSettings settings, TlsMeters meters, CertificateStore store) {
    this.settings = settings;
    this.meters = meters;
    this.store = store;
    this.looking =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ingest-certificates").factory());
    store.watch(looking);
  }

  /** Reads the files, or makes one certificate where the settings want that. */
  public static Certificates open(TlsSettings settings, Meters meters, InstantSource clock)
      throws GeneralSecurityException {
    var counted = new TlsMeters(meters, clock);
    var store = new CertificateStore(settings, TlsEngine.best(), counted);
    store.look();
    store.makeSelfSigned(clock);
    return new Certificates(settings, counted, store);
  }

  /**
   * For one listener.
   *
   * @param asksClients whether clients are asked for a certificate, if there is a CA for them
   */
  public ListenerTls listener(boolean asksClients) {
    return new ListenerTls(store, asksClients, settings.handshake(), meters);
  }

  @Override
  public void close() {
    looking.shutdownNow();
    store.close();
  }
}
