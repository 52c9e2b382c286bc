package milena.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import milena.runtime.config.Settings.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {

  private static final Setting<Path> CONFIG =
      Setting.optional("config", ValueTypes.path("FILE"), "none", "The file.");
  private static final Setting<HostPort> SMTP =
      Setting.of("smtp", ValueTypes.listen(), new HostPort("127.0.0.1", 2525), "Where.");
  private static final Setting<Boolean> ALLOW_MX =
      Setting.of("allow-mx", ValueTypes.bool(), false, "Whether.");
  private static final Setting<List<Cidr>> NETWORKS =
      Setting.of("networks", ValueTypes.networks(), List.of(), "Who.");
  private static final Setting<Duration> EXPIRY =
      Setting.of(
          "expiry",
          ValueTypes.duration(Duration.ofMinutes(1), Duration.ofDays(30)),
          Duration.ofDays(7),
          "When.");
  private static final Setting<Secret> PASSWORD =
      Setting.optional("password", ValueTypes.secret(), "none", "What.");
  private static final Setting<String> SMARTHOST =
      Setting.optional("smarthost", ValueTypes.text("HOST"), "none", "Whither.");
  private static final Setting<List<Map<String, String>>> KEYS =
      Setting.of(
          "dkim",
          new RecordType<Map<String, String>>(
                  List.of("domain", "selector", "key"),
                  fields -> fields,
                  fields -> List.copyOf(fields.values()))
              .list(),
          List.of(),
          "Keys.");
  private static final Settings SETTINGS =
      new Settings(
          "MILENA_",
          CONFIG,
          List.of(
              new Section(
                  "All",
                  List.of(CONFIG, SMTP, ALLOW_MX, NETWORKS, EXPIRY, PASSWORD, SMARTHOST, KEYS))),
          List.of(
              new Contradiction.Together(SMARTHOST, ALLOW_MX, "mail goes to one place"),
              new Contradiction.Needs<>(
                  SMTP, "on port 25", smtp -> smtp.port() == 25, PASSWORD, "it is the world's")),
          Set.of("MILENA_JVM_FLAGS"));

  @TempDir Path folder;

  @Test
  void shouldTakeTheDefaultWhenNothingIsGiven() {
    // When
    var config = good(Map.of(), Map.of("HOME", "/root", "MILENA_JVM_FLAGS", "-Xmx1g"));

    // Then
    assertThat(config.get(SMTP)).isEqualTo(new HostPort("127.0.0.1", 2525));
    assertThat(config.origin(SMTP)).isEqualTo(new Origin.Default());
    assertThat(config.find(SMARTHOST)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "true,true,true,1001,flag --smtp",
    "true,true,false,1001,flag --smtp",
    "true,false,true,1001,flag --smtp",
    "true,false,false,1001,flag --smtp",
    "false,true,true,1002,environment MILENA_SMTP",
    "false,true,false,1002,environment MILENA_SMTP",
    "false,false,true,1003,:2",
    "false,false,false,2525,default",
  })
  void shouldPreferFlagOverEnvironmentOverFileOverDefault(
      boolean flag, boolean variable, boolean file, int port, String origin) throws IOException {
    // Given
    var path = file("expiry: 3d\n" + (file ? "smtp: 127.0.0.1:1003\n" : ""));
    var flags =
        flag
            ? Map.of("config", path.toString(), "smtp", "127.0.0.1:1001")
            : Map.of("config", path.toString());
    var environment = variable ? Map.of("MILENA_SMTP", "127.0.0.1:1002") : Map.<String, String>of();

    // When
    var config = good(flags, environment);

    // Then
    assertThat(config.get(SMTP).port()).isEqualTo(port);
    assertThat(config.origin(SMTP).toString()).endsWith(origin);
  }

  @Test
  void shouldFindTheFileThroughTheEnvironment() throws IOException {
    // Given
    var path = file("expiry: 36h");

    // When
    var config = good(Map.of(), Map.of("MILENA_CONFIG", path.toString()));

    // Then
    assertThat(config.get(EXPIRY)).isEqualTo(Duration.ofHours(36));
    assertThat(config.toText()).contains("expiry").contains("1d12h").contains(path + ":1");
  }

  @Test
  void shouldTakeListsAndNestedMappingsFromTheFile() throws IOException {
    // Given
    var path =
        file(
            """
            networks:
              - 10.0.0.0/8
              - "::1"
            dkim:
              - domain: example.org
                selector: s1
                key: /etc/keys/example.pem
            allow-mx: true
            """);

    // When
    var config = good(Map.of("config", path.toString()), Map.of());

    // Then
    assertThat(config.get(NETWORKS))
        .containsExactly(Cidr.parse("10.0.0.0/8"), Cidr.parse("::1/128"));
    assertThat(config.get(KEYS))
        .containsExactly(
            Map.of("domain", "example.org", "selector", "s1", "key", "/etc/keys/example.pem"));
    assertThat(config.get(ALLOW_MX)).isTrue();
  }

  @Test
  void shouldTakeAFlagAloneAsTrueAndListsFromText() {
    // When
    var config = good(Map.of("allow-mx", "", "networks", "10.0.0.0/8, fd00::/8"), Map.of());

    // Then
    assertThat(config.get(ALLOW_MX)).isTrue();
    assertThat(config.get(NETWORKS)).hasSize(2);
  }

  @Test
  void shouldNameEveryProblemAtOnceWithItsPlaceAndTheNearestRightName() throws IOException {
    // Given
    var path =
        file(
            """
            expirey: 7d
            smtp: 127.0.0.1:99999
            dkim: [{domain: a.example, selektor: s, key: k}]
            expiry: 7d
            expiry: 8d
            """);
    var flags = Map.of("config", path.toString(), "smpt", "x:1", "allow-mx", "perhaps");
    var environment = Map.of("MILENA_ALOW_MX", "true", "MILENA_EXPIRY", "soon");

    // When
    var problems = ((ConfigProblems) ConfigReader.read(SETTINGS, flags, environment)).problems();

    // Then
    assertThat(problems)
        .extracting(ConfigProblem::toString)
        .containsExactlyInAnyOrder(
            "flag --smpt: no such flag; did you mean --smtp?",
            "flag --allow-mx: allow-mx: 'perhaps' is neither true nor false",
            "environment MILENA_ALOW_MX: no such setting; did you mean MILENA_ALLOW_MX?",
            "environment MILENA_EXPIRY: expiry: 'soon' is not a duration such as 500ms, 20m, 1h30m"
                + " or 7d",
            path + ":1: no such setting 'expirey'; did you mean expiry?",
            path + ":2: smtp: a port is between 0 and 65535",
            path
                + ":3: dkim: no field 'selektor'; did you mean selector?;"
                + " field 'selector' is missing",
            path + ":5: expiry is given twice");
  }

  @Test
  void shouldReportAWrongValueEvenWhereAFlagOverridesIt() throws IOException {
    // Given
    var path = file("smtp: nowhere\n");

    // When
    var result =
        ConfigReader.read(
            SETTINGS, Map.of("config", path.toString(), "smtp", "127.0.0.1:25"), Map.of());

    // Then
    assertThat(result).isInstanceOf(ConfigProblems.class);
  }

  @Test
  void shouldRefuseWhatContradictsItself() {
    // When
    var both = ConfigReader.read(SETTINGS, Map.of("smarthost", "relay", "allow-mx", ""), Map.of());
    var needy = ConfigReader.read(SETTINGS, Map.of("smtp", "127.0.0.1:25"), Map.of());
    var harmless =
        ConfigReader.read(SETTINGS, Map.of("smarthost", "relay", "allow-mx", "false"), Map.of());

    // Then
    assertThat(both)
        .isEqualTo(
            new ConfigProblems(
                List.of(
                    new ConfigProblem(
                        "flag --smarthost and flag --allow-mx",
                        "smarthost contradicts allow-mx: mail goes to one place"))));
    assertThat(needy)
        .isEqualTo(
            new ConfigProblems(
                List.of(
                    new ConfigProblem(
                        "flag --smtp", "smtp on port 25 needs password: it is the world's"))));
    assertThat(harmless).isInstanceOf(EffectiveConfig.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "smtp: [1, 2 | is not YAML",
        "- smtp | is not a list of lines",
        "'x: &a [*a]' | Number of aliases",
        "config: other.yaml | cannot name another file",
        "'!!javax.script.ScriptEngineManager [a]' | Global tag is not allowed",
        "smtp: | needs a value",
      })
  void shouldSayWhatIsWrongWithAFile(String text, String expected) throws IOException {
    // Given
    var path = file(text);

    // When
    var result = ConfigReader.read(SETTINGS, Map.of("config", path.toString()), Map.of());

    // Then
    assertThat(((ConfigProblems) result).toText()).contains(path.toString()).contains(expected);
  }

  @Test
  void shouldSayWhenTheFileIsMissing() {
    // When
    var result = ConfigReader.read(SETTINGS, Map.of("config", "/no/such.yaml"), Map.of());

    // Then
    assertThat(((ConfigProblems) result).toText())
        .isEqualTo(
            "the configuration has a problem\n"
                + "  /no/such.yaml: cannot be read (NoSuchFileException)");
  }

  @Test
  void shouldMaskSecretsInEveryReport() {
    // When
    var config = good(Map.of(), Map.of("MILENA_PASSWORD", "hunter2"));

    // Then
    assertThat(config.get(PASSWORD).value()).isEqualTo("hunter2");
    assertThat(config.toText() + config.toJson() + config.get(PASSWORD))
        .doesNotContain("hunter2")
        .contains("********");
    assertThat(config.toJson())
        .contains("\"name\" : \"password\"", "\"from\" : \"environment MILENA_PASSWORD\"");
  }

  private static EffectiveConfig good(Map<String, String> flags, Map<String, String> environment) {
    var result = ConfigReader.read(SETTINGS, flags, environment);
    assertThat(result).isInstanceOf(EffectiveConfig.class);
    return (EffectiveConfig) result;
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("milena.yaml"), text);
  }
}
