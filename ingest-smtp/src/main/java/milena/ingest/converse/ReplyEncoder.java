package milena.ingest.converse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import milena.mail.reply.SmtpReply;

/** A reply as it goes over the wire (RFC 5321 §4.2.1). */
public final class ReplyEncoder {

  private static final int CRLF = '\r' << 8 | '\n';

  private ReplyEncoder() {}

  /** Appends a reply to what is going out. */
  public static void encode(SmtpReply reply, ByteBuf out) {
    int last = reply.lines().size() - 1;
    for (int i = 0; i <= last; i++) {
      int code = reply.code();
      out.writeByte('0' + code / 100).writeByte('0' + code / 10 % 10).writeByte('0' + code % 10);
      out.writeByte(i == last ? ' ' : '-');
      ByteBufUtil.writeUtf8(out, reply.lines().get(i));
      out.writeShort(CRLF);
    }
  }
}
