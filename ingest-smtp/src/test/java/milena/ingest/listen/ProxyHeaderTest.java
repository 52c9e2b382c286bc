package milena.ingest.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import milena.runtime.observe.Meters;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The PROXY header in every piece, from whom it may come and from whom not. */
class ProxyHeaderTest {

  private static final InetAddress PROXY = InetAddress.ofLiteral("10.0.0.1");
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String FOLLOWING = "EHLO client\r\n";

  private final Meters meters = new Meters();
  private final ListenMeters counted = new ListenMeters(meters);
  private final List<InetAddress> clients = new ArrayList<>();

  @AfterEach
  void close() {
    meters.close();
  }

  /** A header as bytes, and the client that it names. */
  private record Header(String name, String text, String client) {

    byte[] bytes() {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Header> headers() {
    return List.of(
        text("PROXY TCP4 192.0.2.7 198.51.100.1 40000 25\r\n", "192.0.2.7"),
        text("PROXY TCP6 2001:db8::7 2001:db8::1 40000 25\r\n", "2001:db8::7"),
        text("PROXY UNKNOWN\r\n", "10.0.0.1"),
        text("PROXY UNKNOWN ffff:: ffff:: 65535 65535\r\n", "10.0.0.1"),
        binary("TCP4", "2111000c" + "c0000207" + "c6336401" + "9c400019", "192.0.2.7"),
        binary(
            "TCP4 with an extension",
            "21110010" + "c0000207" + "c6336401" + "9c400019" + "04000100",
            "192.0.2.7"),
        binary(
            "TCP6",
            "21210024"
                + "20010db8000000000000000000000007"
                + "20010db8000000000000000000000001"
                + "9c400019",
            "2001:db8::7"),
        binary("LOCAL", "20000000", "10.0.0.1"));
  }

  private static Header text(String header, String client) {
    return new Header(header.strip(), header, client);
  }

  private static Header binary(String name, String rest, String client) {
    var bytes = HexFormat.of().parseHex(SIGNATURE + rest);
    return new Header("v2 " + name, new String(bytes, StandardCharsets.ISO_8859_1), client);
  }

  private EmbeddedChannel fromProxy() {
    var channel = new EmbeddedChannel();
    channel.freezeTime();
    channel
        .pipeline()
        .addLast(ProxyHeader.decoder())
        .addLast(
            new ProxyHeader(
                PROXY,
                counted,
                client -> {
                  clients.add(client);
                  channel.pipeline().addLast(new ChannelInboundHandlerAdapter());
                }));
    return channel;
  }

  private static byte[] followed(byte[] header) {
    var following = FOLLOWING.getBytes(StandardCharsets.US_ASCII);
    var all = Arrays.copyOf(header, header.length + following.length);
    System.arraycopy(following, 0, all, header.length, following.length);
    return all;
  }

  private static String received(EmbeddedChannel channel) {
    var text = new StringBuilder();
    for (ByteBuf bytes = channel.readInbound(); bytes != null; bytes = channel.readInbound()) {
      text.append(bytes.toString(StandardCharsets.US_ASCII));
      bytes.release();
    }
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("headers")
  void shouldTakeTheClientFromAHeaderInAnyTwoPieces(Header header) {
    var all = followed(header.bytes());
    for (int split = 1; split <= all.length; split++) {
      // Given
      clients.clear();
      var channel = fromProxy();
      // When
      channel.writeInbound(Unpooled.copiedBuffer(all, 0, split));
      if (split < all.length) {
        channel.writeInbound(Unpooled.copiedBuffer(all, split, all.length - split));
      }
      // Then
      assertThat(clients).containsExactly(InetAddress.ofLiteral(header.client()));
      assertThat(received(channel)).isEqualTo(FOLLOWING);
      assertThat(channel.pipeline().names()).hasSize(2);
      channel.finishAndReleaseAll();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EHLO client.example\r\n",
        "PROXY TCP4 192.0.2.7\r\n padding",
        "PROXY TCP4 192.0.2.777 198.51.100.1 40000 25\r\n",
        "PROXY TCP4 2001:db8::7 2001:db8::1 40000 25\r\n",
        "PROXY SCTP 192.0.2.7 198.51.100.1 40000 25\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 400000 25\r\n",
        "\r\n\r\n\0\r\nQUIT\nA\u0011\0\u000c000000000000",
        "\r\n\r\n\0\r\nQUIT\n!\u0011\0\u0001000000000000",
      })
  void shouldCloseOnGarbageFromAProxyAndGoNoFurther(String garbage) {
    // Given
    var channel = fromProxy();
    // When
    channel.writeInbound(Unpooled.copiedBuffer(garbage + FOLLOWING, StandardCharsets.ISO_8859_1));
    // Then
    assertThat(channel.isActive()).isFalse();
    assertThat(clients).isEmpty();
    assertThat(received(channel)).isEmpty();
    assertThat(meters.scrape())
        .contains("milena_ingest_proxy_refused_total{reason=\"malformed\"} 1.0");
    channel.finishAndReleaseAll();
  }

  @Property(tries = 300)
  void shouldComeToTheSameWithGarbageByteByByteAsAtOnce(
      @ForAll @IntRange(max = 12) int prefix, @ForAll @Size(max = 60) byte[] garbage) {
    for (var beginning :
        List.of(
            "PROXY TCP4 ".getBytes(StandardCharsets.US_ASCII),
            HexFormat.of().parseHex(SIGNATURE))) {
      // Given
      var said = Arrays.copyOf(beginning, prefix + garbage.length);
      int kept = Math.min(prefix, beginning.length);
      System.arraycopy(garbage, 0, said, kept, garbage.length);
      // When
      var whole = outcome(said, said.length);
      // Then
      assertThat(outcome(said, 1)).isEqualTo(whole);
    }
  }

  /** Whether it is open, and the clients that were named. */
  private List<Object> outcome(byte[] said, int piece) {
    clients.clear();
    var channel = fromProxy();
    for (int at = 0; at < said.length && channel.isActive(); at += piece) {
      channel.writeInbound(Unpooled.copiedBuffer(said, at, Math.min(piece, said.length - at)));
    }
    var outcome = List.<Object>of(channel.isActive(), List.copyOf(clients));
    channel.finishAndReleaseAll();
    return outcome;
  }

  @Test
  void shouldCloseOnAnEndlessHeader() {
    // Given
    var channel = fromProxy();
    // When
    channel.writeInbound(
        Unpooled.copiedBuffer("PROXY TCP4 " + "1".repeat(200), StandardCharsets.US_ASCII));
    // Then
    assertThat(channel.isActive()).isFalse();
    channel.finishAndReleaseAll();
  }

  @Test
  void shouldWaitForTheHeaderForFiveSeconds() {
    // Given
    var channel = fromProxy();
    channel.writeInbound(Unpooled.copiedBuffer("PROXY ", StandardCharsets.US_ASCII));
    // When
    channel.advanceTimeBy(4, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    // Then
    assertThat(channel.isActive()).isTrue();
    // When
    channel.advanceTimeBy(1, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    // Then
    assertThat(channel.isActive()).isFalse();
    assertThat(meters.scrape()).contains("milena_ingest_proxy_refused_total{reason=\"late\"} 1.0");
    channel.finishAndReleaseAll();
  }

  @Test
  void shouldWaitNoLongerOnceItIsThere() {
    // Given
    var channel = fromProxy();
    channel.writeInbound(Unpooled.copiedBuffer("PROXY UNKNOWN\r\n", StandardCharsets.US_ASCII));
    // When
    channel.advanceTimeBy(1, TimeUnit.HOURS);
    channel.runScheduledPendingTasks();
    // Then
    assertThat(channel.isActive()).isTrue();
    channel.finishAndReleaseAll();
  }

  @ParameterizedTest
  @MethodSource("headers")
  void shouldCloseOnAHeaderFromElsewhereInAnyTwoPieces(Header header) {
    for (int split = 1; split < header.bytes().length; split++) {
      // Given
      var heard = new ArrayList<Object>();
      var channel = new EmbeddedChannel(new NoProxyHeader(counted), listener(heard));
      // When
      channel.writeInbound(Unpooled.copiedBuffer(header.bytes(), 0, split));
      if (channel.isActive()) {
        channel.writeInbound(
            Unpooled.copiedBuffer(header.bytes(), split, header.bytes().length - split));
      }
      // Then
      assertThat(channel.isActive()).isFalse();
      assertThat(heard).isEmpty();
      channel.finishAndReleaseAll();
    }
    assertThat(meters.scrape())
        .contains(
            "milena_ingest_proxy_refused_total{reason=\"untrusted\"} "
                + (header.bytes().length - 1)
                + ".0");
  }

  private static ChannelInboundHandlerAdapter listener(List<Object> heard) {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext ctx, Object message) {
        heard.add(message);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"EHLO x\r\n", "PROX\r\n", "\r\n\r\nQUIT\r\n", "P", "PROXYING\r\n"})
  void shouldLetEverythingElseThroughInAnyTwoPieces(String said) {
    for (int split = 0; split < said.length(); split++) {
      // Given
      var channel = new EmbeddedChannel(new NoProxyHeader(counted));
      // When
      channel.writeInbound(Unpooled.copiedBuffer(said, 0, split, StandardCharsets.US_ASCII));
      channel.writeInbound(
          Unpooled.copiedBuffer(said, split, said.length() - split, StandardCharsets.US_ASCII));
      channel.writeInbound(Unpooled.copiedBuffer("NOOP\r\n", StandardCharsets.US_ASCII));
      // Then
      assertThat(channel.isActive()).isTrue();
      assertThat(received(channel)).isEqualTo(said + "NOOP\r\n");
      channel.finishAndReleaseAll();
    }
  }
}
