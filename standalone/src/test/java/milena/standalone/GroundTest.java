package milena.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import milena.runtime.config.HostPort;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.kafka.OffsetRetention;
import milena.runtime.kafka.TopicProvisioner.TopicsDiffer;
import milena.schemas.LogProfile;
import milena.schemas.Topics;
import milena.standalone.kafka.EmbeddedKafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept is kept for as long as a submission may need it, or nothing starts. */
class GroundTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long DAY = Duration.ofDays(1).toMillis();

  @TempDir Path folder;

  /** A node of the cluster takes note of a setting a little after the controller did. */
  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(1));
  }

  @Test
  void shouldNotStartOnTopicsThatForgetBeforeMailHasExpired() throws Exception {
    try (var broker = EmbeddedKafka.start(EmbeddedKafka.Options.at(folder), fault -> {})) {
      // Given
      var clients = new ClientSettings(Map.of("bootstrap.servers", broker.bootstrap()), "test");
      var week = LogProfile.singleNode(1, Duration.ofDays(7));
      var month = LogProfile.singleNode(1, Duration.ofDays(30));
      Ground.topics(clients, week, false);

      // Then: a cluster's topics are not touched, and each that keeps too little is named
      assertThatThrownBy(() -> Ground.topics(clients, month, false))
          .isInstanceOf(TopicsDiffer.class)
          .hasMessageContaining(
              "mail.inbound has retention.ms=%d, wanted %d or more", 9 * DAY, 32 * DAY)
          .hasMessageContaining("mail.commands has retention.ms")
          .hasMessageNotContaining("mail.submissions")
          .hasMessageNotContaining("mail.parked");
      // and our own are made to fit, and what keeps more than it must is left alone
      Ground.topics(clients, month, true);
      await()
          .ignoreExceptionsInstanceOf(TopicsDiffer.class)
          .untilAsserted(() -> Ground.topics(clients, month, false));
      assertThatCode(() -> Ground.topics(clients, week, false)).doesNotThrowAnyException();

      // When: somebody bounds a topic's size
      set(clients, Topics.QUEUE, "retention.bytes", "1000000");

      // Then
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> Ground.topics(clients, week, false))
                      .hasMessageContaining("mail.queue has retention.bytes=1000000, wanted -1"));
    }
  }

  @Test
  void shouldSeeWhetherTheClusterForgetsPositionsBeforeRecords() throws Exception {
    var kept = Duration.ofDays(30);
    try (var ours = EmbeddedKafka.start(EmbeddedKafka.Options.at(folder), fault -> {});
        var admin = Admin.create(Map.of("bootstrap.servers", ours.bootstrap()))) {
      assertThat(new OffsetRetention(admin, PATIENCE).check(kept)).isTrue();
    }
    var usual =
        new EmbeddedKafka.Options(
            folder, new HostPort("127.0.0.1", 0), Map.of("offsets.retention.minutes", "10080"));
    try (var theirs = EmbeddedKafka.start(usual, fault -> {});
        var admin = Admin.create(Map.of("bootstrap.servers", theirs.bootstrap()))) {
      assertThat(new OffsetRetention(admin, PATIENCE).check(kept)).isFalse();
    }
  }

  private static void set(ClientSettings clients, String topic, String name, String value)
      throws Exception {
    try (var admin = Admin.create(clients.admin())) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, topic),
                  List.of(
                      new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }
}
