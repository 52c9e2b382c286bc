package milena.ingest.secure;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import milena.ingest.accept.TlsSession;
import milena.runtime.observe.Meters;
import milena.tenants.verify.ChannelBindings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The handshake without a network: what it tells, and how long it may take. */
class HandshakeTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path folder;
  private final Meters meters = new Meters();
  private final TlsMeters counted = new TlsMeters(meters, InstantSource.system());
  private final List<TlsSession> sessions = new ArrayList<>();
  private final EmbeddedChannel server = new EmbeddedChannel();
  private final TestCertificate certificate = made();

  @BeforeEach
  void stopTheClock() {
    server.freezeTime();
  }

  private static TestCertificate made() {
    try {
      return TestCertificate.of("mx.example.net");
    } catch (java.security.GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @AfterEach
  void close() {
    server.finishAndReleaseAll();
    meters.close();
  }

  private CertificateStore begin(TlsEngine engine) throws Exception {
    return begin(engine, null);
  }

  private CertificateStore begin(TlsEngine engine, @Nullable Path clientCa) throws Exception {
    var settings = TlsSettings.of(List.of(certificate.write(folder, "one")), clientCa, null);
    var store = new CertificateStore(settings, engine, counted);
    store.look();
    new ListenerTls(store, clientCa != null, LIMIT, counted).begin(server, sessions::add);
    return store;
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void shouldTellTheClientsCertificateAndWhetherItIsOurs(TlsEngine engine) throws Exception {
    // Given
    var known = TestCertificate.of("client.example");
    var ca = Files.writeString(folder.resolve("ca.pem"), known.chainPem());
    for (var shown : List.of(known, TestCertificate.of("stranger.example"))) {
      sessions.clear();
      server.pipeline().toMap().keySet().forEach(server.pipeline()::remove);
      try (var _ = begin(engine, ca)) {
        var pair = shown.write(folder, "client");
        var ssl =
            SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(certificate.x509())
                .keyManager(pair.chain().toFile(), pair.key().toFile())
                .build();
        var client =
            new EmbeddedChannel(ssl.newHandler(Unpooled.buffer().alloc(), "mx.example.net", 25));
        // When
        talk(client);
        // Then
        var digest = MessageDigest.getInstance("SHA-256").digest(shown.x509().getEncoded());
        assertThat(sessions.getFirst().client())
            .isEqualTo(
                new TlsSession.ClientCertificate(
                    HexFormat.of().formatHex(digest), shown.equals(known)));
        client.finishAndReleaseAll();
      }
    }
  }

  private void advance(long seconds) {
    server.advanceTimeBy(seconds, TimeUnit.SECONDS);
    server.runScheduledPendingTasks();
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void shouldTellWhatTheHandshakeCameTo(TlsEngine engine) throws Exception {
    // Given
    try (var _ = begin(engine)) {
      var ssl =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3")
              .trustManager(certificate.x509())
              .build();
      var client =
          new EmbeddedChannel(ssl.newHandler(Unpooled.buffer().alloc(), "mx.example.net", 25));
      // When
      talk(client);
      // Then
      var session = sessions.getFirst();
      assertThat(session.protocol()).isEqualTo("TLSv1.3");
      assertThat(session.cipher()).isEqualTo("TLS_AES_128_GCM_SHA256");
      assertThat(session.serverName()).isEqualTo("mx.example.net");
      assertThat(session.client()).isNull();
      boolean bound = engine == TlsEngine.JDK;
      var digest = MessageDigest.getInstance("SHA-256").digest(certificate.x509().getEncoded());
      assertThat(session.bindings().data(ChannelBindings.TLS_SERVER_END_POINT))
          .satisfies(
              data -> assertThat(data.orElse(new byte[0])).isEqualTo(bound ? digest : new byte[0]));
      assertThat(
              session.bindings().data(ChannelBindings.TLS_EXPORTER).map(HexFormat.of()::formatHex))
          .isEqualTo(bound ? exported(client) : Optional.empty());
      // And the two can talk
      client.writeOutbound(Unpooled.copiedBuffer("hello", StandardCharsets.US_ASCII));
      talk(client);
      ByteBuf heard = server.readInbound();
      assertThat(heard.toString(StandardCharsets.US_ASCII)).isEqualTo("hello");
      heard.release();
      client.finishAndReleaseAll();
    }
  }

  private static java.util.Optional<String> exported(EmbeddedChannel client) throws Exception {
    var session =
        (javax.net.ssl.ExtendedSSLSession)
            client.pipeline().get(SslHandler.class).engine().getSession();
    return java.util.Optional.of(
        HexFormat.of()
            .formatHex(
                session.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32)));
  }

  /** Carries bytes between both ends until neither has any. */
  private void talk(EmbeddedChannel client) {
    boolean more = true;
    while (more) {
      client.runPendingTasks();
      server.runPendingTasks();
      more = carry(client, server) || carry(server, client);
    }
  }

  private static boolean carry(EmbeddedChannel from, EmbeddedChannel to) {
    ByteBuf bytes = from.readOutbound();
    if (bytes == null) {
      return false;
    }
    to.writeInbound(bytes);
    return true;
  }

  @Test
  void shouldCloseOnWhoSaysNothing() throws Exception {
    try (var _ = begin(TlsEngine.best())) {
      // When
      advance(9);
      // Then
      assertThat(server.isActive()).isTrue();
      // When
      advance(1);
      // Then
      assertThat(server.isActive()).isFalse();
      assertThat(meters.scrape()).contains("{protocol=\"none\",result=\"late\"} 1.0");
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void shouldCountTheWholeHandshakeAgainstTheLimit(TlsEngine engine) throws Exception {
    // Given
    try (var _ = begin(engine)) {
      var ssl =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .trustManager(certificate.x509())
              .build();
      var client = new EmbeddedChannel(ssl.newHandler(Unpooled.buffer().alloc()));
      advance(6);
      carry(client, server);
      server.runPendingTasks();
      // When the client says no more after its first message
      advance(3);
      assertThat(server.isActive()).isTrue();
      advance(1);
      // Then
      assertThat(server.isActive()).isFalse();
      assertThat(sessions).isEmpty();
      assertThat(meters.scrape()).contains("{protocol=\"none\",result=\"late\"} 1.0");
      client.finishAndReleaseAll();
    }
  }

  @Test
  void shouldHoldNothingOfAnEndlessFirstMessage() throws Exception {
    try (var _ = begin(TlsEngine.best())) {
      // When a ClientHello announces 1 MiB
      server.writeInbound(
          Unpooled.wrappedBuffer(new byte[] {0x16, 3, 1, 0, 16, 1, 0x10, 0, 0, 3, 3, 0, 0, 0, 0}),
          Unpooled.wrappedBuffer(new byte[16]));
      // Then
      assertThat(server.isActive()).isFalse();
      assertThat(meters.scrape()).contains("{protocol=\"none\",result=\"failed\"} 1.0");
    }
  }

  @Test
  void shouldTellNobodyOfAConnectionBeforeItsHandshake() throws Exception {
    // Given
    var told = new ArrayList<String>();
    ChannelHandler last =
        new ChannelInboundHandlerAdapter() {
          @Override
          public void exceptionCaught(io.netty.channel.ChannelHandlerContext ctx, Throwable cause) {
            told.add("exception");
          }

          @Override
          public void channelRead(io.netty.channel.ChannelHandlerContext ctx, Object message) {
            told.add("bytes");
          }
        };
    try (var _ = begin(TlsEngine.best())) {
      server.pipeline().addLast(last);
      // When
      server.writeInbound(Unpooled.copiedBuffer("EHLO x\r\n", StandardCharsets.US_ASCII));
      // Then
      assertThat(told).isEmpty();
      assertThat(server.isActive()).isFalse();
    }
  }
}
