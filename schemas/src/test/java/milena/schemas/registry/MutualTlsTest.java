package milena.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import milena.schemas.SchemaRegistryException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that asks its clients for certificates. */
class MutualTlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final Patience SHORT =
      new Patience(
          Duration.ofSeconds(2), Duration.ofSeconds(5), 1, Duration.ZERO, Duration.ofSeconds(1));

  @TempDir static Path folder;
  private static HttpsServer server;
  private static KeyStore registryKey;
  private static KeyStore clientKey;

  @BeforeAll
  static void start() throws Exception {
    registryKey = newKey("registry");
    clientKey = newKey("client");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context(registryKey, clientKey)) {
          @Override
          public void configure(HttpsParameters parameters) {
            var wanted = getSSLContext().getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    server.createContext(
        "/subjects",
        exchange -> {
          var body = "[\"s\"]".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static KeyStore newKey(String name) throws Exception {
    var file = folder.resolve(name + ".p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static SSLContext context(KeyStore own, KeyStore trusted) throws Exception {
    var trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    for (var alias : List.of("registry", "client")) {
      if (trusted.containsAlias(alias)) {
        trust.setCertificateEntry(alias, trusted.getCertificate(alias));
      }
    }
    var trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trustManagers.init(trust);
    var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(own, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
    return context;
  }

  private static List<String> subjects(SSLContext tls) {
    return subjects(tls, url());
  }

  private static URI url() {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  private static List<String> subjects(SSLContext tls, URI... urls) {
    try (var client = new RegistryClient(RegistrySettings.of(urls).with(SHORT).with(tls))) {
      return client.subjects();
    }
  }

  @Test
  void shouldShowItsCertificate() throws Exception {
    assertThat(subjects(context(clientKey, registryKey))).containsExactly("s");
  }

  @Test
  void shouldShowItsCertificateAtTheNextAddress() throws Exception {
    var dead = URI.create("https://127.0.0.1:1");
    assertThat(subjects(context(clientKey, registryKey), dead, url())).containsExactly("s");
  }

  @Test
  void shouldNotBeLetInWithAnotherCertificate() throws Exception {
    var stranger = context(registryKey, registryKey);
    assertThatThrownBy(() -> subjects(stranger)).isInstanceOf(SchemaRegistryException.class);
  }

  @Test
  void shouldNotSpeakToARegistryThatItDoesNotTrust() throws Exception {
    var distrustful = context(clientKey, clientKey);
    assertThatThrownBy(() -> subjects(distrustful)).isInstanceOf(SchemaRegistryException.class);
  }
}
