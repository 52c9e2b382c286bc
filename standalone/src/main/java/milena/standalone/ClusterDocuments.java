package milena.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.PolicyDocument;
import milena.schemas.RecordFormat;
import milena.schemas.ShardMap;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import milena.standalone.account.LogReader;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What a cluster must agree on for ever: the salt of keys, and where site shards are. Both are
 * documents of {@code mail.policy}. Whoever starts first writes them; since both follow from the
 * cluster alone (the id that Kafka gave the topic, its number of partitions), processes that start
 * together write the same.
 *
 * @param salt of keys by recipient, as hexadecimal digits
 * @param shardMap the map in force
 */
public record ClusterDocuments(String salt, ShardMap shardMap) {
  /** Name of the document with the salt. */
  public static final String SALT = "salt";

  /** Name of the document with the shard map. */
  public static final String SHARD_MAP = "shard-map";

  /** The topic also has the versions of the policy, of which there may be many. */
  private static final Set<String> NAMES = Set.of(SALT, SHARD_MAP);

  private static final String WHO = "milena";
  private static final long PATIENCE_SECONDS = 30;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The salt as bytes. */
  public byte[] saltBytes() {
    return HexFormat.of().parseHex(salt);
  }

  /** Reads the documents, and writes those that are missing. */
  static ClusterDocuments provide(ClientSettings clients, RecordFormat format, int sitePartitions)
      throws InterruptedException {
    var found = read(clients, format);
    var salt = found.get(SALT);
    var map = found.get(SHARD_MAP);
    if (salt == null) {
      salt = firstSalt(clients);
      write(clients, format, SALT, salt);
    }
    if (map == null) {
      map = json(ShardMap.first(sitePartitions));
      write(clients, format, SHARD_MAP, map);
    }
    return new ClusterDocuments(salt, shardMap(map));
  }

  /** Reads the documents of a cluster that has been started before. */
  public static Map<String, String> read(ClientSettings clients, RecordFormat format) {
    var codec = format.codec(Topics.POLICY, PolicyDocument.class);
    var found = new HashMap<String, String>();
    new LogReader(clients)
        .read(
            new TopicPartition(Topics.POLICY, 0),
            record -> {
              var name = new String(record.key(), StandardCharsets.UTF_8);
              try {
                if (record.value() != null && NAMES.contains(name)) {
                  found.put(name, codec.decode(record.value()).getBody());
                }
              } catch (UnreadableRecord e) {
                throw new IllegalStateException("a policy document cannot be read", e);
              }
            });
    return found;
  }

  private static String firstSalt(ClientSettings clients) throws InterruptedException {
    try (var admin = Admin.create(clients.admin())) {
      var description =
          admin
              .describeTopics(java.util.List.of(Topics.POLICY))
              .allTopicNames()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .get(Topics.POLICY);
      if (description == null) {
        throw new IllegalStateException("the topic " + Topics.POLICY + " is not there");
      }
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update("milena salt ".getBytes(StandardCharsets.UTF_8));
      return HexFormat.of()
          .formatHex(
              digest.digest(description.topicId().toString().getBytes(StandardCharsets.UTF_8)));
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("cannot ask Kafka for the topic " + Topics.POLICY, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void write(ClientSettings clients, RecordFormat format, String name, String body)
      throws InterruptedException {
    var document =
        new PolicyDocument(name, 1, body, WHO, "first start", System.currentTimeMillis(), "");
    var value = format.codec(Topics.POLICY, PolicyDocument.class).encode(document);
    try (var producer = new KafkaProducer<byte[], byte[]>(clients.producer("documents"))) {
      producer
          .send(
              new ProducerRecord<>(Topics.POLICY, 0, name.getBytes(StandardCharsets.UTF_8), value))
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("cannot write the document " + name, e);
    }
  }

  private static String json(ShardMap map) {
    try {
      return JSON.writeValueAsString(map);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a shard map is always JSON", e);
    }
  }

  private static ShardMap shardMap(String json) {
    try {
      return JSON.readValue(json, new TypeReference<ShardMap>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the document " + SHARD_MAP + " is no shard map", e);
    }
  }
}
