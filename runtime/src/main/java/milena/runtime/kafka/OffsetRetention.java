package milena.runtime.kafka;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a cluster remembers how far a group that is away has read. A stage that is away for
 * longer begins anew, from the oldest record that is kept.
 */
public final class OffsetRetention {
  private static final Logger log = LoggerFactory.getLogger(OffsetRetention.class);
  private static final String SETTING = "offsets.retention.minutes";

  private final Admin admin;
  private final Duration patience;

  /** Asks through this client, and gives up on an answer after {@code patience}. */
  public OffsetRetention(Admin admin, Duration patience) {
    this.admin = admin;
    this.patience = patience;
  }

  /**
   * Warns when the cluster forgets sooner than records are removed, or does not say.
   *
   * @param kept how long records are kept
   * @return whether it remembers for long enough
   */
  public boolean check(Duration kept) throws InterruptedException {
    var minutes = minutes();
    if (minutes.isEmpty()) {
      log.warn("the cluster does not say its setting={} wanted={}", SETTING, kept.toMinutes());
      return false;
    }
    if (minutes.getAsLong() < kept.toMinutes()) {
      log.warn(
          "the cluster forgets how far stages have read before records are removed: after a longer"
              + " stop of all processes, mail would be sent again; setting={} value={} wanted={}",
          SETTING,
          minutes.getAsLong(),
          kept.toMinutes());
      return false;
    }
    return true;
  }

  private OptionalLong minutes() throws InterruptedException {
    try {
      var nodes = admin.describeCluster().nodes().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      for (var node : nodes) {
        var broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
        var settings =
            admin
                .describeConfigs(List.of(broker))
                .all()
                .get(patience.toMillis(), TimeUnit.MILLISECONDS)
                .get(broker);
        var entry = settings == null ? null : settings.get(SETTING);
        if (entry != null && entry.value() != null) {
          return OptionalLong.of(Long.parseLong(entry.value()));
        }
      }
      return OptionalLong.empty();
    } catch (ExecutionException | TimeoutException e) {
      // Some clusters let nobody see their settings: that is no reason not to start.
      log.debug("the settings of the cluster's nodes are not to be had", e);
      return OptionalLong.empty();
    }
  }
}
