package milena.policy.versions;

import java.nio.charset.StandardCharsets;
import milena.policy.document.Notation;
import milena.policy.document.PolicyText;
import milena.schemas.PolicyDocument;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The policy's records: a version is under the document's name, a slash and its number, and the
 * pointer, without a body, under the name alone.
 */
final class Documents {

  /** The document's name. */
  static final String NAME = "shaping";

  static final TopicPartition PARTITION = new TopicPartition(Topics.POLICY, 0);

  private final RecordCodec<PolicyDocument> codec;

  Documents(RecordFormat format) {
    codec = format.codec(Topics.POLICY, PolicyDocument.class);
  }

  /** Whether a record is about the policy at all: the topic has other documents. */
  static boolean isOurs(ConsumerRecord<byte[], byte[]> record) {
    var key = key(record);
    return record.value() != null && (key.equals(NAME) || key.startsWith(NAME + "/"));
  }

  static boolean isPointer(ConsumerRecord<byte[], byte[]> record) {
    return key(record).equals(NAME);
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
  }

  Version read(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecord {
    var document = codec.decode(record.value());
    return new Version(
        document.getVersion(),
        new PolicyText(document.getBody(), notation(document.getNotation())),
        document.getWho(),
        document.getWhy(),
        document.getCreatedAt());
  }

  private static Notation notation(String word) throws UnreadableRecord {
    if (word.isEmpty()) {
      return Notation.YAML;
    }
    return Notation.of(word)
        .orElseThrow(
            () ->
                new UnreadableRecord(
                    "it is written in '" + word + "', which this program cannot read"));
  }

  ProducerRecord<byte[], byte[]> version(Version version) {
    return record(NAME + "/" + version.number(), version, version.document().text());
  }

  ProducerRecord<byte[], byte[]> pointer(Version version) {
    return record(NAME, version, "");
  }

  private ProducerRecord<byte[], byte[]> record(String key, Version version, String body) {
    var document =
        new PolicyDocument(
            NAME,
            version.number(),
            body,
            version.who(),
            version.why(),
            version.at(),
            version.document().notation().word());
    return new ProducerRecord<>(
        PARTITION.topic(),
        PARTITION.partition(),
        key.getBytes(StandardCharsets.UTF_8),
        codec.encode(document));
  }
}
