package milena.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import milena.runtime.config.ConfigReader;
import milena.runtime.config.EffectiveConfig;
import milena.standalone.Milena;
import milena.standalone.MilenaSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an operator's command line speaks with a door that answers as it is told. */
@Timeout(60)
class QueueCommandTest {
  private static final String KEY =
      "mk_aaaaaaaaaaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

  private static final String COMMANDS =
      """
      {"partitions": 1, "beganAt": 5, "endedAt": 6, "groups": [], "messages": [], "commands": [
        {"id": "c1", "kind": "suspend", "arguments": {"tenant": "shop"}, "who": "ann", "why": "",
         "at": 1, "phase": "in-force", "done": 0, "passed": 0, "of": 1},
        {"id": "c2", "kind": "cancel", "arguments": {"tenant": "other"}, "who": "bob", "why": "",
         "at": 2, "phase": "in-force", "done": 7, "passed": 1, "of": 1}]}
      """;

  @TempDir Path folder;
  private final List<String> credentials = new CopyOnWriteArrayList<>();
  private HttpServer door = unset();

  // Given to NullAway: JUnit sets it before each test.
  @SuppressWarnings("NullAway")
  private static HttpServer unset() {
    return null;
  }

  @BeforeEach
  void open() throws Exception {
    door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answerAt(door, credentials);
    door.start();
  }

  @AfterEach
  void close() {
    door.stop(0);
  }

  private static void answerAt(HttpServer server, List<String> credentials) {
    server.createContext(
        "/api/queue/commands",
        exchange -> {
          credentials.add(exchange.getRequestHeaders().getFirst("Authorization"));
          var answer = COMMANDS.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
  }

  private String url() {
    return "http://127.0.0.1:" + door.getAddress().getPort();
  }

  private String keyFile(String text) throws Exception {
    return Files.writeString(folder.resolve("operator.key"), text).toString();
  }

  /** A run of a command. */
  private record Ran(int code, String out, String err) {}

  private static Ran queue(Map<String, String> environment, String... arguments) {
    var console = new Console();
    var code = console.execute(QueueCommand.spec(environment), arguments);
    return new Ran(code, console.out(), console.err());
  }

  private static Ran queue(String... arguments) {
    return queue(Map.of(), arguments);
  }

  @Test
  void shouldComeInWithTheKeyOfAFileOrOfTheEnvironment() throws Exception {
    // When
    var byFile = queue("status", "--url", url(), "--key-file", keyFile(KEY + "\n"));
    var byEnvironment = queue(Map.of("MILENA_OPERATOR_KEY", KEY), "status", "--url", url());
    // Then
    assertThat(byFile.code).as(byFile.err()).isZero();
    assertThat(byEnvironment.code).as(byEnvironment.err()).isZero();
    assertThat(credentials).containsExactly("Bearer " + KEY, "Bearer " + KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {KEY + "\nhunter2", "hunter2", "user: ann\n" + KEY, KEY + "c"})
  void shouldNotShowWhatIsThereInsteadOfAKey(String content) throws Exception {
    // When
    var byFile = queue("status", "--url", url(), "--key-file", keyFile(content));
    var byEnvironment = queue(Map.of("MILENA_OPERATOR_KEY", content), "status", "--url", url());
    // Then
    for (var ran : List.of(byFile, byEnvironment)) {
      assertThat(ran.code).isEqualTo(2);
      assertThat(ran.err())
          .contains("one line that begins with mk_")
          .doesNotContain("hunter2", "bbbb", "Exception");
    }
    assertThat(credentials).isEmpty();
  }

  @Test
  void shouldSayThatAKeyFileCannotBeReadAndNotThatNobodyAnswers() {
    // When
    var missing = queue("status", "--url", url(), "--key-file", folder + "/nope");
    var folderInstead = queue("status", "--url", url(), "--key-file", folder.toString());
    // Then
    for (var ran : List.of(missing, folderInstead)) {
      assertThat(ran.code).isEqualTo(2);
      assertThat(ran.err()).contains("cannot be read").doesNotContain("is that the HTTP door");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:8080",
        "127.0.0.1:8080",
        "ftp://127.0.0.1",
        "http:///api",
        "http://127.0.0.1:80800",
        "http://127.0.0.1:8080/api/queue",
        "http://a b",
        ""
      })
  void shouldSayWhatAUrlIsWhenItIsNone(String text) throws Exception {
    // When
    var ran = queue("status", "--url", text, "--key-file", keyFile(KEY));
    // Then
    assertThat(ran.code).isEqualTo(2);
    assertThat(ran.err()).contains("is not of the form https://HOST:PORT").doesNotContain("\tat ");
  }

  @Test
  void shouldSendTheKeyToOtherMachinesEncryptedOrWhenToldSo() throws Exception {
    // Given
    var key = keyFile(KEY);
    // When
    var refused = queue("status", "--url", "http://0.0.0.0:1", "--key-file", key);
    var byName = queue("status", "--url", "http://127.0.0.1.example", "--key-file", key);
    var local = queue("status", "--url", url(), "--key-file", key);
    // Then
    for (var ran : List.of(refused, byName)) {
      assertThat(ran.code).isEqualTo(2);
      assertThat(ran.err()).contains("in the clear: ask by https");
    }
    assertThat(local.code).as(local.err()).isZero();
    // When
    var told = queue("status", "--url", "http://0.0.0.0:1", "--in-the-clear", "--key-file", key);
    // Then nobody answers there, but somebody was asked
    assertThat(told.code).as(told.err()).isEqualTo(3);
  }

  @Test
  void shouldBelieveADoorWhoseAuthorityIsNamed() throws Exception {
    // Given
    var certified = Certified.make(folder);
    var tls = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    tls.setHttpsConfigurator(new HttpsConfigurator(certified.context()));
    answerAt(tls, credentials);
    tls.start();
    try {
      var url = "https://127.0.0.1:" + tls.getAddress().getPort();
      var key = keyFile(KEY);
      // When
      var unknown = queue("status", "--url", url, "--key-file", key);
      var named =
          queue("status", "--url", url, "--key-file", key, "--ca", certified.pem().toString());
      var noCertificate = queue("status", "--url", url, "--key-file", key, "--ca", key);
      // Then
      assertThat(unknown.code).isEqualTo(3);
      assertThat(unknown.err()).contains("does Java, or --ca, know who vouches for it?");
      assertThat(named.code).as(named.err()).isZero();
      assertThat(noCertificate.code).isEqualTo(2);
      assertThat(noCertificate.err()).contains("cannot be used").doesNotContain(KEY);
      assertThat(credentials).containsExactly("Bearer " + KEY);
    } finally {
      tls.stop(0);
    }
  }

  /** A key with a certificate of its own for 127.0.0.1, made by the JDK's tool. */
  private record Certified(SSLContext context, Path pem) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    static Certified make(Path folder) throws Exception {
      var store = folder.resolve("door.p12");
      var made =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-keystore",
                  store.toString(),
                  "-storepass",
                  new String(PASSWORD),
                  "-alias",
                  "door",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=door",
                  "-ext",
                  "san=ip:127.0.0.1")
              .redirectErrorStream(true)
              .start();
      var said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(made.waitFor()).as(said).isZero();
      var keys = KeyStore.getInstance(store.toFile(), PASSWORD);
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      var base64 = Base64.getMimeEncoder().encodeToString(keys.getCertificate("door").getEncoded());
      var pem = "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
      return new Certified(context, Files.writeString(folder.resolve("door.pem"), pem));
    }
  }

  @Test
  void shouldShowOneCommandWhenOneIsAskedFor() throws Exception {
    // Given
    var key = keyFile(KEY);
    // When
    var all = queue("status", "--json", "--url", url(), "--key-file", key);
    var one = queue("status", "c2", "--json", "--url", url(), "--key-file", key);
    var text = queue("status", "c2", "--url", url(), "--key-file", key);
    var none = queue("status", "c3", "--json", "--url", url(), "--key-file", key);
    // Then
    assertThat(all.out()).contains("\"id\":\"c1\"", "\"id\":\"c2\"");
    assertThat(one.code).isZero();
    assertThat(one.out()).contains("\"id\":\"c2\"", "\"done\":7").doesNotContain("c1");
    assertThat(text.out()).contains("c2  cancel", "in force: 1").doesNotContain("c1");
    assertThat(none.code).isEqualTo(1);
    assertThat(none.out()).contains("\"commands\":[]");
  }

  @Test
  void shouldNotTakeItsVariablesForSettingsThatAreMisspelt() {
    // Given
    var environment = Map.of(QueueOptions.KEY, KEY, UnplannedFailures.WITH_MESSAGES, "true");
    // When
    var read = ConfigReader.read(MilenaSettings.catalogue(), Map.of(), environment);
    // Then
    assertThat(read).isInstanceOf(EffectiveConfig.class);
  }

  @Test
  void shouldTellOfAFailureThatNobodyPlannedWithoutItsMessage() {
    // Given
    var failing = Milena.commandLine();
    failing.addSubcommand("fail", new Failing());
    var console = new Console();
    // When
    var code = console.execute(failing, "fail");
    // Then
    assertThat(code).isEqualTo(1);
    assertThat(console.err())
        .contains("java.lang.IllegalArgumentException", "java.lang.IllegalStateException")
        .contains("QueueCommandTest$Failing")
        .doesNotContain("hunter2");
  }

  /** Fails with a secret in its message. */
  @picocli.CommandLine.Command
  static final class Failing implements Runnable {
    @Override
    public void run() {
      throw new IllegalArgumentException(
          "hunter2 is wrong", new IllegalStateException("since it is hunter2"));
    }
  }
}
