package milena.standalone.recover;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where partitions begin and end, and groups that believe to have read beyond. */
final class LogOffsets {
  private static final Logger log = LoggerFactory.getLogger(LogOffsets.class);

  private final Admin admin;

  LogOffsets(Admin admin) {
    this.admin = admin;
  }

  /** The partitions of topics that are there. */
  List<TopicPartition> partitions(Collection<String> topics) throws InterruptedException {
    var partitions = new ArrayList<TopicPartition>();
    for (var topic : Answers.of(admin.describeTopics(topics).allTopicNames()).values()) {
      topic
          .partitions()
          .forEach(info -> partitions.add(new TopicPartition(topic.name(), info.partition())));
    }
    return partitions;
  }

  /** The first offset that is there, by the number of the partition. */
  Map<Integer, Long> begins(String topic) throws InterruptedException {
    return byNumber(ask(partitions(List.of(topic)), OffsetSpec.earliest()));
  }

  /** The offset that the next record gets, by the number of the partition. */
  Map<Integer, Long> ends(String topic) throws InterruptedException {
    return byNumber(ask(partitions(List.of(topic)), OffsetSpec.latest()));
  }

  private static Map<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
    var byNumber = new HashMap<Integer, Long>();
    offsets.forEach((partition, offset) -> byNumber.put(partition.partition(), offset));
    return byNumber;
  }

  private Map<TopicPartition, Long> ask(List<TopicPartition> partitions, OffsetSpec which)
      throws InterruptedException {
    var asked = new HashMap<TopicPartition, OffsetSpec>();
    partitions.forEach(partition -> asked.put(partition, which));
    var offsets = new HashMap<TopicPartition, Long>();
    Answers.of(admin.listOffsets(asked).all())
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  /**
   * Has every group that read what is lost go on at the end of what is left: else it would miss the
   * records that get those offsets next.
   */
  void bringBackReaders(Collection<String> topics) throws InterruptedException {
    var ends = ask(partitions(topics), OffsetSpec.latest());
    for (var group : Answers.of(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all())) {
      var beyond = new HashMap<TopicPartition, OffsetAndMetadata>();
      Answers.of(
              admin
                  .listConsumerGroupOffsets(group.groupId())
                  .partitionsToOffsetAndMetadata(group.groupId()))
          .forEach(
              (partition, committed) -> {
                var end = ends.get(partition);
                if (end != null && committed != null && committed.offset() > end) {
                  beyond.put(partition, new OffsetAndMetadata(end));
                }
              });
      if (!beyond.isEmpty()) {
        bringBack(group.groupId(), beyond);
      }
    }
  }

  private void bringBack(String group, Map<TopicPartition, OffsetAndMetadata> to)
      throws InterruptedException {
    try {
      Answers.of(admin.alterConsumerGroupOffsets(group, to).all());
      log.warn("group goes back to the end of what survived group={} offsets={}", group, to);
    } catch (KafkaException refused) {
      log.warn(
          "group has read records that are lost and has members; set it back to the end, or it"
              + " misses what comes next group={} offsets={}",
          group,
          to,
          refused);
    }
  }
}
