package milena.standalone;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import milena.ingest.accept.ReportRules;
import milena.ingest.header.HeaderChecks;
import milena.ingest.listen.Listener;
import milena.ingest.secure.TlsSettings;
import milena.mail.route.address.AddressFamilies;
import milena.runtime.config.Cidr;
import milena.runtime.config.EffectiveConfig;
import milena.runtime.config.HostPort;
import milena.runtime.config.Rate;
import milena.runtime.config.Reserve;
import milena.runtime.config.Secret;
import milena.runtime.config.Size;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a process in the shape in which its services take them. What contradicts itself
 * cannot be expressed here.
 *
 * @param data the folder of this process
 * @param http where health and metrics are served
 * @param drain how long a stop may take
 */
public record MilenaConfig(
    Path data,
    HostPort http,
    Duration drain,
    LogLevel logLevel,
    Set<Role> roles,
    Log log,
    Registry registry,
    Values values,
    Intake intake,
    Api api,
    Routing routing,
    Sites sites,
    Retries retries) {

  /** A flush serves all that came meanwhile, but for one partition: on one node, one is fastest. */
  private static final int ONE_NODE_PARTITIONS = 1;

  private static final int CLUSTER_PARTITIONS = 12;

  /** Where the log is, and how it is kept. */
  public record Log(LogPlace place, Durability durability, int partitions) {}

  /** The embedded broker, or a cluster. */
  public sealed interface LogPlace {
    /**
     * The one of this process.
     *
     * @param listen where it serves
     * @param reserve what stays free on the disk of its log
     */
    record Embedded(HostPort listen, Reserve reserve) implements LogPlace {}

    /**
     * A cluster that others run.
     *
     * @param bootstrap {@code host:port,host:port}
     * @param clientProperties for TLS and SASL; null for none
     */
    record Outside(String bootstrap, @Nullable Path clientProperties) implements LogPlace {}
  }

  /** The registry in this process, or another. */
  public sealed interface Registry {
    record BuiltIn(HostPort listen) implements Registry {}

    /**
     * Another; each of the three after the addresses is null where it is not used.
     *
     * @param urls addresses of one registry, at least one
     */
    record Outside(
        List<URI> urls,
        @Nullable Credentials credentials,
        @Nullable Store key,
        @Nullable Store trust)
        implements Registry {}
  }

  /** Who writes and reads the values of the log. */
  public sealed interface Values {
    record BuiltIn() implements Values {}

    /**
     * The user's own classes.
     *
     * @param serializer class name
     * @param deserializer class name
     * @param properties for both; null for none
     */
    record Plugged(String serializer, String deserializer, @Nullable Path properties)
        implements Values {}
  }

  /** For basic authentication. */
  public record Credentials(String user, Secret password) {}

  /** A PKCS#12 file; null where it has no password. */
  public record Store(Path file, @Nullable Secret password) {}

  /**
   * Who may send what to us.
   *
   * @param smtp the plain listener, which is always there
   * @param listeners the others
   * @param tls with what these do TLS
   * @param notices whether DSN and DELIVERBY are offered
   * @param reports what is taken of what comes back
   * @param checks what the header of a message must be like
   */
  public record Intake(
      HostPort smtp,
      List<Listener> listeners,
      TlsSettings tls,
      String hostname,
      String tenant,
      List<Cidr> relayNetworks,
      Size messageSize,
      int recipientsMax,
      boolean notices,
      ReportRules reports,
      HeaderChecks checks) {}

  /**
   * Who may send what to us by HTTP.
   *
   * @param networks trusted while there are no tenants
   * @param body the largest body
   * @param recipients most of one request
   * @param requests most at a time
   * @param connectionsPerAddress most of one client's address
   * @param tls whether with the certificates of the intake
   */
  public record Api(
      HostPort listen,
      List<Cidr> networks,
      Size body,
      int recipients,
      int requests,
      int connectionsPerAddress,
      boolean tls) {}

  /** Where mail goes, from which name, and under whose signature. */
  public record Routing(Destination destination, Mx mx, List<DkimKeyFile> dkim) {}

  /** Where mail goes. */
  public sealed interface Destination {
    /** To the MX of its domain, if {@link Mx#allowed}. */
    record ByMx() implements Destination {}

    /** All of it to one server. */
    record Smarthost(HostPort server) implements Destination {}

    /** Domains of the file to its servers; others by MX. */
    record Routes(Path file) implements Destination {}

    /** All of it to the sink in this process. */
    record Sandbox() implements Destination {}
  }

  /**
   * How an MX is found and reached.
   *
   * @param allowed whether mail may leave for one at all
   * @param allowedNetworks special networks into which one may point all the same
   * @param dns the resolver; null for the machine's
   * @param families which of an MX host's addresses are used, in which order
   */
  public record Mx(
      boolean allowed,
      List<Cidr> allowedNetworks,
      @Nullable HostPort dns,
      int port,
      AddressFamilies families) {}

  /**
   * What holds for a site of which nothing else is said.
   *
   * @param connectionsInAll to all sites together; empty for what this process has files for
   * @param proxyPassword for SOCKS 5 proxies; empty for none
   */
  public record Sites(
      int connections,
      OptionalInt connectionsInAll,
      int messagesPerConnection,
      int recipientsPerTransaction,
      Secret proxyPassword,
      Rate messageRate) {}

  /**
   * When a deferred message is tried again, and when no more.
   *
   * @param jitter a fraction of the wait, 0 to 1
   */
  public record Retries(
      Duration initial, double factor, double jitter, Duration longest, Duration expiry) {}

  /**
   * Takes the values out of the catalogue's names; looks up the machine's name if none is given.
   */
  public static MilenaConfig of(EffectiveConfig config) {
    return new MilenaConfig(
        config.get(MilenaSettings.DATA),
        config.get(MilenaSettings.HTTP),
        config.get(MilenaSettings.DRAIN),
        config.get(MilenaSettings.LOG_LEVEL),
        config.get(MilenaSettings.ROLES),
        log(config),
        registry(config),
        values(config),
        intake(config),
        ApiSettings.of(config),
        new Routing(destination(config), mx(config), config.get(MilenaSettings.DKIM)),
        new Sites(
            config.get(PaceSettings.CONNECTIONS),
            config
                .find(PaceSettings.CONNECTIONS_IN_ALL)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty()),
            config.get(PaceSettings.MESSAGES_PER_CONNECTION),
            config.get(PaceSettings.RECIPIENTS_PER_TRANSACTION),
            config.find(PaceSettings.PROXY_PASSWORD).orElseGet(() -> new Secret("")),
            config.get(PaceSettings.MESSAGE_RATE)),
        new Retries(
            config.get(PaceSettings.RETRY),
            config.get(PaceSettings.RETRY_FACTOR),
            config.get(PaceSettings.RETRY_JITTER),
            config.get(PaceSettings.RETRY_MAX),
            config.get(PaceSettings.EXPIRY)));
  }

  /** The same settings, with what those come to that follow from others or from the machine. */
  public static EffectiveConfig effective(EffectiveConfig config) {
    var log = log(config);
    return config
        .with(MilenaSettings.DURABILITY, log.durability())
        .with(MilenaSettings.PARTITIONS, log.partitions())
        .with(MilenaSettings.HOSTNAME, intake(config).hostname());
  }

  private static Log log(EffectiveConfig config) {
    var outside = config.find(MilenaSettings.KAFKA).orElse(null);
    var place =
        outside == null
            ? new LogPlace.Embedded(
                config.get(MilenaSettings.BROKER), config.get(MilenaSettings.DISK_RESERVE))
            : new LogPlace.Outside(
                outside, config.find(MilenaSettings.KAFKA_PROPERTIES).orElse(null));
    var byPlace = outside == null ? Durability.FLUSH : Durability.REPLICATED;
    int partitions = outside == null ? ONE_NODE_PARTITIONS : CLUSTER_PARTITIONS;
    return new Log(
        place,
        config.find(MilenaSettings.DURABILITY).orElse(byPlace),
        config.find(MilenaSettings.PARTITIONS).orElse(partitions));
  }

  private static Registry registry(EffectiveConfig config) {
    var urls = config.find(RegistrySettings.REGISTRY_URL).orElse(null);
    if (urls == null) {
      return new Registry.BuiltIn(config.get(RegistrySettings.REGISTRY));
    }
    var user = config.find(RegistrySettings.REGISTRY_USER).orElse(null);
    return new Registry.Outside(
        urls,
        user == null ? null : new Credentials(user, config.get(RegistrySettings.REGISTRY_PASSWORD)),
        config
            .find(RegistrySettings.REGISTRY_KEY_STORE)
            .map(
                file ->
                    store(file, config.find(RegistrySettings.REGISTRY_KEY_PASSWORD).orElse(null)))
            .orElse(null),
        config
            .find(RegistrySettings.REGISTRY_TRUST_STORE)
            .map(
                file ->
                    store(file, config.find(RegistrySettings.REGISTRY_TRUST_PASSWORD).orElse(null)))
            .orElse(null));
  }

  private static Values values(EffectiveConfig config) {
    return config
        .find(RegistrySettings.SERIALIZER)
        .<Values>map(
            serializer ->
                new Values.Plugged(
                    serializer,
                    config.get(RegistrySettings.DESERIALIZER),
                    config.find(RegistrySettings.SERDE_PROPERTIES).orElse(null)))
        .orElseGet(Values.BuiltIn::new);
  }

  private static Store store(Path file, @Nullable Secret password) {
    return new Store(file, password);
  }

  private static Intake intake(EffectiveConfig config) {
    var hostname = config.find(MilenaSettings.HOSTNAME).orElseGet(MachineName::get);
    return new Intake(
        config.get(MilenaSettings.SMTP),
        config.get(ListenerSettings.LISTENERS),
        TlsSettings.of(
            config.get(ListenerSettings.TLS_CERTIFICATES),
            config.find(ListenerSettings.TLS_CLIENT_CA).orElse(null),
            config.get(MilenaSettings.SANDBOX) ? hostname : null),
        hostname,
        config.get(MilenaSettings.TENANT),
        config.get(MilenaSettings.RELAY_NETWORKS),
        config.get(MilenaSettings.MESSAGE_SIZE),
        config.get(MilenaSettings.RECIPIENTS_MAX),
        config.get(ListenerSettings.NOTICES),
        new ReportRules(
            config.get(ListenerSettings.REPORT_DOMAINS),
            Math.toIntExact(config.get(ListenerSettings.REPORT_SIZE).bytes())),
        CheckSettings.of(config));
  }

  private static Destination destination(EffectiveConfig config) {
    if (config.get(MilenaSettings.SANDBOX)) {
      return new Destination.Sandbox();
    }
    var smarthost = config.find(MilenaSettings.SMARTHOST);
    if (smarthost.isPresent()) {
      return new Destination.Smarthost(smarthost.get());
    }
    return config
        .find(MilenaSettings.ROUTES)
        .<Destination>map(Destination.Routes::new)
        .orElseGet(Destination.ByMx::new);
  }

  private static Mx mx(EffectiveConfig config) {
    return new Mx(
        config.get(MilenaSettings.ALLOW_MX),
        config.get(MilenaSettings.ALLOW_MX_TO),
        config.find(MilenaSettings.DNS).orElse(null),
        config.get(MilenaSettings.MX_PORT),
        config.get(MilenaSettings.MX_ADDRESSES));
  }
}
