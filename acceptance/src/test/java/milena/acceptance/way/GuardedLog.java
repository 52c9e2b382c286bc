package milena.acceptance.way;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import milena.runtime.config.HostPort;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.LogProfile;
import milena.schemas.Topics;
import milena.standalone.kafka.EmbeddedKafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker that wants a name and a password of everybody (SASL/PLAIN) and grants what it is told.
 * Topics are made by an administrator. A user's password is its name.
 */
final class GuardedLog implements AutoCloseable {

  static final int PARTITIONS = 2;

  private static final String ADMIN = "admin";
  private static final String LOGIN_MODULE =
      "org.apache.kafka.common.security.plain.PlainLoginModule required";
  private static final Pattern SCRIPT = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final EmbeddedKafka broker;

  private GuardedLog(Path folder, EmbeddedKafka broker) {
    this.folder = folder;
    this.broker = broker;
  }

  /** Starts it with the topics of the catalogue, for these users besides the administrator. */
  static GuardedLog start(Path folder, Collection<String> users) throws Exception {
    Files.createDirectories(folder);
    var listen = new HostPort("127.0.0.1", 0);
    var options = new EmbeddedKafka.Options(folder.resolve("kafka"), listen, guard(users));
    var log = new GuardedLog(folder, EmbeddedKafka.start(options, _ -> {}));
    var profile = LogProfile.singleNode(PARTITIONS, Duration.ofDays(7));
    try (var admin = Admin.create(log.as(ADMIN))) {
      var topics =
          Topics.all().stream()
              .map(
                  spec ->
                      new NewTopic(spec.name(), spec.partitionCount(profile), (short) 1)
                          .configs(spec.settings(profile)))
              .toList();
      admin.createTopics(topics).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    return log;
  }

  private static Map<String, String> guard(Collection<String> users) {
    var known = new ArrayList<>(users);
    known.add(ADMIN);
    var passwords =
        known.stream()
            .map(user -> " user_%1$s=\"%1$s\"".formatted(user))
            .collect(Collectors.joining());
    return Map.of(
        "listener.security.protocol.map",
        "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
        "sasl.enabled.mechanisms",
        "PLAIN",
        "sasl.mechanism.inter.broker.protocol",
        "PLAIN",
        "listener.name.plaintext.plain.sasl.jaas.config",
        "%s username=\"%2$s\" password=\"%2$s\"%3$s;".formatted(LOGIN_MODULE, ADMIN, passwords),
        "authorizer.class.name",
        WatchedAuthorizer.class.getName(),
        // The other is the broker itself, at its own controller.
        "super.users",
        "User:" + ADMIN + ";User:ANONYMOUS");
  }

  String bootstrap() {
    return broker.bootstrap();
  }

  /** Settings of a client that comes in as a user. */
  Map<String, Object> as(String user) {
    return Map.of(
        "bootstrap.servers",
        bootstrap(),
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        "%s username=\"%2$s\" password=\"%2$s\";".formatted(LOGIN_MODULE, user));
  }

  ClientSettings clients(String user) {
    return new ClientSettings(as(user), "test");
  }

  /** A client that may do anything. */
  ClientSettings administrator() {
    return clients(ADMIN);
  }

  /** The same settings in a file, as {@code kafka-properties} takes it. */
  Path properties(String user) throws IOException {
    var lines = new TreeMap<>(as(user));
    lines.remove("bootstrap.servers");
    return Files.write(
        folder.resolve(user + ".properties"),
        lines.entrySet().stream().map(line -> line.getKey() + "=" + line.getValue()).toList());
  }

  /** Grants what the scripts of a page grant, in which nothing but Kafka's own tool is replaced. */
  void grantAsThePageSays(Path page) throws Exception {
    var scripts =
        SCRIPT
            .matcher(Files.readString(page))
            .results()
            .map(found -> found.group(1))
            .filter(script -> script.contains("acls --allow-principal"))
            .collect(Collectors.joining());
    var granted = new ArrayList<AclBinding>();
    for (var call : calls(scripts)) {
      granted.addAll(bindings(call));
    }
    if (granted.isEmpty()) {
      throw new AssertionError("nothing is granted in " + page);
    }
    try (var admin = Admin.create(as(ADMIN))) {
      admin.createAcls(granted).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      // The controller has them then; the broker, which asks them, a moment later.
      await("the broker knows what is granted")
          .atMost(PATIENCE)
          .until(
              () -> admin.describeAcls(AclBindingFilter.ANY).values().get().containsAll(granted));
    }
  }

  /** The arguments of each call of the tool. */
  private List<List<String>> calls(String script) throws Exception {
    var tools = Files.createDirectories(folder.resolve("tools"));
    var called = folder.resolve("called");
    Files.writeString(called, "");
    var tool = tools.resolve("kafka-acls.sh");
    Files.writeString(tool, "#!/bin/sh\nprintf '%s\\n' \"$*\" >>'" + called + "'\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    var shell = new ProcessBuilder("sh", "-e", "-u", "-c", script).redirectErrorStream(true);
    shell.environment().merge("PATH", tools.toString(), (path, first) -> first + ":" + path);
    var process = shell.redirectOutput(folder.resolve("said").toFile()).start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(Files.readString(folder.resolve("said")));
    }
    return Files.readAllLines(called).stream().map(line -> List.of(line.split(" +"))).toList();
  }

  /** What a call adds: every operation on every resource. */
  private static List<AclBinding> bindings(List<String> call) {
    var pattern = call.contains("prefixed") ? PatternType.PREFIXED : PatternType.LITERAL;
    var resources = new ArrayList<ResourcePattern>();
    var operations = new ArrayList<AclOperation>();
    var principal = "";
    for (int i = 0; i < call.size(); i++) {
      switch (call.get(i)) {
        case "--topic" ->
            resources.add(new ResourcePattern(ResourceType.TOPIC, call.get(++i), pattern));
        case "--group" ->
            resources.add(new ResourcePattern(ResourceType.GROUP, call.get(++i), pattern));
        case "--transactional-id" ->
            resources.add(
                new ResourcePattern(ResourceType.TRANSACTIONAL_ID, call.get(++i), pattern));
        case "--cluster" ->
            resources.add(
                new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL));
        case "--operation" -> operations.add(operation(call.get(++i)));
        case "--allow-principal" -> principal = call.get(++i);
        case "--add" -> {}
        case "--bootstrap-server", "--command-config", "--resource-pattern-type" -> i++;
        default -> throw new AssertionError("kafka-acls.sh does not know " + call.get(i));
      }
    }
    var bindings = new ArrayList<AclBinding>();
    for (var resource : resources) {
      for (var operation : operations) {
        bindings.add(
            new AclBinding(
                resource,
                new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)));
      }
    }
    return bindings;
  }

  /** Kafka's tool writes {@code DescribeConfigs}. */
  private static AclOperation operation(String word) {
    return AclOperation.fromString(
        word.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
  }

  @Override
  public void close() {
    try {
      broker.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
