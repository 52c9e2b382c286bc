package milena.standalone.recover;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import milena.schemas.Topics;
import milena.standalone.data.Synced;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What refers to one another by offsets that are given out again, and therefore goes together:
 * topics, how far stages had read, and what they kept of it.
 */
final class Generation {
  private static final Logger log = LoggerFactory.getLogger(Generation.class);

  /** Derived from flushed topics, or refers to what is. */
  static final List<String> TOPICS =
      List.of(
          Topics.RECIPIENTS,
          Topics.QUEUE,
          Topics.CONTROL,
          Topics.DISPATCH,
          Topics.ATTEMPTS,
          Topics.SITES_TABLE,
          Topics.PARKED,
          Topics.SHAPER_STATE,
          // Shares of limits end by themselves within seconds.
          Topics.DEMAND,
          Topics.GRANTS);

  /** Written by transactions, and part of the account: what survived of them stays. */
  static final List<String> ACCOUNT = List.of(Topics.EVENTS, Topics.DEAD_LETTERS);

  /** They begin anew. */
  static final List<String> GROUPS =
      List.of(
          "milena-router", "milena-shaper", "milena-workers", "milena-limits", "milena-commands");

  /**
   * Goes on where it was: events that it read again would bring back suppressions which an operator
   * has lifted since.
   */
  static final String BOUNCE = "milena-bounce";

  /** Goes on where it was, or a little before: what it reads again, the router knows. */
  static final String OUTBOX = "milena-outbox";

  /** Where the stages keep their stores, below the data folder. */
  private static final String STORES = "state";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Admin admin;

  Generation(Admin admin) {
    this.admin = admin;
  }

  /** Takes the dead members out of the groups, which would otherwise be waited for. */
  void evictMembers() throws InterruptedException {
    for (var group : GROUPS) {
      evictMembers(group);
    }
    evictMembers(BOUNCE);
    evictMembers(OUTBOX);
  }

  private void evictMembers(String group) throws InterruptedException {
    try {
      Answers.of(
          admin
              .removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
              .all());
    } catch (GroupIdNotFoundException never) {
      log.debug("the group has never been group={}", group);
    } catch (KafkaException refused) {
      log.info("members are left to time out group={} reason={}", group, refused.toString());
    }
  }

  /** Takes everything of the generation away; what is gone already is no reason to stop. */
  void drop(Path data) throws IOException, InterruptedException {
    for (var topic : TOPICS) {
      dropTopic(topic);
    }
    if (!Answers.await(PATIENCE, () -> topicsAmong(TOPICS).isEmpty())) {
      throw new KafkaException("topics cannot be deleted: " + topicsAmong(TOPICS));
    }
    for (var group : GROUPS) {
      if (!Answers.await(PATIENCE, () -> dropGroup(group))) {
        throw new KafkaException("the group " + group + " cannot be deleted");
      }
    }
    Synced.deleteTree(data.resolve(STORES));
  }

  private void dropTopic(String topic) throws InterruptedException {
    try {
      Answers.of(admin.deleteTopics(List.of(topic)).all());
    } catch (UnknownTopicOrPartitionException gone) {
      log.debug("the topic is gone already topic={}", topic);
    }
  }

  /** Whether the group is gone. */
  private boolean dropGroup(String group) throws InterruptedException {
    try {
      Answers.of(admin.deleteConsumerGroups(List.of(group)).all());
      return true;
    } catch (GroupIdNotFoundException gone) {
      return true;
    } catch (KafkaException notYet) {
      log.debug("the group is not deleted yet group={}", group, notYet);
      evictMembers(group);
      return false;
    }
  }

  /** Topics of tenants: flushed, so they stay; transactions of their programs may be open there. */
  Set<String> outboxes() throws InterruptedException {
    var there = new TreeSet<>(Answers.of(admin.listTopics().names()));
    there.removeIf(topic -> !topic.startsWith(Topics.OUTBOX_PREFIX));
    return there;
  }

  /** Which of these topics are there; also Kafka's own may be asked for. */
  Set<String> topicsAmong(List<String> wanted) throws InterruptedException {
    var all = new ListTopicsOptions().listInternal(true);
    var there = new TreeSet<>(Answers.of(admin.listTopics(all).names()));
    there.retainAll(wanted);
    return there;
  }
}
