package milena.ingest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import milena.ingest.log.SystemStorage;
import milena.ingest.log.Written;
import milena.ingest.login.LoginDesk;
import milena.runtime.config.HostPort;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.observe.Meters;
import milena.schemas.AvroFormat;
import milena.schemas.LogProfile;
import milena.schemas.Topics;
import milena.tenants.rate.TenantRates;
import milena.testing.FixedIds;
import milena.testing.TestBroker;
import milena.testing.TestLog;

/** A broker with its topics, ingest before it, and a view of the log behind it. */
final class IngestRig {

  static final byte[] SALT = "a salt of enough bytes".getBytes(StandardCharsets.US_ASCII);
  static final int PARTITIONS = 4;

  final TestBroker broker;
  final BrokerLink link;
  final IngestService service;
  final TestLog log;
  final AvroFormat format = new AvroFormat(new FixedIds());
  final Meters meters = new Meters();

  IngestRig(Path folder, UnaryOperator<IngestConfig> change) throws Exception {
    broker = new TestBroker(folder);
    link = new BrokerLink(broker.linkedPort());
    broker.advertise(link.port());
    broker.start();
    broker.createTopics(
        LogProfile.singleNode(PARTITIONS, Duration.ofDays(7)),
        List.of(
            Topics.spec(Topics.SUBMISSIONS),
            Topics.spec(Topics.CONTENT),
            Topics.spec(Topics.INBOUND)));
    log = new TestLog(broker.bootstrap(), format);
    var config = IngestConfig.defaults(new HostPort("127.0.0.1", 0), "mx.example.net");
    service =
        new IngestService(
            change.apply(config),
            new IngestService.Surroundings(
                Map.of("bootstrap.servers", "127.0.0.1:" + link.port()),
                format,
                Written.NOBODY,
                SystemStorage.AMPLE,
                LoginDesk.closed(),
                TenantRates.unlimited(),
                InstantSource.system(),
                meters),
            SALT);
    service.start();
  }

  HostPort address() {
    return service.addresses().getFirst();
  }

  Wire client() throws Exception {
    return Wire.greeted(address());
  }

  void close() throws Exception {
    service.stop(Deadline.after(Duration.ofSeconds(5), System::nanoTime));
    link.close();
    broker.close();
    meters.close();
  }
}
