package milena.standalone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import milena.mail.route.address.AddressFamilies;
import milena.runtime.config.Cidr;
import milena.runtime.config.HostPort;
import milena.runtime.config.Reserve;
import milena.runtime.config.Setting;
import milena.runtime.config.Settings;
import milena.runtime.config.Settings.Section;
import milena.runtime.config.Size;
import milena.runtime.config.ValueTypes;

/** Every setting of Milena; the reference page, the flags and the checks come from here. */
public final class MilenaSettings {

  public static final Set<Role> ALL_ROLES = Set.copyOf(EnumSet.allOf(Role.class));

  public static final Setting<Path> CONFIG =
      Setting.optional(
          "config", ValueTypes.readableFile("FILE"), "no file", "A YAML file with settings.");

  public static final Setting<Path> DATA =
      Setting.of(
          "data",
          ValueTypes.path("DIR"),
          Path.of("milena-data"),
          """
          The folder of this process: the embedded broker's log and the stores of the router and the
          shaper. It is created when it is not there, and used by one process at a time.
          """);

  public static final Setting<LogLevel> LOG_LEVEL =
      Setting.of(
          "log-level",
          ValueTypes.oneOf(LogLevel.class),
          LogLevel.INFO,
          "How much is logged. At `debug`, addresses of senders and recipients appear.");

  public static final Setting<Duration> DRAIN =
      Setting.of(
          "drain",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofMinutes(30)),
          Duration.ofSeconds(30),
          """
          How long a stop may take: no new mail is taken, and what is under way is finished. A second
          signal ends the process at once.
          """);

  public static final Setting<Set<Role>> ROLES =
      Setting.of(
          "roles",
          ValueTypes.setOf(Role.class),
          ALL_ROLES,
          "What this process does; a cluster is the same program started several times.");

  public static final Setting<HostPort> HTTP =
      Setting.of(
          "http",
          ValueTypes.listen(),
          new HostPort("127.0.0.1", 8090),
          "Where `/health` and `/metrics` are served.");

  public static final Setting<HostPort> BROKER =
      Setting.of(
          "broker",
          ValueTypes.listen(),
          new HostPort("127.0.0.1", 9092),
          "Where the embedded Kafka listens.");

  public static final Setting<Reserve> DISK_RESERVE =
      Setting.of(
          "disk-reserve",
          ValueTypes.reserve(),
          new Reserve(0.1, new Size(1L << 30)),
          """
          What is kept free on the file system of the data folder, for what is written while mail is
          delivered: a share, a size, or both, of which the larger counts. Below it mail is refused with
          452 until there is room again, and delivery goes on. `0` turns that off.
          """);

  public static final Setting<String> KAFKA =
      Setting.optional(
          "kafka",
          ValueTypes.text("BOOTSTRAP"),
          "the embedded broker",
          "The bootstrap servers of an outside cluster, `host:port,host:port`.");

  public static final Setting<Path> KAFKA_PROPERTIES =
      Setting.optional(
          "kafka-properties",
          ValueTypes.readableFile("FILE"),
          "none",
          "A properties file for Kafka's clients, such as for TLS and SASL.");

  public static final Setting<Durability> DURABILITY =
      Setting.optional(
          "durability",
          ValueTypes.oneOf(Durability.class),
          "`flush` on the embedded broker, `replicated` on a cluster",
          """
          What must have happened before mail is acknowledged: `flush` forces it to the disk of one
          node, `replicated` has it on two of three brokers.
          """);

  public static final Setting<Integer> PARTITIONS =
      Setting.optional(
          "partitions",
          ValueTypes.integer(1, 1024),
          "1 with the embedded broker, 12 with an outside one",
          """
          How many partitions the divided topics get when they are created; not changed later. Each is
          worked on by one thread of a stage. More of them than there are machines to work on them
          make every batch smaller, and each batch costs a request and a flush.
          """);

  public static final Setting<HostPort> SMTP =
      Setting.of(
          "smtp",
          ValueTypes.listen(),
          new HostPort("127.0.0.1", 2525),
          "Where mail is accepted from `relay-networks`, without TLS.");

  public static final Setting<String> HOSTNAME =
      Setting.optional(
          "hostname",
          ValueTypes.text("NAME"),
          "the machine's name",
          "Our name in the greeting, in EHLO and in Received.");

  public static final Setting<String> TENANT =
      Setting.of(
          "tenant", ValueTypes.name(), "default", "Whose mail it is that comes in over SMTP.");

  public static final Setting<List<Cidr>> RELAY_NETWORKS =
      Setting.of(
          "relay-networks",
          ValueTypes.networks(),
          List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1")),
          "The networks whose clients may send over `relay` listeners; others are refused.");

  public static final Setting<Size> MESSAGE_SIZE =
      Setting.of(
          "message-size",
          ValueTypes.size(new Size(65_536), new Size(1_000_000_000)),
          new Size(50_000_000),
          "The largest message that is accepted, announced by the SIZE extension.");

  public static final Setting<Integer> RECIPIENTS_MAX =
      Setting.of(
          "recipients-max",
          ValueTypes.integer(100, 5_000),
          1_000,
          "The most recipients of one transaction; the next gets 452 (RFC 5321 §4.5.3.1.10).");

  public static final Setting<HostPort> SMARTHOST =
      Setting.optional(
          "smarthost",
          ValueTypes.remote(),
          "none",
          "Every message goes to this server in place of its MX; it is the only site then.");

  public static final Setting<Path> ROUTES =
      Setting.optional(
          "routes",
          ValueTypes.readableFile("FILE"),
          "none",
          """
          Lines `domain host port`: where a domain's mail goes in place of its MX. A site is then a
          distinct host and port.
          """);

  public static final Setting<Boolean> SANDBOX =
      Setting.of(
          "sandbox",
          ValueTypes.bool(),
          false,
          "The built-in sink is the smarthost: nothing leaves this process.");

  public static final Setting<Boolean> ALLOW_MX =
      Setting.of(
          "allow-mx",
          ValueTypes.bool(),
          false,
          """
          Whether mail may leave for the MX of its domain. Without it, mail that has no route waits with
          the reason `mx-not-allowed`.
          """);

  public static final Setting<List<Cidr>> ALLOW_MX_TO =
      Setting.of(
          "allow-mx-to",
          ValueTypes.networks(),
          List.of(),
          """
          Loopback, private or link-local networks into which an MX may point all the same. Other such
          answers are refused.
          """);

  public static final Setting<HostPort> DNS =
      Setting.optional(
          "dns", ValueTypes.remote(), "the machine's resolver", "The resolver that is asked.");

  public static final Setting<AddressFamilies> MX_ADDRESSES =
      Setting.of(
          "mx-addresses",
          ValueTypes.oneOf(AddressFamilies.class),
          AddressFamilies.IPV4_THEN_IPV6,
          """
          Which addresses of an MX are tried, in which order. One of a family that this machine cannot
          reach only costs the attempt; where it has no IPv6 at all, `ipv4-only` spares it, and the
          question for those addresses.
          """);

  public static final Setting<Integer> MX_PORT =
      Setting.of(
          "mx-port", ValueTypes.integer(1, 65_535), 25, "The port at which an MX is reached.");

  public static final Setting<List<DkimKeyFile>> DKIM =
      Setting.of(
          "dkim",
          DkimKeyFile.TYPE.list(),
          List.of(),
          """
          Keys for DKIM signatures, RSA-SHA256. In the file a list of mappings with `domain`, `selector`
          and `key` (a PEM file).
          """);

  private static final Settings CATALOGUE =
      new Settings(
          "MILENA_",
          CONFIG,
          List.of(
              new Section("The process", List.of(CONFIG, DATA, ROLES, HTTP, DRAIN, LOG_LEVEL)),
              new Section(
                  "The log",
                  List.of(BROKER, DISK_RESERVE, KAFKA, KAFKA_PROPERTIES, DURABILITY, PARTITIONS)),
              new Section("The schema registry", RegistrySettings.ALL),
              new Section(
                  "Accepting mail",
                  List.of(
                      SMTP,
                      ListenerSettings.LISTENERS,
                      ListenerSettings.TLS_CERTIFICATES,
                      ListenerSettings.TLS_CLIENT_CA,
                      ListenerSettings.REPORT_DOMAINS,
                      ListenerSettings.REPORT_SIZE,
                      HOSTNAME,
                      TENANT,
                      RELAY_NETWORKS,
                      MESSAGE_SIZE,
                      RECIPIENTS_MAX,
                      ListenerSettings.NOTICES)),
              new Section("What a message must be like", CheckSettings.ALL),
              new Section("Accepting mail by HTTP", ApiSettings.ALL),
              new Section(
                  "Where mail goes",
                  List.of(
                      SMARTHOST,
                      ROUTES,
                      SANDBOX,
                      ALLOW_MX,
                      ALLOW_MX_TO,
                      MX_ADDRESSES,
                      DNS,
                      MX_PORT,
                      DKIM)),
              new Section("How fast, and how often", PaceSettings.ALL)),
          MilenaContradictions.all(),
          Set.of(
              "MILENA_JAVA_OPTS",
              "MILENA_CLASS_PATH",
              "MILENA_HOME",
              "MILENA_PYTHON",
              "MILENA_OPERATOR_KEY",
              "MILENA_TRACE"));

  private MilenaSettings() {}

  /** The catalogue. */
  public static Settings catalogue() {
    return CATALOGUE;
  }
}
