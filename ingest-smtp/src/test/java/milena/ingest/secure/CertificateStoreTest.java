package milena.ingest.secure;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import milena.runtime.observe.Meters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Which certificate is shown to whom, and what becomes of it when its files change. */
class CertificateStoreTest {

  @TempDir Path folder;
  private final Meters meters = new Meters();
  private final List<CertificateStore> stores = new ArrayList<>();
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listenToTheLog() {
    logged.start();
    ((Logger) LoggerFactory.getLogger(CertificateStore.class)).addAppender(logged);
  }

  @AfterEach
  void close() {
    ((Logger) LoggerFactory.getLogger(CertificateStore.class)).detachAppender(logged);
    stores.forEach(CertificateStore::close);
    meters.close();
  }

  private CertificateStore store(TlsEngine engine, @Nullable Path ca, CertificateFiles... files) {
    var store =
        new CertificateStore(
            TlsSettings.of(List.of(files), ca, null),
            engine,
            new TlsMeters(meters, InstantSource.system()));
    stores.add(store);
    return store;
  }

  private static @Nullable X509Certificate shown(CertificateStore store, String name) {
    var chosen = store.choose(name);
    return chosen == null ? null : chosen.certificate().chain().getFirst();
  }

  private long warnings() {
    return logged.list.stream().filter(event -> event.getLevel() == Level.WARN).count();
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void shouldChooseByNameThenByWildcardThenTheFirst(TlsEngine engine) throws Exception {
    // Given
    var first = TestCertificate.of("mx.example.net");
    var wild = TestCertificate.of("*.Example.org");
    var exact = TestCertificate.of("mail.example.org");
    var store =
        store(
            engine,
            null,
            first.write(folder, "first"),
            wild.write(folder, "wild"),
            exact.write(folder, "exact"));
    // When
    store.look();
    // Then
    assertThat(shown(store, "mail.example.org")).isEqualTo(exact.x509());
    assertThat(shown(store, "other.example.org")).isEqualTo(wild.x509());
    for (var unknown : List.of("", "example.org", "a.other.example.org", "mx.example.net", "org")) {
      assertThat(shown(store, unknown)).isEqualTo(first.x509());
    }
  }

  @Test
  void shouldKeepWhatItHasWhenTheNewIsWrongAndSaySoOnce() throws Exception {
    // Given
    var old = TestCertificate.of("mx.example.net");
    var fresh = TestCertificate.of("mx.example.net");
    var files = old.write(folder, "one");
    var store = store(TlsEngine.JDK, null, files);
    store.look();
    // When only one of the two files is new
    Files.writeString(files.chain(), fresh.chainPem());
    store.look();
    store.look();
    // Then
    assertThat(shown(store, "")).isEqualTo(old.x509());
    assertThat(warnings()).isEqualTo(1);
    assertThat(meters.scrape()).contains("milena_ingest_tls_loads_total{result=\"refused\"} 1.0");
    // When
    Files.delete(files.key());
    store.look();
    store.look();
    // Then
    assertThat(warnings()).isEqualTo(2);
    // When
    Files.writeString(files.key(), fresh.keyPem());
    store.look();
    // Then
    assertThat(shown(store, "")).isEqualTo(fresh.x509());
    assertThat(warnings()).isEqualTo(2);
    assertThat(meters.scrape()).contains("milena_ingest_tls_loads_total{result=\"taken\"} 2.0");
  }

  @Test
  void shouldNoticeANewFileOfTheSameSizeAndTime() throws Exception {
    // Given
    var old = TestCertificate.of("mx.example.net");
    var files = old.write(folder, "one");
    var time = Files.getLastModifiedTime(files.chain());
    var store = store(TlsEngine.JDK, null, files);
    store.look();
    // When
    var fresh = TestCertificate.of("mx.example.net");
    fresh.write(folder, "one");
    Files.setLastModifiedTime(files.chain(), time);
    store.look();
    // Then
    assertThat(shown(store, "")).isEqualTo(fresh.x509());
  }

  @Test
  void shouldLookEveryFewSeconds() throws Exception {
    // Given
    var files = TestCertificate.of("mx.example.net").write(folder, "one");
    var store = store(TlsEngine.JDK, null, files);
    store.look();
    var channel = new EmbeddedChannel();
    channel.freezeTime();
    store.watch(channel.eventLoop());
    var fresh = TestCertificate.of("mx.example.net");
    fresh.write(folder, "one");
    // When
    channel.advanceTimeBy(4, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    // Then
    assertThat(shown(store, "")).isNotEqualTo(fresh.x509());
    // When
    channel.advanceTimeBy(1, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    // Then
    assertThat(shown(store, "")).isEqualTo(fresh.x509());
    channel.finishAndReleaseAll();
  }

  @Test
  void shouldShowUntilWhenACertificateIsGood() throws Exception {
    // Given
    var files = TestCertificate.of("mx.example.net").write(folder, "one");
    var line =
        "milena_ingest_tls_certificate_remaining_seconds{file=\"%s\"} ".formatted(files.chain());
    var store = store(TlsEngine.JDK, null, files);
    assertThat(meters.scrape()).contains(line + "NaN");
    // When
    store.look();
    // Then
    var seconds =
        meters
            .scrape()
            .lines()
            .filter(it -> it.startsWith(line))
            .mapToDouble(it -> Double.parseDouble(it.substring(line.length())))
            .sum();
    assertThat(seconds / 86_400).isBetween(396.0, 397.0);
  }

  @Test
  void shouldAskWithTheNewCaWhenItsFileChanges() throws Exception {
    // Given
    var one = TestCertificate.of("client.example");
    var other = TestCertificate.of("client.example");
    var ca = Files.writeString(folder.resolve("ca.pem"), one.chainPem());
    var store = store(TlsEngine.JDK, ca, TestCertificate.of("mx").write(folder, "one"));
    store.look();
    assertThat(isVerified(store, one)).isTrue();
    assertThat(isVerified(store, other)).isFalse();
    // When
    Files.writeString(ca, other.chainPem());
    store.look();
    // Then
    assertThat(isVerified(store, one)).isFalse();
    assertThat(isVerified(store, other)).isTrue();
    // When
    Files.writeString(ca, "");
    store.look();
    // Then
    assertThat(isVerified(store, other)).isTrue();
    assertThat(warnings()).isEqualTo(1);
  }

  private static boolean isVerified(CertificateStore store, TestCertificate client)
      throws Exception {
    var chosen = store.choose("");
    var judged = chosen == null ? null : chosen.judge(new X509Certificate[] {client.x509()});
    return judged != null && judged.verified();
  }

  @Test
  void shouldMakeOneOfItsOwnWhereThatIsWanted() throws Exception {
    // Given
    var store =
        new CertificateStore(
            TlsSettings.of(List.of(), null, "mx.example.net"),
            TlsEngine.JDK,
            new TlsMeters(meters, InstantSource.system()));
    stores.add(store);
    assertThat(store.isEmpty()).isTrue();
    // When
    store.makeSelfSigned(InstantSource.system());
    store.look();
    // Then
    assertThat(store.choose("")).isNotNull();
    assertThat(store.isEmpty()).isFalse();
  }
}
