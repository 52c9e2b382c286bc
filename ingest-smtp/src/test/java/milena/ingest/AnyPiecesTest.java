package milena.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import milena.ingest.accept.Acceptance;
import milena.ingest.accept.AcceptanceRules;
import milena.ingest.accept.ListenerRole;
import milena.ingest.accept.MessageReceipt;
import milena.ingest.accept.Peer;
import milena.ingest.converse.ConversationKit;
import milena.ingest.converse.IngestMeters;
import milena.ingest.converse.Introductions;
import milena.ingest.converse.SmtpConversation;
import milena.ingest.converse.StartTls;
import milena.ingest.log.ContentWriter;
import milena.ingest.log.LogSettings;
import milena.ingest.log.MemoryBudget;
import milena.ingest.log.MessageIds;
import milena.ingest.log.SystemStorage;
import milena.ingest.login.LoginDesk;
import milena.runtime.observe.Meters;
import milena.tenants.rate.TenantRates;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A whole conversation comes in any pieces, and the same is said and accepted. */
class AnyPiecesTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
  private static final AcceptanceRules RULES = AcceptanceRules.defaults("mx.example.net");
  private static final String HEADER =
      "Date: Mon, 1 Jan 2024 00:00:00 +0000\r\nMessage-ID: <a@b>\r\n";
  private static final String ENVELOPE = "MAIL FROM:<a@c.example>\r\nRCPT TO:<b@d.example>\r\n";
  private static final String FORGED = ENVELOPE + "DATA\r\nforged\r\n.\r\n";

  private static final String EVERYTHING =
      "EHLO x.example\r\n"
          + ENVELOPE
          + chunk(HEADER, "")
          + chunk("\r\n.\r", "")
          + "BDAT 0\r\n"
          + chunk("\n.\r\n" + FORGED, " LAST")
          + "VRFY\r\nbare\nETRN\r\n"
          + chunk("QUIT\r\n", "")
          + ENVELOPE
          + "DATA\r\n"
          + HEADER
          + "\r\n..\r\n.\r.\r\n\r\n.\r\n";

  private static final String CHUNKED_AND_DOTTED =
      "EHLO x.example\r\n"
          + ENVELOPE
          + chunk(HEADER + "\r\n.", "")
          + chunk("\r\n", "")
          + "BDAT 0 LAST\r\n"
          + ENVELOPE
          + "DATA\r\n"
          + HEADER
          + "\r\n..\r\nBDAT 3 LAST\r\n.\r\nNOOP\r\n"
          + "XCLIENT ADDR=192.0.2.1\r\nRSET\r\nBDAT x\r\nNOOP\r\n";

  private static String chunk(String content, String last) {
    return "BDAT " + content.length() + last + "\r\n" + content;
  }

  /** What was said, without ids, and what was accepted. */
  private record Result(String replies, List<String> messages, boolean open, List<String> errors) {}

  private static Result converse(List<byte[]> pieces) {
    var errors = new ListAppender<ILoggingEvent>();
    errors.start();
    var logger = (Logger) LoggerFactory.getLogger("milena.ingest");
    logger.addAppender(errors);
    var log = new MemoryLog();
    var meters = new Meters();
    var channel = new EmbeddedChannel();
    try {
      channel.freezeTime();
      var peer = new Peer(InetAddress.ofLiteral("127.0.0.1"), ListenerRole.RELAY);
      channel
          .pipeline()
          .addLast(
              new SmtpConversation(
                  kit(log, meters), channel, peer, StartTls.NEVER, Introductions.NONE));
      channel.pipeline().fireChannelActive();
      for (var piece : pieces) {
        if (channel.isActive()) {
          channel.writeInbound(Unpooled.copiedBuffer(piece));
        }
      }
      boolean open = channel.isActive();
      channel.finish();
      return new Result(
          said(channel).replaceAll("queued as .*", "queued"),
          log.submittals.stream()
              .map(one -> log.message(one).replaceAll("(?s)^.*?(?=Date:)", ""))
              .map(message -> message.replaceAll("<[0-9A-Z]{26}@mx.example.net>", "<made>"))
              .toList(),
          open,
          errors.list.stream()
              .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
              .map(ILoggingEvent::getFormattedMessage)
              .toList());
    } finally {
      logger.detachAppender(errors);
      channel.finishAndReleaseAll();
      meters.close();
    }
  }

  private static ConversationKit kit(MemoryLog log, Meters meters) {
    var settings = LogSettings.defaults();
    var budget = new MemoryBudget(settings.memoryBudget());
    return new ConversationKit(
        new Acceptance(RULES, SystemStorage.AMPLE),
        LoginDesk.closed(),
        new MessageIds(CLOCK),
        CLOCK,
        new MessageReceipt.Shared(
            RULES,
            SystemStorage.AMPLE,
            TenantRates.unlimited(),
            new ContentWriter.Shared(log, settings, budget)),
        new ConversationKit.Patience(
            Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5)),
        new IngestMeters(meters));
  }

  private static String said(EmbeddedChannel channel) {
    var text = new StringBuilder();
    for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
      text.append(bytes.toString(StandardCharsets.ISO_8859_1));
      bytes.release();
    }
    return text.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<byte[]> singly(String text) {
    var single = new ArrayList<byte[]>();
    for (byte b : bytes(text)) {
      single.add(new byte[] {b});
    }
    return single;
  }

  private static void shouldBeTheSameInAnyPieces(String text, Result whole) {
    for (int i = 1; i < text.length(); i++) {
      var halves = List.of(bytes(text.substring(0, i)), bytes(text.substring(i)));
      assertThat(converse(halves)).as("cut at " + i).isEqualTo(whole);
    }
    assertThat(converse(singly(text))).isEqualTo(whole);
  }

  @Test
  void shouldStayInStepAtEverySplit() {
    // When
    var whole = converse(List.of(bytes(CHUNKED_AND_DOTTED)));
    // Then
    assertThat(whole.replies().lines().map(line -> line.substring(0, 3)).distinct())
        .containsExactly("220", "250", "354", "550", "501");
    assertThat(whole.messages())
        .containsExactly(HEADER + "\r\n.\r\n", HEADER + "\r\n.\r\nBDAT 3 LAST\r\n");
    assertThat(whole.errors()).isEmpty();
    shouldBeTheSameInAnyPieces(CHUNKED_AND_DOTTED, whole);
  }

  @Test
  void shouldRefuseTheSameAtEverySplit() {
    // When
    var whole = converse(List.of(bytes(EVERYTHING)));
    // Then
    assertThat(whole.messages()).containsExactly(HEADER + "\r\n.\r\n.\r\n" + FORGED);
    assertThat(whole.replies()).contains("252 ", "500 5.5.2", "503 5.5.1 MAIL", "554 5.6.0");
    assertThat(whole.open()).isFalse();
    shouldBeTheSameInAnyPieces(EVERYTHING, whole);
  }

  @Provide
  Arbitrary<String> nearlySmtp() {
    var words =
        Arbitraries.of(
            "EHLO x\r\n",
            "HELO x\r\n",
            ENVELOPE,
            "DATA\r\n",
            "BDAT 5\r\n",
            "BDAT 5 LAST\r\n",
            "BDAT 0 LAST\r\n",
            "BDAT 30\r\n",
            "BDAT",
            "\r\n.\r\n",
            ".",
            "\r\n",
            "\r",
            "\n",
            "\0",
            "RSET\r\n",
            "STARTTLS\r\n",
            "AUTH PLAIN\r\n",
            "XCLIENT ADDR=x\r\n",
            "QUIT\r\n",
            HEADER,
            "Subject: x\r\n",
            "\u00ff");
    var garbage = Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(8);
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(5, words), net.jqwik.api.Tuple.of(1, garbage))
        .list()
        .ofMaxSize(25)
        .map(parts -> "EHLO x\r\n" + ENVELOPE + String.join("", parts));
  }

  @Property(tries = 100)
  void shouldAnswerGarbageTheSameByteByByteAsAtOnce(@ForAll("nearlySmtp") String text) {
    // When
    var whole = converse(List.of(bytes(text)));
    // Then
    assertThat(converse(singly(text))).isEqualTo(whole);
    assertThat(whole.errors()).isEmpty();
    assertThat(whole.replies().lines()).allMatch(line -> line.matches("[2345][0-9]{2}[ -].+"));
  }
}
