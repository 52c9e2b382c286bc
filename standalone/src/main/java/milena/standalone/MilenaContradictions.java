package milena.standalone;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import milena.ingest.listen.Listener;
import milena.runtime.config.Contradiction;
import milena.runtime.config.Contradiction.Needs;
import milena.runtime.config.Contradiction.Relation;
import milena.runtime.config.Contradiction.Together;
import milena.runtime.config.EffectiveConfig;
import milena.runtime.config.Setting;

/** What Milena's settings must not say together. */
final class MilenaContradictions {

  private static final String ONE_WAY = "mail without a route goes one way";
  private static final String BOTH_WAYS = "what is written must be read";
  private static final String OURS_IS_OPEN = "the built-in registry asks nobody who they are";

  private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  private MilenaContradictions() {}

  /**
   * Every rule. A method, since the catalogue it speaks of is still being made when it is asked.
   */
  static List<Contradiction> all() {
    return Stream.of(destinations(), clusters(), registries(), serdes(), listeners(), numbers())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Contradiction> destinations() {
    return List.of(
        new Together(MilenaSettings.SANDBOX, MilenaSettings.SMARTHOST, ONE_WAY),
        new Together(MilenaSettings.SANDBOX, MilenaSettings.ROUTES, ONE_WAY),
        new Together(MilenaSettings.SANDBOX, MilenaSettings.ALLOW_MX, ONE_WAY),
        new Together(MilenaSettings.SMARTHOST, MilenaSettings.ROUTES, ONE_WAY),
        new Together(MilenaSettings.SMARTHOST, MilenaSettings.ALLOW_MX, ONE_WAY));
  }

  private static List<Contradiction> clusters() {
    return List.of(
        new Together(
            MilenaSettings.KAFKA, MilenaSettings.BROKER, "the log is either embedded or outside"),
        new Together(
            MilenaSettings.KAFKA,
            MilenaSettings.DISK_RESERVE,
            "the disks of an outside log are watched by those who run it"),
        new Needs<>(
            MilenaSettings.ROLES,
            "that are not all of them",
            roles -> !roles.equals(MilenaSettings.ALL_ROLES),
            MilenaSettings.KAFKA,
            "the embedded log cannot be shared"),
        new Needs<>(
            MilenaSettings.DURABILITY,
            "replicated",
            Durability.REPLICATED::equals,
            MilenaSettings.KAFKA,
            "one node has no replicas"),
        needs(
            MilenaSettings.KAFKA_PROPERTIES, MilenaSettings.KAFKA, "the embedded log needs none"));
  }

  private static List<Contradiction> registries() {
    return List.of(
        new Together(
            RegistrySettings.REGISTRY_URL,
            RegistrySettings.REGISTRY,
            "the registry is either built in or outside"),
        new Needs<>(
            MilenaSettings.ROLES,
            "without registry",
            roles -> !roles.contains(Role.REGISTRY),
            RegistrySettings.REGISTRY_URL,
            "there is no registry in this process"),
        new Relation(
            "`roles` with registry and `registry-url` are not given together: the registry is"
                + " either built in or outside.",
            MilenaSettings.ROLES,
            MilenaContradictions::twoRegistries),
        new Relation(
            "`registry` is an address of this node when there is `kafka`, not 0.0.0.0: the other"
                + " registries are told it.",
            RegistrySettings.REGISTRY,
            MilenaContradictions::registryWithoutAddress),
        needs(RegistrySettings.REGISTRY_USER, RegistrySettings.REGISTRY_URL, OURS_IS_OPEN),
        needs(RegistrySettings.REGISTRY_KEY_STORE, RegistrySettings.REGISTRY_URL, OURS_IS_OPEN),
        needs(RegistrySettings.REGISTRY_TRUST_STORE, RegistrySettings.REGISTRY_URL, OURS_IS_OPEN),
        needs(
            RegistrySettings.REGISTRY_USER,
            RegistrySettings.REGISTRY_PASSWORD,
            "basic auth has both"),
        needs(
            RegistrySettings.REGISTRY_PASSWORD,
            RegistrySettings.REGISTRY_USER,
            "basic auth has both"),
        needs(
            RegistrySettings.REGISTRY_KEY_PASSWORD,
            RegistrySettings.REGISTRY_KEY_STORE,
            "it opens that"),
        needs(
            RegistrySettings.REGISTRY_TRUST_PASSWORD,
            RegistrySettings.REGISTRY_TRUST_STORE,
            "it opens that"));
  }

  private static List<Contradiction> serdes() {
    return List.of(
        needs(RegistrySettings.SERIALIZER, RegistrySettings.DESERIALIZER, BOTH_WAYS),
        needs(RegistrySettings.DESERIALIZER, RegistrySettings.SERIALIZER, BOTH_WAYS),
        needs(RegistrySettings.SERDE_PROPERTIES, RegistrySettings.SERIALIZER, "they are for that"));
  }

  private static List<Contradiction> listeners() {
    return List.of(
        new Relation(
            "`listeners` with TLS need `tls-certificates`; only a sandbox makes one for itself.",
            ListenerSettings.LISTENERS,
            ListenerSettings::lackCertificates),
        new Relation(
            "`api-tls` needs `tls-certificates`; only a sandbox makes one for itself.",
            ApiSettings.TLS,
            ApiSettings::lackCertificates),
        new Relation(
            "`listeners` that ask for client certificates need `tls-client-ca`.",
            ListenerSettings.LISTENERS,
            ListenerSettings::lackClientCa));
  }

  private static List<Contradiction> numbers() {
    return List.of(
        new Relation(
            "`retry-max` is not shorter than `retry`.",
            PaceSettings.RETRY_MAX,
            config ->
                config.get(PaceSettings.RETRY_MAX).compareTo(config.get(PaceSettings.RETRY)) < 0),
        new Relation(
            "`smtp`, `listeners`, `api`, `http`, `broker` and `registry` have different addresses.",
            MilenaSettings.SMTP,
            MilenaContradictions::sharedListener));
  }

  private static <T> Contradiction needs(Setting<T> one, Setting<?> other, String why) {
    return new Needs<>(one, "", _ -> true, other, why);
  }

  private static boolean twoRegistries(EffectiveConfig config) {
    return config.isGiven(MilenaSettings.ROLES)
        && config.get(MilenaSettings.ROLES).contains(Role.REGISTRY)
        && config.isGiven(RegistrySettings.REGISTRY_URL);
  }

  private static boolean registryWithoutAddress(EffectiveConfig config) {
    return config.isGiven(MilenaSettings.KAFKA)
        && ANY_ADDRESS.contains(config.get(RegistrySettings.REGISTRY).host());
  }

  private static boolean sharedListener(EffectiveConfig config) {
    var ours =
        Stream.of(
                MilenaSettings.SMTP,
                MilenaSettings.HTTP,
                ApiSettings.API,
                MilenaSettings.BROKER,
                RegistrySettings.REGISTRY)
            .map(config::get);
    var others = config.get(ListenerSettings.LISTENERS).stream().map(Listener::address);
    var listeners = Stream.concat(ours, others).filter(address -> address.port() != 0).toList();
    return listeners.stream().distinct().count() < listeners.size();
  }
}
