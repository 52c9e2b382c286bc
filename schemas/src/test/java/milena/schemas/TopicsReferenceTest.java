package milena.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of the topics, generated from the catalogue, and the check that it is up to date. */
class TopicsReferenceTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "topics.md");

  /** The defaults of the program: seven days of expiry, four partitions. */
  private static final LogProfile SINGLE = LogProfile.singleNode(4, Duration.ofDays(7));

  private static final LogProfile REPLICATED = LogProfile.replicated(4, Duration.ofDays(7));

  private static final String HEAD =
      """
      # Topics

      Generated from the catalogue in the code (`milena.schemas.Topics`); do not edit.
      The services create what is missing at their start, and stop where a topic is not as it should be.
      Records are Avro in the Confluent wire format, under subjects `TOPIC-value`; the schemas are in the
      `schemas` jar below `milena/schemas/`, each field with its meaning. Submission id and tenant are the
      headers `%s` and `%s` too.

      | topic | key | value | partitions | kept | on the disk of a single node | written by → read by |
      | --- | --- | --- | --- | --- | --- | --- |
      """
          .formatted(Topics.HEADER_ID, Topics.HEADER_TENANT);

  private static final String KINDS =
      """

      **Partitions.** *intake* and *sites* are the setting `partitions`; topics of one kind have equal
      counts, and a key lands in the same one of them. *intake*: by recipient. *sites*: by site shard, as the
      shard map says. *one*: a single partition.

      **Kept.** *while needed*: the longest life of a submission plus two days (the body horizon), and longer
      while one without an ending needs it; the router trims these, Kafka itself removes nothing of them.
      *days*: the body horizon. *audit*: as long as the account must be possible, 30 days or the body horizon,
      whichever is longer. *last value*: compacted, the last value of each key for ever.

      **On the disk of a single node**, under `durability: flush`. *before the acknowledgement*: forced there
      first. *every half second*: at most so much is lost with the power. *derived*: rebuilt from the others.
      Under `durability: replicated` nothing is forced; two of three brokers have it.

      ## Settings

      As Kafka names them, for `expiry` of seven days; first on a single node, then replicated where it differs.
      All have `message.timestamp.type=LogAppendTime` and `max.message.bytes=%d`; replicated ones have three
      replicas and `min.insync.replicas=2`.

      | topic | single node | replicated |
      | --- | --- | --- |
      """
          .formatted(Topics.MAX_RECORD_BYTES);

  private static final String RIGHTS_HEAD =
      """

      ## Who may do what

      What Kafka's ACLs have to allow where brokers have an authorizer, by who writes and reads; a process with
      several roles needs those of each. Give each role a user (`kafka-properties`), do not grant `mail.` as a
      prefix to any, and leave `allow.everyone.if.no.acl.found` at false.

      ```sh
      acls() { kafka-acls.sh --bootstrap-server broker:9092 --command-config admin.properties --add "$@"; }
      topics() { printf -- '--topic %s ' "$@"; }
      """;

  private static final String RIGHTS_TAIL =
      """
      # every process looks at each start whether the topics are as they should be
      for role in ingest router worker bounce registry; do
        acls --allow-principal User:milena-$role --operation Describe --operation DescribeConfigs $(topics \\
          %s)
        acls --allow-principal User:milena-$role --operation Write --topic mail.policy  # only while it is empty
        acls --allow-principal User:milena-$role --operation DescribeConfigs --operation Describe --cluster
      done
      # what is not needed any more, the router removes, and so knows how far the workers are
      acls --allow-principal User:milena-router --operation Delete $(topics \\
        %s)
      acls --allow-principal User:milena-router   --operation Describe --group milena-workers
      # groups, and the transactions of the two stages and of who applies a policy
      acls --allow-principal User:milena-ingest   --operation Read --group milena-outbox --group milena-limits
      acls --allow-principal User:milena-router   --operation Read --group milena-router --group milena-shaper \\
        --group milena-commands --group milena-limits
      acls --allow-principal User:milena-worker   --operation Read --group milena-workers --group milena-limits
      acls --allow-principal User:milena-bounce   --operation Read --group milena-bounce
      acls --allow-principal User:milena-registry --operation Read --group %s
      acls --allow-principal User:milena-operators --operation Describe --group milena-router --group milena-shaper
      acls --allow-principal User:milena-operators --operation Describe --topic mail.control --topic mail.attempts
      for id in milena-router- milena-shaper-; do
        acls --allow-principal User:milena-router --operation Write --operation Describe \\
          --transactional-id $id --resource-pattern-type prefixed
      done
      acls --allow-principal User:milena-operators --operation Write --operation Describe \\
        --transactional-id milena-policy-versions
      ```

      The first start of all creates the topics, which needs `Create` on them too, or make them yourself with the
      settings above. The rights to [outboxes](../operate/README.md#outboxes) are told there.
      """;

  /** The users of the rights, with the words of the catalogue that mean them. */
  private static final Map<String, Set<String>> WORDS =
      Map.of(
          "ingest", Set.of("ingest", "the limit's owner", "every stage"),
          "router", Set.of("router", "shaper", "the limit's owner", "every stage"),
          "worker", Set.of("workers", "the limit's owner", "every stage"),
          "bounce", Set.of("bounce-processor", "every stage"),
          "registry", Set.of("registry", "every stage"),
          "operators", Set.of("operators", "audit", "anyone"));

  @Test
  void shouldHaveAnUpToDatePage() throws IOException {
    // Given
    var expected = page();
    if (Boolean.getBoolean("regenerate")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, expected);
    }

    // Then
    assertThat(PAGE)
        .as(
            "write it anew: mvn -q -Dquick -pl schemas test -Dregenerate=true"
                + " -Dtest=TopicsReferenceTest")
        .exists()
        .content()
        .isEqualTo(expected);
  }

  private static String page() {
    return HEAD
        + all().map(TopicsReferenceTest::row).collect(Collectors.joining())
        + KINDS
        + all().map(TopicsReferenceTest::settings).collect(Collectors.joining())
        + rights();
  }

  private static String rights() {
    var text = new StringBuilder(RIGHTS_HEAD);
    for (var user : List.of("ingest", "router", "worker", "bounce", "registry", "operators")) {
      right(text, user, "Read", TopicsReferenceTest::readers);
      right(text, user, "Write", TopicsReferenceTest::writers);
    }
    return text.append(
            RIGHTS_TAIL.formatted(
                names(Topics.all().stream()),
                names(Topics.all().stream().filter(spec -> spec.trimmedAfter(SINGLE).isPresent())),
                Topics.SCHEMAS))
        .toString();
  }

  private static void right(
      StringBuilder text, String user, String operation, Function<TopicSpec, Set<String>> who) {
    var words = Objects.requireNonNull(WORDS.get(user));
    var granted =
        Topics.all().stream().filter(spec -> !Collections.disjoint(who.apply(spec), words));
    var names = names(granted);
    if (!names.isEmpty()) {
      text.append(
          "acls --allow-principal User:milena-%s --operation %s $(topics \\\n  %s)\n"
              .formatted(user, operation, names));
    }
  }

  private static String names(Stream<TopicSpec> specs) {
    return specs.map(TopicSpec::name).collect(Collectors.joining(" "));
  }

  private static Set<String> writers(TopicSpec spec) {
    return Set.of(spec.path().split(" → ")[0].split(", "));
  }

  private static Set<String> readers(TopicSpec spec) {
    return Set.of(spec.path().split(" → ")[1].split(", "));
  }

  @Test
  void shouldNameOnlyWhoThereIs() {
    // Given
    var known = WORDS.values().stream().flatMap(Set::stream).collect(Collectors.toSet());

    // Then
    for (var spec : Topics.all()) {
      assertThat(known).as(spec.name()).containsAll(writers(spec));
      assertThat(readers(spec))
          .as(spec.name())
          .allMatch(word -> known.contains(word) || word.equals("nobody yet"));
    }
    // Whoever can read it can try passwords against it, and whoever writes to it comes in as
    // anybody.
    var credentials = Topics.spec(Topics.CREDENTIALS);
    assertThat(readers(credentials)).containsExactlyInAnyOrder("ingest", "operators");
    assertThat(writers(credentials)).containsExactly("operators");
  }

  private static Stream<TopicSpec> all() {
    return Stream.concat(Stream.of(Topics.outbox("TENANT")), Topics.all().stream());
  }

  private static String row(TopicSpec spec) {
    return "| `%s` | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            spec.name(),
            spec.key(),
            spec.value().isEmpty() ? "JSON" : value(spec.value()),
            partitions(spec.partitions()),
            kept(spec.kept()),
            flush(spec.flush()),
            spec.path());
  }

  private static String value(String record) {
    return "[%1$s](../../schemas/src/main/avro/%1$s.avsc)".formatted(record);
  }

  private static String partitions(TopicSpec.Partitions partitions) {
    return switch (partitions) {
      case INTAKE -> "intake";
      case SITES -> "sites";
      case ONE -> "one";
    };
  }

  private static String kept(TopicSpec.Kept kept) {
    return switch (kept) {
      case WHILE_NEEDED -> "while needed";
      case FACTS_WHILE_NEEDED -> "while needed, and audit";
      case AUDIT_HORIZON -> "audit";
      case DAYS -> "days";
      case HOUR -> "an hour";
      case COMPACTED -> "last value";
      case COMPACTED_DAYS -> "last value, for the body horizon";
      case FOREVER -> "for ever";
    };
  }

  private static String flush(TopicSpec.Flush flush) {
    return switch (flush) {
      case BEFORE_ACK -> "before the acknowledgement";
      case HALF_SECOND -> "every half second";
      case DERIVED -> "derived";
    };
  }

  private static String settings(TopicSpec spec) {
    var single = own(spec, SINGLE);
    var replicated = own(spec, REPLICATED);
    return "| `%s` | %s | %s |\n"
        .formatted(spec.name(), single, replicated.equals(single) ? "the same" : replicated);
  }

  private static String own(TopicSpec spec, LogProfile profile) {
    return spec.settings(profile).entrySet().stream()
        .filter(setting -> !setting.getKey().equals("message.timestamp.type"))
        .filter(setting -> !setting.getKey().equals("max.message.bytes"))
        .filter(setting -> !setting.getKey().equals("min.insync.replicas"))
        .map(setting -> "`" + setting.getKey() + "=" + setting.getValue() + "`")
        .collect(Collectors.joining(" "));
  }
}
