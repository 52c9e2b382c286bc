package milena.standalone.kafka;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server$;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.controller.ControllerRequestContext;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A controller and a broker that share one log, as Kafka's own server has them, with one step more
 * between their starts: the controller forgets the broker of the last run.
 *
 * <p>After a kill it would believe that one to be alive until its session ends, and let the new one
 * wait. Meanwhile the new one's transaction coordinator would already be at work on what the kill
 * left open; and then, when the session ends, no partition has a leader for a moment, and Kafka
 * 4.3.1 takes such partitions for deleted and leaves the markers out that end a transaction there
 * (KAFKA-20734): what was aborted becomes visible with the next commit.
 */
final class OneNode {

  private static final Logger log = LoggerFactory.getLogger(OneNode.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final ControllerServer controller;
  private final BrokerServer broker;

  OneNode(KafkaConfig config) {
    var prepared = KafkaRaftServer.initializeLogDirs(config, log, "");
    var metrics =
        Server$.MODULE$.initializeMetrics(
            config, Time.SYSTEM, prepared._1().clusterId().orElseThrow());
    var quorum = config.quorumConfig();
    var shared =
        new SharedServer(
            config,
            prepared._1(),
            Time.SYSTEM,
            metrics,
            CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(quorum.voters())),
            QuorumConfig.parseBootstrapServers(quorum.bootstrapServers()),
            new StandardFaultHandlerFactory(),
            ServerSocketFactory.INSTANCE);
    broker = new BrokerServer(shared);
    controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), prepared._2());
  }

  /** Returns when the broker serves clients. */
  void startup() {
    controller.startup();
    forgetTheLastRun();
    broker.startup();
  }

  private void forgetTheLastRun() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - deadline < 0) {
      var who =
          new ControllerRequestContext(
              new RequestHeaderData(), KafkaPrincipal.ANONYMOUS, OptionalLong.of(deadline));
      try {
        controller
            .controller()
            .unregisterBroker(who, BrokerSettings.NODE_ID)
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return;
      } catch (ExecutionException refused) {
        if (refused.getCause() instanceof BrokerIdNotRegisteredException) {
          return;
        }
        if (!(refused.getCause() instanceof NotControllerException)) {
          throw new IllegalStateException("the controller does not start", refused.getCause());
        }
        pause();
      } catch (InterruptedException | java.util.concurrent.TimeoutException silent) {
        throw new IllegalStateException("the controller does not answer", silent);
      }
    }
    throw new IllegalStateException("the controller did not become active in " + PATIENCE);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  void shutdown() {
    broker.shutdown();
    controller.shutdown();
  }

  void awaitShutdown() {
    broker.awaitShutdown();
    controller.awaitShutdown();
  }
}
