package milena.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import milena.ingest.accept.ListenerRole;
import milena.ingest.accept.ReportRules;
import milena.ingest.header.HeaderChecks;
import milena.ingest.header.HeaderChecks.Anonymity;
import milena.ingest.header.HeaderChecks.Breach;
import milena.ingest.header.HeaderChecks.Lack;
import milena.ingest.listen.Listener;
import milena.ingest.listen.TlsMode;
import milena.ingest.secure.CertificateFiles;
import milena.ingest.secure.TlsSettings;
import milena.mail.route.address.AddressFamilies;
import milena.runtime.config.Cidr;
import milena.runtime.config.ConfigProblem;
import milena.runtime.config.ConfigProblems;
import milena.runtime.config.ConfigReader;
import milena.runtime.config.ConfigResult;
import milena.runtime.config.EffectiveConfig;
import milena.runtime.config.HostPort;
import milena.runtime.config.Rate;
import milena.runtime.config.Reserve;
import milena.runtime.config.Secret;
import milena.runtime.config.Setting;
import milena.runtime.config.SettingsReference;
import milena.runtime.config.Size;
import milena.standalone.MilenaConfig.Destination;
import milena.standalone.MilenaConfig.LogPlace;
import milena.standalone.MilenaConfig.Registry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MilenaSettingsTest {

  @TempDir Path folder;

  @Test
  void shouldHaveTheDocumentedDefaults() {
    // When
    var config = MilenaConfig.of((EffectiveConfig) read(Map.of()));

    // Then
    assertThat(config.data()).isEqualTo(Path.of("milena-data"));
    assertThat(config.http()).isEqualTo(HostPort.parse("127.0.0.1:8090"));
    assertThat(config.roles()).isEqualTo(Set.of(Role.values()));
    assertThat(config.log())
        .isEqualTo(
            new MilenaConfig.Log(
                new LogPlace.Embedded(HostPort.parse("127.0.0.1:9092"), Reserve.parse("10%,1GiB")),
                Durability.FLUSH,
                1));
    assertThat(config.registry()).isEqualTo(new Registry.BuiltIn(HostPort.parse("127.0.0.1:8081")));
    assertThat(config.intake().smtp()).isEqualTo(HostPort.parse("127.0.0.1:2525"));
    assertThat(config.intake().hostname()).isNotBlank();
    assertThat(config.intake().tenant()).isEqualTo("default");
    assertThat(config.intake().relayNetworks())
        .containsExactly(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1"));
    assertThat(config.intake().messageSize()).isEqualTo(Size.parse("50MB"));
    assertThat(config.intake().recipientsMax()).isEqualTo(1_000);
    assertThat(config.api().listen()).isEqualTo(HostPort.parse("127.0.0.1:8080"));
    assertThat(config.api().networks())
        .containsExactly(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1"));
    assertThat(config.api().body()).isEqualTo(Size.parse("64MiB"));
    assertThat(config.routing())
        .isEqualTo(
            new MilenaConfig.Routing(
                new Destination.ByMx(),
                new MilenaConfig.Mx(false, List.of(), null, 25, AddressFamilies.IPV4_THEN_IPV6),
                List.of()));
    assertThat(config.sites())
        .isEqualTo(
            new MilenaConfig.Sites(
                32, OptionalInt.empty(), 100, 100, new Secret(""), Rate.UNLIMITED));
    assertThat(config.retries())
        .isEqualTo(
            new MilenaConfig.Retries(
                Duration.ofMinutes(20), 2, 0.1, Duration.ofDays(1), Duration.ofDays(7)));
  }

  @Test
  void shouldMapEverySettingOfAFile() throws IOException {
    // Given
    var key = Files.writeString(folder.resolve("key.pem"), "key");
    var properties = Files.writeString(folder.resolve("client.properties"), "");
    var file =
        Files.writeString(
            folder.resolve("milena.yaml"),
            """
            data: /var/lib/milena
            http: 127.0.0.1:1
            drain: 5s
            log-level: warn
            roles: [ingest, worker]
            kafka: one:9092,two:9092
            kafka-properties: %s
            durability: flush
            partitions: 12
            registry-url: [https://one.example, https://two.example]
            registry-user: us
            registry-password: secret
            registry-key-store: %s
            registry-key-password: k
            registry-trust-store: %s
            registry-trust-password: t
            serializer: org.apache.kafka.common.serialization.ByteArraySerializer
            deserializer: org.apache.kafka.common.serialization.ByteArrayDeserializer
            serde-properties: %s
            smtp: "[::1]:2"
            listeners:
              - {address: "127.0.0.1:465", role: submission, tls: implicit}
              - address: 127.0.0.1:587
                role: submission
                proxy-from: [10.0.0.0/8, "fd00::/8"]
                xclient-from: [10.2.0.0/16]
              - {address: "127.0.0.1:26", role: relay, client-certificates: optional}
              - {address: "127.0.0.1:25", role: reports, tls: none}
            tls-certificates:
              - {chain: %s, key: %s}
            tls-client-ca: %s
            report-domains: [Bounce.mta.example, "*.in.example"]
            report-size: 256KiB
            missing-fields: refuse
            missing-from: refuse
            repeated-fields: accept
            received-max: 30
            hostname: mta.example
            tenant: acme
            relay-networks: [10.0.0.0/8]
            message-size: 10MiB
            recipients-max: 500
            smtp-notices: true
            api: 127.0.0.1:3
            api-networks: 10.1.0.0/16
            api-body-size: 1MiB
            api-recipients-max: 9
            api-requests: 3
            api-connections-per-address: 50
            api-tls: true
            routes: %s
            allow-mx: true
            allow-mx-to: 127.0.0.1/8
            mx-addresses: ipv6-only
            dns: 127.0.0.1:53
            mx-port: 2525
            dkim:
              - {domain: example.org, selector: s1, key: %s}
            connections: 5
            connections-in-all: 90
            messages-per-connection: 7
            recipients-per-transaction: 3
            proxy-password: hidden
            message-rate: 10/min
            retry: 1s
            retry-factor: 1.5
            retry-jitter: 0%%
            retry-max: 1m
            expiry: 1h
            """
                .formatted(properties, key, key, properties, key, key, key, key, key));

    // When
    var config = (EffectiveConfig) read(Map.of("config", file.toString()));
    var milena = MilenaConfig.of(config);

    // Then
    assertThat(config.rows())
        .filteredOn(row -> row.origin().equals("default"))
        .extracting(EffectiveConfig.Row::name)
        .containsExactlyInAnyOrder("broker", "disk-reserve", "registry", "smarthost", "sandbox");
    assertThat(milena.log())
        .isEqualTo(
            new MilenaConfig.Log(
                new LogPlace.Outside("one:9092,two:9092", properties), Durability.FLUSH, 12));
    assertThat(milena.values())
        .isEqualTo(
            new MilenaConfig.Values.Plugged(
                "org.apache.kafka.common.serialization.ByteArraySerializer",
                "org.apache.kafka.common.serialization.ByteArrayDeserializer",
                properties));
    assertThat(milena.registry())
        .isInstanceOfSatisfying(
            Registry.Outside.class,
            outside -> {
              assertThat(outside.urls())
                  .extracting(URI::getHost)
                  .containsExactly("one.example", "two.example");
              assertThat(outside.credentials()).isNotNull();
              assertThat(outside.key()).isNotNull();
              assertThat(outside.trust()).isNotNull();
            });
    assertThat(milena.routing())
        .isEqualTo(
            new MilenaConfig.Routing(
                new Destination.Routes(key),
                new MilenaConfig.Mx(
                    true,
                    List.of(Cidr.parse("127.0.0.0/8")),
                    HostPort.parse("127.0.0.1:53"),
                    2525,
                    AddressFamilies.IPV6_ONLY),
                List.of(new DkimKeyFile("example.org", "s1", key))));
    assertThat(milena.api())
        .isEqualTo(
            new MilenaConfig.Api(
                HostPort.parse("127.0.0.1:3"),
                List.of(Cidr.parse("10.1.0.0/16")),
                Size.parse("1MiB"),
                9,
                3,
                50,
                true));
    assertThat(milena.intake().listeners())
        .containsExactly(
            new Listener(
                HostPort.parse("127.0.0.1:465"),
                ListenerRole.SUBMISSION,
                TlsMode.IMPLICIT,
                false,
                List.of()),
            new Listener(
                HostPort.parse("127.0.0.1:587"),
                ListenerRole.SUBMISSION,
                TlsMode.STARTTLS,
                false,
                List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8")),
                List.of(Cidr.parse("10.2.0.0/16"))),
            new Listener(
                HostPort.parse("127.0.0.1:26"),
                ListenerRole.RELAY,
                TlsMode.STARTTLS,
                true,
                List.of()),
            new Listener(
                HostPort.parse("127.0.0.1:25"),
                ListenerRole.REPORTS,
                TlsMode.NONE,
                false,
                List.of()));
    assertThat(milena.intake().notices()).isTrue();
    assertThat(milena.intake().checks())
        .isEqualTo(new HeaderChecks(Lack.REFUSE, Anonymity.REFUSE, Breach.ACCEPT, 30));
    assertThat(milena.intake().reports())
        .isEqualTo(new ReportRules(List.of("bounce.mta.example", "*.in.example"), 262_144));
    assertThat(milena.intake().tls())
        .isEqualTo(TlsSettings.of(List.of(new CertificateFiles(key, key)), key, null));
    assertThat(milena.sites())
        .isEqualTo(
            new MilenaConfig.Sites(
                5,
                OptionalInt.of(90),
                7,
                3,
                new Secret("hidden"),
                new Rate(10, Duration.ofMinutes(1))));
    assertThat(milena.retries())
        .isEqualTo(
            new MilenaConfig.Retries(
                Duration.ofSeconds(1), 1.5, 0, Duration.ofMinutes(1), Duration.ofHours(1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kafka=a:1 broker=b:2 | kafka contradicts broker",
        "registry-url=http://a registry=b:2 | registry-url contradicts registry",
        "sandbox=true smarthost=a:1 | sandbox contradicts smarthost",
        "sandbox=true routes=FILE | sandbox contradicts routes",
        "sandbox=true allow-mx=true | sandbox contradicts allow-mx",
        "smarthost=a:1 routes=FILE | smarthost contradicts routes",
        "smarthost=a:1 allow-mx=true | smarthost contradicts allow-mx",
        "roles=ingest,registry | roles that are not all of them needs kafka",
        "roles=ingest kafka=a:1 | roles without registry needs registry-url",
        "registry-url=http://a,b | 'b' is not an http or https address",
        "roles=registry kafka=a:1 registry-url=http://a | `roles` with registry and `registry-url`",
        "kafka=a:1 registry=0.0.0.0:1 | `registry` is an address of this node",
        "durability=replicated | durability replicated needs kafka",
        "kafka-properties=FILE | kafka-properties needs kafka",
        "registry-url=http://a registry-user=u | registry-user needs registry-password",
        "registry-url=http://a registry-password=p | registry-password needs registry-user",
        "registry-key-password=p | registry-key-password needs registry-key-store",
        "registry-trust-password=p | registry-trust-password needs registry-trust-store",
        "registry-user=u registry-password=p | registry-user needs registry-url",
        "registry-key-store=FILE | registry-key-store needs registry-url",
        "registry-trust-store=FILE | registry-trust-store needs registry-url",
        "serializer=java.lang.String | the class java.lang.String is no serializer",
        "serializer=no.such.Class | the class no.such.Class is not on the class path",
        "serializer=KAFKA.ByteArraySerializer | serializer needs deserializer",
        "deserializer=KAFKA.ByteArrayDeserializer | deserializer needs serializer",
        "serde-properties=FILE | serde-properties needs serializer",
        "listeners=address=a:1_role=relay | `listeners` with TLS need `tls-certificates`",
        "listeners=address=a:1_role=relay_client-certificates=optional | need `tls-client-ca`",
        "listeners=address=a:1_role=submission_tls=none | a submission listener needs starttls",
        "listeners=address=a:1_role=relai | role: 'relai' is unknown; did you mean relay?",
        "listeners=address=127.0.0.1:8080_role=relay_tls=none | have different addresses",
        "api-tls=true | `api-tls` needs `tls-certificates`",
        "tls-certificates=/no/such:FILE | the file /no/such cannot be read",
        "retry-max=1m | `retry-max` is not shorter than `retry`",
        "smtp=127.0.0.1:8090 | have different addresses",
      })
  void shouldRefuseWhatContradictsItself(String flags, String expected) throws IOException {
    // Given
    var file = Files.writeString(folder.resolve("any"), "");
    var written = new LinkedHashMap<String, String>();
    Arrays.stream(flags.split(" "))
        .map(flag -> flag.split("=", 2))
        .forEach(
            flag ->
                written.put(
                    flag[0],
                    flag[1]
                        .replace("FILE", file.toString())
                        .replace('_', ' ')
                        .replace("KAFKA", "org.apache.kafka.common.serialization")));

    // When
    var result = read(written);

    // Then
    assertThat(result)
        .isInstanceOfSatisfying(
            ConfigProblems.class,
            problems ->
                assertThat(problems.problems())
                    .extracting(ConfigProblem::text)
                    .anySatisfy(text -> assertThat(text).contains(expected)));
  }

  static List<Setting<?>> every() {
    return MilenaSettings.catalogue().all();
  }

  @ParameterizedTest
  @MethodSource("every")
  void shouldNameTheNearestSettingForEachMisspeltName(Setting<?> setting) {
    // Given
    var name = setting.name();
    var misspelt = name.substring(0, name.length() - 1) + "xx";

    // When
    var result = read(Map.of(misspelt, "1"));

    // Then
    assertThat(result.toString()).contains("no such flag; did you mean --" + name.substring(0, 2));
  }

  @Test
  void shouldMakeItsOwnCertificateInASandboxOnly() {
    // When
    var sandbox =
        read(
            Map.of(
                "sandbox", "true", "hostname", "a.b", "listeners", "address=a:1 role=submission"));

    // Then
    assertThat(MilenaConfig.of((EffectiveConfig) sandbox).intake().tls().selfSigned())
        .isEqualTo("a.b");
    assertThat(MilenaConfig.of((EffectiveConfig) read(Map.of())).intake().tls().selfSigned())
        .isNull();
  }

  @Test
  void shouldRefuseADkimKeyThatIsNotThere() {
    // When
    var result = read(Map.of("dkim", "example.org:s1:/no/such.pem"));

    // Then
    assertThat(result.toString()).contains("the key file /no/such.pem cannot be read");
  }

  @ParameterizedTest
  @CsvSource({"tenant,*", "recipients-max,5001", "message-size,65535", "message-size,10kB"})
  void shouldRefuseWhatIngestWouldNotTake(String name, String value) {
    assertThat(read(Map.of(name, value))).isInstanceOf(ConfigProblems.class);
  }

  @Test
  void shouldHaveAnUpToDateReferencePage() throws IOException {
    ReferencePage.check("settings.md", SettingsReference.markdown(MilenaSettings.catalogue()));
  }

  private static ConfigResult read(Map<String, String> flags) {
    return ConfigReader.read(MilenaSettings.catalogue(), flags, Map.of());
  }
}
