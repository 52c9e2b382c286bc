package milena.limits;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import milena.limits.share.Limit;
import milena.runtime.clock.SteadyClock;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.observe.Meters;
import milena.schemas.AvroFormat;
import milena.schemas.LogProfile;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import milena.testing.FixedIds;
import milena.testing.TestBroker;

/** A broker, and some services before it. */
final class LimitRig implements AutoCloseable {
  private final RecordFormat format = new AvroFormat(new FixedIds());
  private final Map<LimitService, Meters> nodes = new LinkedHashMap<>();
  private final Collection<Limit> limits;
  private final TestBroker broker;

  LimitRig(Path folder, Collection<Limit> limits) throws Exception {
    this.limits = limits;
    broker = new TestBroker(folder);
    broker.start();
    broker.createTopics(
        LogProfile.singleNode(2, Duration.ofDays(7)),
        List.of(Topics.spec(Topics.DEMAND), Topics.spec(Topics.GRANTS)));
  }

  String bootstrap() {
    return broker.bootstrap();
  }

  LimitService node(String name, Map<String, Object> more) {
    var settings = new HashMap<String, Object>(more);
    settings.put("bootstrap.servers", broker.bootstrap());
    var meters = new Meters();
    var node =
        new LimitService(
            new ClientSettings(settings, name),
            format,
            () -> limits,
            SteadyClock.ofThisProcess(),
            meters);
    nodes.put(node, meters);
    node.start();
    return node;
  }

  String scrape(LimitService node) {
    var meters = nodes.get(node);
    return meters == null ? "" : meters.scrape();
  }

  @Override
  public void close() throws IOException {
    try {
      for (var node : nodes.keySet()) {
        node.stop(Deadline.after(Duration.ofSeconds(10), System::nanoTime));
      }
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
    broker.close();
    nodes.values().forEach(Meters::close);
  }
}
