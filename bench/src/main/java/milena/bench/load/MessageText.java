package milena.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;
import milena.bench.measure.BenchStamp;

/**
 * Writes messages of exactly the planned size, each with its own headers and its own stretch of
 * text.
 *
 * <p>The text is a pool of random words made once, in lines of equal length; a message's body is a
 * slice of it that begins at a line chosen by the message's number. So a body costs nothing to make
 * and is not copied, bodies differ as real ones do (a log that compresses batches is not flattered
 * by one body a thousand times), and a message sent again is the same to the last byte but its
 * stamp and date. No line begins with a dot, so nothing has to be stuffed.
 */
final class MessageText implements AutoCloseable {
  private static final int LINE = 78;
  private static final int MIN_POOL_LINES = (2 << 20) / LINE;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss '+0000'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String GREETING =
      "Hello, this is the news from the shop round the corner that you asked us to send you";
  private static final String[] WORDS =
      ("the of and to in is that for was on are with as it be at this have from or had by but some"
              + " what there can out other were all your when up use word how said each she which"
              + " their time will way about many then them would write like so these her long make"
              + " thing see him two has look more day could go come did number sound no most people"
              + " over know water than call first who may down side been now find any new work part"
              + " take get place made live where after back little only round man year came show"
              + " every good me give our under name very through just form sentence great think say"
              + " help low line differ turn cause much mean before move right boy old too same tell"
              + " order invoice delivery parcel account password discount newsletter unsubscribe")
          .split(" ");

  private final LoadPlan plan;
  private final String run;
  private final ByteBuf pool;
  private final int poolLines;
  private long dateSecond = Long.MIN_VALUE;
  private String date = "";

  /**
   * Makes the pool of text.
   *
   * @param run what tells this run's message ids from those of every other
   */
  MessageText(LoadPlan plan, String run) {
    this.plan = plan;
    this.run = run;
    this.poolLines = Math.max(MIN_POOL_LINES, plan.content().sizeBytes() / LINE * 5 / 4);
    this.pool = pool(poolLines, new SplittableRandom(plan.content().seed()));
  }

  /** Returns the message id of a message, with its angle brackets. */
  String messageId(long sequence) {
    return "<" + padded(sequence) + "." + run + "@load.milena.invalid>";
  }

  /** Returns the headers and the first line of the text; {@link #body} has all the rest. */
  ByteBuf head(ByteBufAllocator allocator, long sequence, String recipient, Instant now) {
    String headers =
        "Message-ID: "
            + messageId(sequence)
            + "\r\n"
            + BenchStamp.HEADER
            + ": "
            + new BenchStamp(sequence, BenchStamp.epochNanos(now)).toHeaderValue()
            + "\r\nDate: "
            + date(now)
            + "\r\nFrom: Milena Load <"
            + plan.envelope().sender()
            + ">\r\nTo: <"
            + recipient
            + ">\r\nSubject: News of the day, number "
            + padded(sequence)
            + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "Content-Transfer-Encoding: 7bit\r\n\r\n";
    int left = plan.content().sizeBytes() - headers.length();
    int firstLine = (left - 2) % LINE + 2;
    ByteBuf head = allocator.directBuffer(headers.length() + firstLine);
    ByteBufUtil.writeAscii(head, headers);
    ByteBufUtil.writeAscii(head, GREETING.substring(0, firstLine - 2));
    ByteBufUtil.writeAscii(head, "\r\n");
    return head;
  }

  /** Returns the lines that follow a head of this length, to be released by the taker. */
  ByteBuf body(long sequence, int headLength) {
    int length = plan.content().sizeBytes() - headLength;
    int choices = poolLines - length / LINE + 1;
    long mixed = (sequence + plan.content().seed()) * 0x9e3779b97f4a7c15L;
    int line = (int) Long.remainderUnsigned(mixed ^ (mixed >>> 32), choices);
    return pool.retainedSlice(line * LINE, length);
  }

  @Override
  public void close() {
    pool.release();
  }

  private String date(Instant now) {
    if (now.getEpochSecond() != dateSecond) {
      dateSecond = now.getEpochSecond();
      date = DATE.format(now);
    }
    return date;
  }

  private static String padded(long sequence) {
    String digits = Long.toString(sequence);
    return "0".repeat(Math.max(0, BenchStamp.SEQUENCE_DIGITS - digits.length())) + digits;
  }

  private static ByteBuf pool(int lines, SplittableRandom random) {
    ByteBuf pool = Unpooled.directBuffer(lines * LINE, lines * LINE);
    var line = new StringBuilder(2 * LINE);
    for (int i = 0; i < lines; i++) {
      while (line.length() < LINE) {
        line.append(WORDS[random.nextInt(WORDS.length)])
            .append(random.nextInt(9) == 0 ? ". " : " ");
      }
      // Cut within a word where it must be: the next line begins with a letter all the same.
      line.setLength(LINE - 2);
      pool.writeBytes(line.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
      line.setLength(0);
    }
    return pool;
  }
}
