package milena.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import milena.schemas.MxHost;
import milena.schemas.SiteRecord;
import milena.schemas.Topics;
import milena.standalone.HandWrittenLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class PolicyCommandTest {

  private static final String FIRST =
      """
      sources: {a: {address: 192.0.2.1}}
      pools: {p: [a]}
      choose-pool: [{pool: p}]
      providers: {google: {mx-suffix: .google.com}}
      limits:
        - {per: site, message-rate: 100/s}
      """;

  /** The same. */
  private static final String IN_TOML =
      """
      [sources]
      a = {address = "192.0.2.1"}
      [pools]
      p = ["a"]
      [[choose-pool]]
      pool = "p"
      [providers]
      google = {mx-suffix = ".google.com"}
      [[limits]]
      per = "site"
      message-rate = "100/s"
      """;

  private static final String A_KEY = "mk_" + "a".repeat(16) + "_" + "b".repeat(52);
  private static final Map<String, String> KEY = Map.of("MILENA_OPERATOR_KEY", A_KEY);

  @TempDir Path folder;

  @Test
  void shouldCheckADocumentWithoutASystem() throws Exception {
    // When
    var fine = run("check", file("fine", FIRST));
    var idle = run("check", file("idle", FIRST + "  - {per: site, message-rate: 50/s}\n"));
    var wrong = run("check", file("wrong", FIRST + "  - {per: site, mesage-rate: 50/s}\n"));
    var asJson = run("check", file("wrong", FIRST + "retry: [{preset: x}]\n"), "--json");
    var absent = run("check", folder.resolve("absent").toString());

    // Then
    assertThat(fine.code).as(fine.err()).isZero();
    assertThat(fine.out()).contains("nothing is wrong");
    assertThat(idle.code).isEqualTo(1);
    assertThat(idle.out()).contains("no effect at limits[0].message-rate (line 6)");
    assertThat(wrong.code).isEqualTo(2);
    assertThat(wrong.out()).contains("error at limits[1].mesage-rate (line 7)", "message-rate?");
    assertThat(asJson.code).isEqualTo(2);
    var finding = new ObjectMapper().readTree(asJson.out()).get("findings").get(0);
    assertThat(finding.get("path").asText()).isEqualTo("retry[0].preset");
    assertThat(finding.get("line").asInt()).isEqualTo(7);
    assertThat(absent.code).isEqualTo(2);
    assertThat(absent.err()).contains("does not exist; give the path");
  }

  @Test
  void shouldCompareFilesAndExplainOneWithoutASystem() throws Exception {
    // Given
    var old = file("old", FIRST);
    var young = file("young", FIRST.replace("100/s", "50/s"));

    // When
    var same = run("diff", old, old);
    var other = run("diff", old, young);
    var asJson = run("diff", old, young, "--json");
    var both = run("diff", old, young, "--against", "1");
    var explained =
        run("explain", "--file", old, "--tenant=shop", "--domain=x.test", "--mx=a.google.com");
    var explainedJson = run("explain", "--file", old, "--site=mx.test", "--json");
    var routed =
        run(
            "explain",
            "--file",
            old,
            "--domain=x.test",
            "--config",
            file("milena", "routes: " + file("routes", "x.test 192.0.2.1 2525\n")));
    var unknown = run("explain", "--file", old, "--domain=x.test");

    // Then
    assertThat(same.code).as(same.err()).isZero();
    assertThat(other.code).isEqualTo(1);
    assertThat(other.out())
        .contains("~ limits[0] (line 6) per site, all mail: message-rate 100/s burst 100 → 50/s");
    assertThat(new ObjectMapper().readTree(asJson.out()).get("differences")).hasSize(1);
    assertThat(both.code).isEqualTo(2);
    assertThat(explained.code).as(explained.err()).isZero();
    assertThat(explained.out())
        .contains(
            "provider: google  <- providers.google (line 4)",
            "message-rate per site (a.google.com): 100/s burst 100  <- limits[0] (line 6)",
            "connections per site: 32  <- built-in",
            "final-dot-timeout: 10m  <- built-in",
            "wait 20m, factor 2, longest 1d, jitter 10%, expiry 7d  <- built-in");
    assertThat(routed.out())
        .contains("site 192.0.2.1:2525, provider none", "message-rate per site (192.0.2.1:2525)");
    assertThat(unknown.code).isZero();
    assertThat(unknown.err()).contains("where mail for x.test goes is not known here", "--mx");
    assertThat(new ObjectMapper().readTree(explainedJson.out()).get("values").get(0).get("setting"))
        .hasToString("\"provider\"");
  }

  @Test
  void shouldApplyShowAndRollBack() throws Exception {
    // Given
    var first = file("first", FIRST);
    var second = file("second", FIRST.replace("100/s", "50/s"));
    try (var log = new HandWrittenLog(folder)) {
      log.salt();
      log.flush();

      // When
      var none = run("show");
      var all = run("diff", first);
      var applied = run("apply", first, "--why", "a start", "--who", "ann");
      var again = run("apply", first, "--why", "a start");
      var late = run("apply", second, "--why", "slower", "--expect", "0");
      var next = run("apply", second, "--why", "slower", "--who", "bob", "--json");
      var history = run("history");
      var shown = run("show", "1");
      var changed = run("diff", first);
      var against = run("diff", first, "--against", "1");
      var explained = run("explain", "--site", "mx.test");
      log.write(
          Topics.SITES_TABLE,
          0,
          "x.test",
          SiteRecord.newBuilder()
              .setDomain("x.test")
              .setSite("a.google.com")
              .setHosts(List.of(new MxHost("a.google.com", 10)))
              .build());
      log.flush();
      var found = run("explain", "--domain", "x.test");
      var back = run("rollback", "1", "--why", "too slow", "--who", "ann");
      var nowhere = run("rollback", "9", "--why", "x");
      var inForce = run("show", "--json");

      // Then
      assertThat(none.code).isEqualTo(1);
      assertThat(none.err()).contains("no policy is in force; `milena policy apply` puts one");
      assertThat(all.code).as(all.err()).isEqualTo(1);
      assertThat(all.out().lines()).hasSize(5).allMatch(line -> line.startsWith("+ "));
      assertThat(applied.code).as(applied.err()).isZero();
      assertThat(applied.out()).contains("version 1 is in force");
      assertThat(again.out()).contains("version 1 has this text already");
      assertThat(late.code).isEqualTo(1);
      assertThat(late.err()).contains("version 1 is in force, which was not expected");
      assertThat(next.out()).contains("\"version\":2", "\"who\":\"bob\"");
      assertThat(history.out()).containsPattern("2 .* bob: slower\\n +1 .* ann: a start");
      assertThat(shown.out()).isEqualTo(FIRST);
      assertThat(changed.code).isEqualTo(1);
      assertThat(against.code).isZero();
      assertThat(explained.out()).contains("(mx.test): 50/s burst 50  <- limits[0] (line 6)");
      assertThat(found.out())
          .contains(
              "site a.google.com, provider google  <- mail.sites",
              "(a.google.com): 50/s burst 50  <- limits[0] (line 6)");
      assertThat(back.out()).contains("version 3 is in force");
      assertThat(nowhere.code).isEqualTo(1);
      assertThat(nowhere.err()).contains("no version 9; `milena policy history`");
      var text = new ObjectMapper().readTree(inForce.out());
      assertThat(text.get("text").asText()).isEqualTo(FIRST);
      assertThat(text.get("why").asText()).isEqualTo("back to version 1: too slow");
    }
  }

  @Test
  void shouldTakeADocumentInToml() throws Exception {
    // Given
    var toml = Files.writeString(folder.resolve("policy.toml"), IN_TOML).toString();
    var typo =
        Files.writeString(
                folder.resolve("typo.toml"), IN_TOML.replace("message-rate", "mesage-rate"))
            .toString();
    var yaml = file("first", FIRST);
    try (var log = new HandWrittenLog(folder)) {
      log.salt();
      log.flush();

      // When
      var fine = run("check", toml);
      var wrong = run("check", typo);
      var same = run("diff", yaml, toml);
      var applied = run("apply", toml, "--why", "a start");
      var again = run("apply", toml, "--why", "a start");
      var other = run("apply", yaml, "--why", "the same");
      var back = run("rollback", "1", "--why", "TOML is nicer");
      var shown = run("show");
      var shownJson = run("show", "--json");
      var explained = run("explain", "--site", "mx.test");

      // Then
      assertThat(fine.code).as(fine.out()).isZero();
      assertThat(wrong.code).isEqualTo(2);
      assertThat(wrong.out()).contains("error at limits[0].mesage-rate (line 11)", "message-rate?");
      assertThat(same.code).as(same.out()).isZero();
      assertThat(applied.out()).as(applied.err()).contains("version 1 is in force");
      assertThat(again.out()).contains("version 1 has this text already");
      assertThat(other.out()).contains("version 2 is in force");
      assertThat(back.out()).contains("version 3 is in force");
      assertThat(shown.out()).isEqualTo(IN_TOML);
      assertThat(new ObjectMapper().readTree(shownJson.out()).get("notation").asText())
          .isEqualTo("toml");
      assertThat(explained.out()).contains("(mx.test): 100/s burst 100  <- limits[0] (line 9)");
    }
  }

  @Test
  void shouldTellWhatIsWrong() throws Exception {
    // Given
    var wrong = file("wrong", "limits: 1\n");

    // When
    var runs =
        List.of(
            run(),
            run("apply", wrong),
            run("apply", wrong, "--why", "x"),
            run("diff", wrong),
            run("explain", "--file", wrong),
            run("explain", "--file", file("fine", FIRST), "--meta", "stream"),
            run("rollback", "first", "--why", "x"),
            run("history", "--data", folder.resolve("missing").toString()));

    // Then
    assertThat(runs).allMatch(run -> run.code == 2);
    assertThat(runs.get(0).err()).contains("check", "apply", "rollback", "Examples:");
    assertThat(runs.get(1).err()).contains("--why");
    assertThat(runs.subList(2, 5))
        .allMatch(run -> run.err().contains("error at limits (line 1): is a single value"));
    assertThat(runs.get(5).err()).contains("'stream' is not such as stream=alerts");
    assertThat(runs.get(6).err()).contains("first");
    assertThat(runs.get(7).err()).contains("does not exist");
  }

  @Test
  void shouldSayWhatHoldsBackNowIfAProcessCanBeAsked() throws Exception {
    // Given
    var asked = new CopyOnWriteArrayList<String>();
    var door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    door.createContext("/", exchange -> answer(exchange, asked));
    door.start();
    var url = "http://127.0.0.1:" + door.getAddress().getPort();
    try (var log = new HandWrittenLog(folder)) {
      log.salt();
      log.flush();

      // When
      var told = run(KEY, "explain", "--tenant=shop", "--mx=mx.test", "--url", url);
      var json = run(KEY, "explain", "--domain=x.test", "--site=mx.test", "--json", "--url", url);
      door.stop(0);
      var away = run(KEY, "explain", "--tenant=shop", "--url", url);
      var keyless = run("explain", "--tenant=shop");
      var file = run(KEY, "explain", "--file", file("p", FIRST), "--tenant=shop", "--url", url);

      // Then
      assertThat(told.code).as(told.err()).isZero();
      assertThat(told.out())
          .contains(
              "built-in", "now         waiting 7 {rate=7}", "held by message-rate per tenant");
      assertThat(asked)
          .containsExactly(
              "Bearer " + A_KEY + " site=mx.test&tenant=shop&gates=true",
              "Bearer " + A_KEY + " domain=x.test&gates=true");
      var now = new ObjectMapper().readTree(json.out()).get("now");
      assertThat(now.at("/gates/0/left").asInt()).isEqualTo(2);
      assertThat(away.code).isZero();
      assertThat(away.out()).contains("built-in").doesNotContain("waiting");
      assertThat(away.err()).contains("what holds it back now is not known: 127.0.0.1:");
      assertThat(keyless.code).isZero();
      assertThat(keyless.out()).isEqualTo(away.out());
      assertThat(keyless.err()).contains("was not asked: name an operator's key with --key-file");
      assertThat(file.code).as(file.err()).isZero();
      assertThat(file.err()).isEmpty();
    } finally {
      door.stop(0);
    }
  }

  private static void answer(HttpExchange exchange, List<String> asked) throws IOException {
    try (exchange) {
      asked.add(
          exchange.getRequestHeaders().getFirst("Authorization")
              + " "
              + exchange.getRequestURI().getQuery());
      var text =
          """
          {"partitions":1,"beganAt":1,"endedAt":2,"messages":[],"commands":[],
           "groups":[{"tenant":"shop","site":"mx.test","campaign":"","waiting":7,"outstanding":0,
             "oldestAt":1,"reasons":{"rate":7},"lastCode":0,"lastText":""}],
           "gates":[{"limit":"message-rate","per":"tenant","key":"shop","source":"","most":10,
             "periodMs":1000,"left":2,"opensAt":2,"sites":1,"holds":true}],
           "reactionsInForce":0,"reactions":[]}
          """
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, text.length);
      exchange.getResponseBody().write(text);
    }
  }

  private String file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name + ".yaml"), text).toString();
  }

  /** A run of the command. */
  private record Ran(int code, String out, String err) {}

  private Ran run(String... arguments) {
    return run(Map.of(), arguments);
  }

  private Ran run(Map<String, String> more, String... arguments) {
    var console = new Console();
    var environment = new HashMap<>(more);
    environment.put("MILENA_DATA", folder.toString());
    var code = console.execute(PolicyCommand.spec(environment), arguments);
    return new Ran(code, console.out(), console.err());
  }
}
