package milena.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import milena.policy.Policy;
import milena.policy.Provider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTomlTest {

  /** What {@link PolicyReaderTest#COMPLETE} says, in TOML as one would write it. */
  private static final String COMPLETE =
      """
      [sources]
      mta1 = {address = "192.0.2.10", ehlo = "mta1.example.com", port = 2525, proxy = "haproxy://10.0.0.1:5000"}
      mta2.proxy = "socks5://me@proxy.example:1080"
      plain = {}

      [sources.mta9]
      address = "2001:db8::9"

      [pools]
      bulk = {mta1 = 3, mta2 = 1}
      warm = ["mta9", "plain"]

      [[choose-pool]]
      campaign = "news-*"
      pool = "bulk"

      [[choose-pool]]
      provider = "google"
      meta = {stream = "alerts"}
      pool = "warm"

      [[choose-pool]]
      pool = "bulk"

      [providers.google]
      mx-suffix = [".google.com", ".googlemail.com"]

      [providers.mine]
      mx-host = ["MX1.example.com"]
      domain = ["*.example.com"]

      [[limits]]
      per = "site"
      connections = 32
      message-rate = "100/s"
      burst = 2_00

      [[limits]]
      per = "provider"
      provider = "google"
      connections = 0x5
      connection-rate = "10/min"

      [[limits]]
      group = "small"
      domain = [
        "B.example",
        "a.example",
      ]
      message-rate = "10/min"

      [[limits]]
      per = "path"
      messages-per-connection = 20
      recipients-per-transaction = 10
      outstanding = 50

      [[servers]]
      provider = "google"
      tls = "required"
      idle-timeout = "60s"

      [[retry]]
      preset = "postfix"

      [[retry]]
      tenant = "acme"
      class = ["QuotaIssues"]
      wait = ["20m", "40m"]
      factor = 1.5
      longest = "1d"
      jitter = "20%"
      expiry = "7d"

      [[hours]]
      campaign = "news-*"
      days = ["mon", "tuesday"]
      from = 09:00:00
      to = "24:00"
      zone = "Europe/Berlin"

      [[reactions]]
      name = "unusual"
      provider = "google"
      when = "unusual rate"
      unless = "x"
      times = "2/h"
      do = [{suspend = "path"}, {lower = {per = "path", message-rate = "10/min"}}, "bounce"]
      for = "30m"

      [[warm-up]]
      source = "mta9"
      provider = ["google"]
      from = 2026-12-01
      per-day = [50, 100]

      [[shares]]
      tenant = "acme"
      weight = 3
      """;

  private static Checked read(String toml) {
    return PolicyReader.read(new PolicyText(toml, Notation.TOML), Set.of("QuotaIssues"));
  }

  @Test
  void shouldReadEveryKeyAsInYaml() {
    // When
    var toml = read(COMPLETE);

    // Then
    assertThat(toml.findings()).isEmpty();
    var yaml = PolicyReader.read(PolicyReaderTest.COMPLETE, Set.of("QuotaIssues")).policy();
    assertThat(PolicyDiff.between(yaml.orElseThrow(), toml.policy().orElseThrow())).isEmpty();
    assertThat(toml.policy().orElseThrow().limits().get(1).place())
        .hasToString("limits[1] (line 38)");
  }

  @Test
  void shouldKeepTheOrderInWhichProvidersAreWritten() {
    // Given
    var toml = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      toml.append("[providers.p").append(i * 37 % 50).append("]\nmx-suffix = '.x'\n");
    }

    // When
    var providers = read(toml.toString()).policy().orElseThrow().providers();

    // Then
    assertThat(providers)
        .extracting(Provider::name)
        .containsExactlyElementsOf(
            Stream.iterate(0, i -> i + 1).limit(50).map(i -> "p" + i * 37 % 50).toList());
  }

  @Test
  void shouldTakeAnEmptyDocumentForNoPolicy() {
    assertThat(read("# nothing yet\n")).isEqualTo(read(""));
    assertThat(read("").policy()).contains(Policy.NONE);
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        arguments("limit = []", "limit (line 1)", "did you mean limits?"),
        arguments(
            "[[limits]]\nper = 'site'\nconections = 3",
            "limits[0].conections (line 3)",
            "did you mean connections?"),
        arguments(
            "[[limits]]\nper = 'site'\nconnections = 3\n\n[[limits]]\nper = 'sites'\nburst = 1",
            "limits[1].per (line 6)",
            "did you mean site?"),
        arguments(
            "[[limits]]\nper = 'site'\nmessage-rate = 5",
            "limits[0].message-rate (line 3)",
            "'5' is not a rate"),
        arguments(
            "[[limits]]\nper = 'site'\nconnections = 2.5",
            "limits[0].connections (line 3)",
            "'2.5' is not a whole number"),
        arguments("\n[[limits]]\nper = 'site'", "limits[0] (line 2)", "limits nothing"),
        arguments("[limits]\nper = 'site'", "limits (line 1)", "is a mapping, not a list"),
        arguments("[sources.a]\nadress = 'x'", "sources.a.adress (line 2)", "mean address?"),
        arguments("[sources.'a b']\nport = 25", "sources.a b (line 1)", "is not a name"),
        arguments(
            "[sources.a]\n[pools]\np = [\n 'a', # one\n\n 'c']",
            "pools.p[1] (line 6)",
            "no source 'c'"),
        arguments(
            "[[warm-up]]\nsource = 'a'\nfrom = 2026-12-01T10:00:00Z\nper-day = [1]",
            "warm-up[0].from (line 3)",
            "not a day"),
        arguments("shares = 1\n[[", " (line 2)", "is not TOML"),
        arguments("shares = []\nshares = []", " (line 2)", "is not TOML"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void shouldSayWhatIsWrongAndWhere(String toml, String place, String said) {
    // When
    var checked = read(toml + "\n");

    // Then
    assertThat(checked.policy()).isEmpty();
    assertThat(checked.errors())
        .anySatisfy(
            finding -> {
              assertThat(finding.place()).hasToString(place);
              assertThat(finding.toText()).contains(said);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a=", "[a.", "a.", "\"", "'''", "[[a]]\n", "0", "a=1\n", "\\u"})
  void shouldTakeBoundedTimeForWhatIsHostile(String piece) {
    // Given
    var text = "a = " + piece.repeat(100_000 / piece.length());
    long begin = System.nanoTime();

    // When
    var checked = read(text);

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    assertThat(checked.policy()).isEmpty();
    assertThat(checked.findings()).hasSizeBetween(1, 1001);
  }

  @Test
  void shouldTakeAFileForTomlByItsName() {
    assertThat(Notation.ofFile("dir.yaml/Policy.TOML")).isEqualTo(Notation.TOML);
    assertThat(Notation.ofFile("policy.yaml")).isEqualTo(Notation.YAML);
    assertThat(Notation.ofFile("toml")).isEqualTo(Notation.YAML);
  }
}
