package milena.ingest;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import milena.ingest.accept.Acceptance;
import milena.ingest.accept.MessageReceipt;
import milena.ingest.converse.ConversationKit;
import milena.ingest.converse.ConversationKit.Patience;
import milena.ingest.converse.IngestMeters;
import milena.ingest.listen.ListenMeters;
import milena.ingest.listen.SmtpListener;
import milena.ingest.log.ContentWriter;
import milena.ingest.log.MemoryBudget;
import milena.ingest.log.MessageIds;
import milena.ingest.login.LoginDesk;
import milena.ingest.secure.CertificateStore;
import milena.ingest.secure.ListenerTls;
import milena.ingest.secure.TlsEngine;
import milena.ingest.secure.TlsMeters;
import milena.runtime.config.HostPort;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.observe.Meters;
import milena.tenants.rate.TenantRates;
import org.jspecify.annotations.Nullable;

/** Real sockets before a log in memory. */
final class MemoryRig {

  final MemoryLog log = new MemoryLog();
  final MemoryBudget budget;
  final AtomicBoolean storage = new AtomicBoolean(true);
  final SmtpListener listener;
  final Meters meters = new Meters();
  final @Nullable CertificateStore certificates;

  MemoryRig(UnaryOperator<IngestConfig> change) throws Exception {
    this(change, LoginDesk.closed());
  }

  MemoryRig(UnaryOperator<IngestConfig> change, LoginDesk logins) throws Exception {
    this(change, logins, TenantRates.unlimited());
  }

  MemoryRig(UnaryOperator<IngestConfig> change, LoginDesk logins, TenantRates rates)
      throws Exception {
    var config =
        change.apply(IngestConfig.defaults(new HostPort("127.0.0.1", 0), "mx.example.net"));
    budget = new MemoryBudget(config.log().memoryBudget());
    listener = new SmtpListener(config.listen());
    var tls = new TlsMeters(meters, InstantSource.system());
    certificates =
        config.listen().usesTls()
            ? new CertificateStore(config.tls(), TlsEngine.best(), tls)
            : null;
    if (certificates != null) {
      certificates.look();
    }
    var kit =
        new ConversationKit(
            new Acceptance(config.rules(), storage::get),
            logins,
            new MessageIds(InstantSource.system()),
            InstantSource.system(),
            new MessageReceipt.Shared(
                config.rules(),
                storage::get,
                rates,
                new ContentWriter.Shared(log, config.log(), budget)),
            new Patience(config.listen().idle(), config.listen().data(), config.log().timeout()),
            new IngestMeters(meters));
    listener.bind(
        _ -> kit,
        to -> new ListenerTls(store(), to.asksClients(), config.tls().handshake(), tls),
        new ListenMeters(meters));
  }

  CertificateStore store() {
    if (certificates == null) {
      throw new AssertionError("no listener has TLS");
    }
    return certificates;
  }

  /** What a counter stands at, by its line in the scrape up to the value. */
  double count(String line) {
    return meters
        .scrape()
        .lines()
        .filter(it -> it.startsWith(line + " "))
        .mapToDouble(it -> Double.parseDouble(it.substring(line.length() + 1)))
        .sum();
  }

  Wire client() throws Exception {
    return Wire.greeted(listener.addresses().getFirst());
  }

  HostPort address() {
    return listener.addresses().getFirst();
  }

  void drain(Duration atMost) throws Exception {
    listener.drain(Deadline.after(atMost, System::nanoTime));
  }

  void close() throws Exception {
    drain(Duration.ofMillis(200));
    listener.shutdown();
    if (certificates != null) {
      certificates.close();
    }
    meters.close();
  }
}
