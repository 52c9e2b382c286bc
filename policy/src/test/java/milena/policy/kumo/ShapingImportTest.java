package milena.policy.kumo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import milena.policy.document.PolicyReader;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class ShapingImportTest {

  private static final ShapingFile BASE = file("base.toml");
  private static final ShapingFile MINE = file("mine.toml");

  @Test
  void shouldSayEveryFeatureOfTheFormat() {
    // When
    var document = document(BASE, MINE);

    // Then
    assertThat(list(document, "limits"))
        .containsExactly(
            Map.of(
                "per",
                "path",
                "connections",
                8,
                "connection-rate",
                "60/min",
                "message-rate",
                "50/s",
                "burst",
                5,
                "messages-per-connection",
                90,
                "recipients-per-transaction",
                20),
            Map.of("group", "all-of-us", "connections", 1000),
            Map.of("group", "more", "connections", 3),
            Map.of("provider", "big", "per", "path", "messages-per-connection", 10),
            Map.of(
                "provider",
                "big",
                "per",
                "source-and-provider",
                "connections",
                7,
                "message-rate",
                "300/min",
                "burst",
                300),
            Map.of("provider", "big", "group", "shared", "message-rate", "1000/h", "burst", 1000),
            Map.of(
                "provider",
                "big",
                "source",
                "new-one",
                "per",
                "path",
                "message-rate",
                "100/d",
                "burst",
                1),
            Map.of("provider", "rolled.example", "per", "path", "connections", 30),
            Map.of("provider", "alone.example", "per", "path", "connections", 3),
            Map.of(
                "provider", "alone.example", "source", "new-one", "per", "path", "connections", 1),
            Map.of("provider", "replaced.example", "per", "path", "messages-per-connection", 4));
    assertThat(list(document, "servers"))
        .containsExactly(
            Map.ofEntries(
                Map.entry("idle-timeout", "45s"),
                Map.entry("connect-timeout", "20s"),
                Map.entry("greeting-timeout", "1m"),
                Map.entry("ehlo-timeout", "2m"),
                Map.entry("mail-timeout", "3m"),
                Map.entry("rcpt-timeout", "4m"),
                Map.entry("data-timeout", "5m"),
                Map.entry("final-dot-timeout", "6m30s"),
                Map.entry("remember-broken-tls", "2d"),
                Map.entry("failures-before-delay", 50),
                Map.entry("tls", "opportunistic")),
            Map.of("provider", "big", "tls", "required"),
            Map.of("provider", "alone.example", "tls", "opportunistic"));
  }

  @Test
  void shouldSayWhoseSitesAreWhose() {
    // When
    var document = document(BASE, MINE);

    // Then
    assertThat(document.get("providers"))
        .isEqualTo(
            Map.of(
                "rolled.example", Map.of("domain", List.of("rolled.example")),
                "alone.example", Map.of("domain", List.of("alone.example")),
                "replaced.example", Map.of("domain", List.of("replaced.example")),
                "big",
                    Map.of(
                        "mx-suffix", List.of(".big.example"),
                        "mx-host", List.of("mx.small.example"),
                        "domain", List.of("*.big.test"))));
    assertThat(document.get("sources"))
        .isEqualTo(Map.of("unspecified", Map.of(), "new-one", Map.of()));
    assertThat(document.get("choose-pool")).isEqualTo(List.of(Map.of("pool", "unspecified")));
  }

  @Test
  void shouldSayRulesOfAutomationAsReactions() {
    // When
    var document = document(BASE, MINE);

    // Then
    assertThat(list(document, "reactions"))
        .containsExactly(
            Map.of(
                "name",
                "default-1",
                "when",
                List.of("slow down, \\d+ already", "it's too much"),
                "do",
                List.of(
                    Map.of("lower", Map.of("per", "path", "message-rate", "2/min", "burst", 2)),
                    Map.of("lower", Map.of("per", "path", "connections", 2))),
                "for",
                "1h30m"),
            Map.of(
                "name",
                "big-1",
                "provider",
                "big",
                "when",
                "BIG[0-9]+",
                "unless",
                "(ours|internal)",
                "times",
                "3/h",
                "do",
                List.of(Map.of("suspend", "path")),
                "for",
                "2h"),
            Map.of(
                "name",
                "big-2",
                "provider",
                "big",
                "when",
                "tenant",
                "do",
                List.of(Map.of("suspend", "tenant-and-site")),
                "for",
                "1h"),
            Map.of(
                "name",
                "big-3",
                "provider",
                "big",
                "when",
                "campaign",
                "do",
                List.of(Map.of("suspend", "campaign"), "bounce"),
                "for",
                "1m"),
            Map.of(
                "name",
                "big-4",
                "provider",
                "big",
                "when",
                "mine",
                "times",
                "5/10m",
                "do",
                List.of(
                    Map.of("lower", Map.of("per", "path", "message-rate", "1/min", "burst", 1))),
                "for",
                "7d"),
            Map.of(
                "name",
                "rolled.example-1",
                "provider",
                "rolled.example",
                "when",
                "x",
                "do",
                List.of(Map.of("lower", Map.of("per", "path", "connection-rate", "100/min"))),
                "for",
                "1h"));
  }

  @Test
  void shouldListWithItsLineWhateverIsNotSaidAsKumoMtaMeansIt() {
    // When
    var imported = read(BASE, MINE);

    // Then
    assertThat(imported.unmapped())
        .extracting(one -> one.spot() + " " + one.key())
        .containsExactly(
            "base.toml:28 default.automation[0].action",
            "base.toml:41 provider.big.additional_message_rate_throttles.shared",
            "base.toml:45 provider.big.sources.new one.source_selection_rate",
            "base.toml:60 provider.big.automation[2].regex",
            "base.toml:61 provider.big.automation[2].action",
            "base.toml:63 provider.big.automation[2].match_internal",
            "base.toml:67 rolled.example.max_ready",
            "base.toml:71 rolled.example.automation[0].action",
            "base.toml:71 rolled.example.automation[0].action",
            "base.toml:76 alone.example.connection_limit",
            "base.toml:77 alone.example.enable_tls",
            "mine.toml:10 provider.big.automation[3].action");
    assertThat(imported.unmapped()).allSatisfy(one -> assertThat(one.why()).isNotBlank());
    assertThat(imported.yaml()).contains("# base.toml:67: rolled.example.max_ready = 4000: ");
    assertThat(imported.counts()).isEqualTo(new Imported.Counts(1, 3, 6, 6));
  }

  @Test
  void shouldSayWhereEachRuleIsFrom() {
    // When
    var yaml = read(BASE, MINE).yaml();

    // Then
    assertThat(yaml)
        .contains("  # mine.toml:2 base.toml:4,5,6,7\n  - {per: path, connections: 8,")
        .contains("  # base.toml:47\n  - name: big-1\n")
        .contains("  # mine.toml:16\n  - {provider: replaced.example,");
  }

  @Test
  void shouldPutLaterFilesOverEarlierOnes() {
    // When
    var imported =
        read(
            new ShapingFile("a", "['default']\nconnection_limit = 1\nidle_timeout = '1s'"),
            new ShapingFile("b", "[default]\nconnection_limit = 2"));

    // Then
    assertThat(imported.yaml())
        .contains("  # b:2\n  - {per: path, connections: 2}")
        .contains("  # a:3\n  - {idle-timeout: 1s}");
    assertThat(imported.unmapped()).isEmpty();
  }

  @Test
  void shouldKeepAProviderThatMatchesNothingAndSaySo() {
    // When
    var imported =
        read(
            new ShapingFile(
                "a", "[[provider.x.automation]]\nregex='a'\naction='Suspend'\nduration='1h'"));

    // Then
    assertThat(imported.counts().arrived()).isEqualTo(1);
    assertThat(imported.yaml()).contains("  x:\n    domain: [nowhere-1.invalid]\n");
    assertThat(imported.unmapped())
        .singleElement()
        .extracting(Unmapped::key)
        .isEqualTo("provider.x.match");
  }

  @Test
  void shouldPutANarrowerProviderFirstAndSayThatOnlyOneHolds() {
    // When
    var imported =
        read(
            new ShapingFile(
                "a",
                """
                provider.wide.match = [{MXSuffix=".example"}, {DomainSuffix=".test"}]
                provider.narrow.match = [{MXSuffix=".b.example"}]
                ["a.test"]
                connection_limit = 1
                """));

    // Then
    assertThat(imported.yaml().indexOf("  a.test:"))
        .isPositive()
        .isLessThan(imported.yaml().indexOf("  narrow:"));
    assertThat(imported.yaml().indexOf("  narrow:")).isLessThan(imported.yaml().indexOf("  wide:"));
    assertThat(imported.unmapped())
        .extracting(Unmapped::key)
        .containsExactly("provider.narrow.match", "a.test.match");
  }

  @Test
  void shouldGiveEverythingANameOfItsOwn() {
    // When
    var imported =
        read(
            new ShapingFile(
                "a",
                """
                [provider."a b"]
                match = [{MXSuffix=".a"}]
                connection_limit = 1
                [provider."a-b"]
                match = [{MXSuffix=".b"}]
                connection_limit = 2
                ["x.example"]
                connection_limit = 3
                [provider."x.example"]
                match = [{MXSuffix=".x"}]
                """));

    // Then
    assertThat(imported.yaml())
        .contains("{provider: a-b, per: path, connections: 1}")
        .contains("{provider: a-b-2, per: path, connections: 2}")
        .contains("{provider: x.example-2, per: path, connections: 3}")
        .contains("  x.example:\n    mx-suffix: [.x]\n");
  }

  @Test
  void shouldGiveEveryBoundOfANameAGroupOfItsOwn() {
    // When
    var imported =
        read(
            new ShapingFile(
                "a",
                """
                [default]
                additional_connection_limits = {"g" = 3}
                additional_message_rate_throttles = {"g" = "5/s"}
                [provider.x]
                match = [{MXSuffix=".x"}]
                additional_connection_limits = {"g" = 4}
                additional_message_rate_throttles = {"g" = "5/sec,max_burst=5"}
                """));

    // Then
    assertThat(imported.yaml())
        .contains("{group: g, connections: 3}")
        .contains("{group: g, message-rate: 5/s, burst: 5}")
        .contains("{provider: x, group: g-2, connections: 4}")
        .contains("{provider: x, group: g, message-rate: 5/s, burst: 5}");
    assertThat(PolicyReader.read(imported.yaml(), Set.of()).errors()).isEmpty();
    assertThat(imported.unmapped())
        .singleElement()
        .satisfies(one -> assertThat(one.spot()).hasToString("a:6"))
        .satisfies(one -> assertThat(one.why()).contains("of the same name (a:2)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a = 1",
        "[a]\nb = 1",
        "['http://127.0.0.1:8008.tsa.kumomta']\nmax_ready = 1",
        "provider = 1",
        "[provider]\nx = 1",
        "[default]\nsources = 1",
        "[default]\nsources.x = 1",
        "[default]\nautomation = 1",
        "[default]\nreplace_base = 1",
        "[default]\nconnection_limit = 0",
        "[default]\nconnection_limit = '1e3'",
        "[default]\nmax_message_rate = 100",
        "[default]\nmax_message_rate = '1/30d'",
        "[default]\nmax_connection_rate = '9/s,max_burst=1'",
        "[default]\nidle_timeout = 'soon'",
        "[default]\nidle_timeout = 1979-05-27",
        "[default]\nenable_tls = 'Maybe'",
        "[default]\nconsecutive_connection_failures_before_delay = 0",
        "[default]\nprovider_connection_limit = 5",
        "[default]\nadditional_connection_limits = 5",
        "[default]\nno_such_key = {a = [1, 2.5]}",
        "['a.example']\nmatch = [{MXSuffix='.a'}]",
        "[provider.x]\nmatch = [{MXSuffix='.a'}, {Other='.b'}]",
        "[provider.x]\nmatch = [{MXSuffix='.a'}, {MXSuffix='*.b'}]",
        "[default]\nconnection_limit = 100_001",
        "[default]\nidle_timeout = '1h'",
        "[default]\nidle_timeout = '5ms'",
        "[default]\nconsecutive_connection_failures_before_delay = 1_001",
        "[provider.x]\nmatch = [{MXSuffix='.a'}, 1]"
      })
  void shouldListWhatItCannotTake(String toml) {
    assertThat(read(new ShapingFile("a", toml)).unmapped()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "action = 'Suspend'\nduration = '1h'",
        "regex = 'a'\nduration = '1h'",
        "regex = 'a'\naction = 'Suspend'",
        "regex = 'a'\naction = 'Suspend'\nduration = 'long'",
        "regex = 1\naction = 'Suspend'\nduration = '1h'",
        "regex = '(?=a)b'\naction = 'Suspend'\nduration = '1h'",
        "regex = 'a'\naction = 'Sing'\nduration = '1h'",
        "regex = 'a'\naction = 1\nduration = '1h'",
        "regex = 'a'\naction = {Suspend = 1}\nduration = '1h'",
        "regex = 'a'\naction = {SetConfig={name='enable_tls', value='Disabled'}}\nduration = '1h'",
        "regex = 'a'\naction = {SetConfig={name='connection_limit', value='x'}}\nduration = '1h'"
      })
  void shouldLeaveOutARuleThatItCannotSayAndListIt(String rule) {
    // When
    var imported = read(new ShapingFile("a", "[[default.automation]]\n" + rule));

    // Then
    assertThat(imported.counts()).isEqualTo(new Imported.Counts(0, 0, 1, 0));
    assertThat(imported.yaml()).doesNotContain("reactions:");
    assertThat(imported.unmapped())
        .anySatisfy(
            one -> {
              assertThat(one.key()).isEqualTo("default.automation[0]");
              assertThat(one.spot().line()).isEqualTo(1);
              assertThat(one.why()).startsWith("is left out: ");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "trigger, '''sometimes''', is no trigger",
    "trigger, {Threshold = 5}, is no trigger",
    "trigger, {Threshold = '1_000_000/d'}, is no trigger",
    "colour, 1, is no key",
  })
  void shouldSayWhatItTakesOtherwiseOfARule(String key, String value, String why) {
    // When
    var imported =
        read(
            new ShapingFile(
                "a",
                "[[default.automation]]\nregex='a'\naction='Suspend'\nduration=1\n"
                    + key
                    + " = "
                    + value));

    // Then
    assertThat(imported.counts().arrived()).isEqualTo(1);
    assertThat(imported.unmapped())
        .singleElement()
        .satisfies(one -> assertThat(one.why()).contains(why))
        .satisfies(one -> assertThat(one.spot().line()).isEqualTo(5));
  }

  @ParameterizedTest
  @CsvSource({
    "connection_limit, 2, connections: 2, how many messages are being sent at one time",
    "max_connection_rate, '''9/min''', connection-rate: 9/min, lowers the rate of messages to this"
  })
  void shouldSayWhatAReactionLowersInstead(String key, String value, String lowered, String why) {
    // When
    var imported = read(reacting("{SetConfig={name='" + key + "', value=" + value + "}}"));

    // Then
    assertThat(imported.yaml()).contains("do: [{lower: {per: path, " + lowered + "}}]");
    assertThat(imported.unmapped())
        .singleElement()
        .satisfies(one -> assertThat(one.key()).isEqualTo("default.automation[0].action"))
        .satisfies(one -> assertThat(one.spot().line()).isEqualTo(3))
        .satisfies(one -> assertThat(one.why()).contains(why));
  }

  @ParameterizedTest
  @ValueSource(strings = {"max_deliveries_per_connection", "max_recipients_per_batch"})
  void shouldNotTakeWhatNoReactionLowers(String key) {
    // When
    var imported = read(reacting("['Suspend', {SetConfig={name='" + key + "', value=1}}]"));

    // Then
    assertThat(imported.yaml()).contains("do: [{suspend: path}]");
    assertThat(imported.unmapped())
        .singleElement()
        .satisfies(one -> assertThat(one.why()).startsWith("no reply lowers it here"));
    assertThat(PolicyReader.read(imported.yaml(), Set.of()).findings()).isEmpty();
  }

  private static ShapingFile reacting(String action) {
    return new ShapingFile(
        "a", "[[default.automation]]\nregex='a'\naction=" + action + "\nduration='1h'");
  }

  @Test
  void shouldMakeSeveralReactionsOfExpressionsWithDifferentExceptions() {
    // When
    var imported =
        read(
            new ShapingFile(
                "a",
                """
                [[default.automation]]
                regex = ["a", "^(?!.*b).*c", "d"]
                action = "Suspend"
                trigger = {Threshold = "2/h"}
                duration = "1h"
                """));

    // Then
    assertThat(imported.yaml())
        .contains("name: default-1a\n    when: [a, d]\n")
        .contains("name: default-1b\n    when: c\n    unless: b\n");
    assertThat(imported.unmapped())
        .singleElement()
        .extracting(Unmapped::key)
        .asString()
        .isEqualTo("default.automation[0].regex");
  }

  @Test
  void shouldTellAllThatIsWrongWithFilesThatAreNoToml() {
    // When
    var imported =
        ShapingImport.of(
            List.of(
                new ShapingFile("a", "[x\n"),
                new ShapingFile("b", "a = 1\na = 2\nb = ?"),
                new ShapingFile("c", "a = " + "[".repeat(50_000))));

    // Then
    assertThat(imported).isInstanceOf(Imported.Unreadable.class);
    assertThat(((Imported.Unreadable) imported).mistakes())
        .extracting(mistake -> mistake.spot().toString())
        .contains("a:1", "b:2", "b:3", "c:1");
  }

  @Property(tries = 300)
  void shouldNeverFailWhateverTheFilesSay(@ForAll("shaping") String toml) {
    // When
    var imported = ShapingImport.of(List.of(new ShapingFile("a", toml), MINE));

    // Then
    if (imported instanceof Imported.Document(var yaml, _, _)) {
      assertThat(parsed(yaml)).containsKey("sources");
    }
  }

  @Property(tries = 200)
  void shouldNeverFailWhateverTheTextIs(@ForAll String text) {
    assertThat(ShapingImport.of(List.of(new ShapingFile("a", text)))).isNotNull();
  }

  @Provide
  Arbitrary<String> shaping() {
    var names =
        Arbitraries.of(
            "default",
            "provider",
            "provider.big",
            "\"a.example\"",
            "provider.\"\\u0001 *\"",
            "\"a.example\".sources.\"s \\n\"",
            "[default.automation]",
            "[provider.big.automation]");
    var keys =
        Arbitraries.of(
            "connection_limit",
            "max_message_rate",
            "enable_tls",
            "match",
            "sources",
            "automation",
            "mx_rollup",
            "replace_base",
            "regex",
            "action",
            "trigger",
            "duration",
            "idle_timeout",
            "additional_connection_limits",
            "match_internal",
            "\"odd key\\u0085\"");
    var values =
        Arbitraries.of(
            "1",
            "-1",
            "2.5",
            "true",
            "[]",
            "{}",
            "''",
            "'Suspend'",
            "'1h'",
            "'5/h'",
            "'5/3s'",
            "['a', 1]",
            "{SetConfig={name='connection_limit',value=1}}",
            "{Threshold='2/h'}",
            "[{MXSuffix='.x'}, {HostName=1}]",
            "{a={b=[{c=1}]}}",
            "'^(?!.*a).*b'",
            "'((('",
            "\"quo'te \\u2028 \\\" \\\\ #: \\ud7ff\"",
            "1979-05-27T07:32:00Z",
            "'9999999999999/s'");
    var lines = Combinators.combine(keys, values).as((key, value) -> key + " = " + value);
    return Combinators.combine(names, lines.list().ofMaxSize(6))
        .as((name, said) -> "[" + name + "]\n" + String.join("\n", distinct(said)))
        .list()
        .ofMaxSize(5)
        .map(blocks -> String.join("\n", blocks) + "\n");
  }

  /** Without what would say a key twice, which is no TOML. */
  private static List<String> distinct(List<String> lines) {
    var seen = new HashSet<String>();
    return lines.stream().filter(line -> seen.add(line.split(" = ", 2)[0])).toList();
  }

  private static Imported.Document read(ShapingFile... files) {
    var imported = ShapingImport.of(List.of(files));
    assertThat(imported).isInstanceOf(Imported.Document.class);
    return (Imported.Document) imported;
  }

  private static Map<String, Object> document(ShapingFile... files) {
    return parsed(read(files).yaml());
  }

  private static Map<String, Object> parsed(String yaml) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Map<String, Object> document, String section) {
    return (List<Map<String, Object>>) Objects.requireNonNull(document.get(section));
  }

  private static ShapingFile file(String name) {
    try (var stream = ShapingImportTest.class.getResourceAsStream("/kumo/" + name)) {
      return new ShapingFile(
          name, new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldReadNothingAsNothing() {
    assertThat(Stream.of(read(), read(new ShapingFile("a", ""))))
        .allSatisfy(
            imported -> {
              assertThat(imported.counts()).isEqualTo(new Imported.Counts(0, 0, 0, 0));
              assertThat(imported.unmapped()).isEmpty();
            });
  }
}
