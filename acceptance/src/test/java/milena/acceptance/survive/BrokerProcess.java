package milena.acceptance.survive;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import milena.runtime.config.HostPort;
import milena.standalone.kafka.EmbeddedKafka;

/** A Kafka of its own process, as an outside cluster is one. */
final class BrokerProcess {

  private BrokerProcess() {}

  /** Serves on a folder and a port until the process ends. */
  public static void main(String[] arguments) throws Exception {
    var listen = new HostPort("127.0.0.1", Integer.parseInt(arguments[1]));
    var options = new EmbeddedKafka.Options(Path.of(arguments[0]), listen, Map.of());
    try (var broker = EmbeddedKafka.start(options, fault -> Runtime.getRuntime().halt(1))) {
      System.out.println("serving " + broker.bootstrap());
      new CountDownLatch(1).await();
    }
  }
}
