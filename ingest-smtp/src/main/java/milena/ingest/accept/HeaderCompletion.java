package milena.ingest.accept;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import milena.ingest.header.HeaderFacts;
import milena.ingest.header.MissingFields;
import milena.mail.mime.MailDate;

/**
 * What is put before a message on its way in: the Received field (RFC 5321 §4.4), and Date and
 * Message-ID where the sender left them out (RFC 6409 §8). What the sender wrote stays as it is, so
 * that signatures over it stay valid.
 */
final class HeaderCompletion {

  private final String hostname;

  HeaderCompletion(String hostname) {
    this.hostname = hostname;
  }

  /** The bytes that go before the message, ending with a line end. */
  byte[] before(Trace trace, HeaderFacts facts) {
    var date = MailDate.format(trace.at());
    var text = new StringBuilder(320);
    received(text, trace, date);
    text.append(MissingFields.of(facts, trace.id(), hostname, date));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  // The recipient is named only when it is the only one: the others are not for it to know.
  private void received(StringBuilder text, Trace trace, String date) {
    text.append("Received: from ").append(trace.client().helo()).append(" (");
    literal(text, trace.client().peer().address());
    text.append(")\r\n\t");
    var tls = trace.client().peer().tls();
    if (tls != null) {
      text.append("(using ").append(tls.protocol()).append(" with cipher ");
      text.append(tls.cipher()).append(")\r\n\t");
    }
    text.append("by ").append(hostname).append(" with ").append(trace.protocol());
    text.append(" id ").append(trace.id());
    if (trace.recipients().size() == 1) {
      text.append("\r\n\tfor <").append(trace.recipients().getFirst().address()).append('>');
    }
    text.append(";\r\n\t").append(date).append("\r\n");
  }

  private static void literal(StringBuilder text, InetAddress address) {
    var host = address.getHostAddress();
    int scope = host.indexOf('%');
    text.append(address instanceof Inet6Address ? "[IPv6:" : "[")
        .append(scope < 0 ? host : host.substring(0, scope))
        .append(']');
  }
}
