package milena.http.submit;

import java.nio.charset.StandardCharsets;
import milena.ingest.header.HeaderFacts;
import milena.ingest.header.MissingFields;
import milena.mail.mime.MailDate;

/**
 * What is put before a message on its way in: the Received field (RFC 5321 §4.4), and Date and
 * Message-ID where the sender left them out (RFC 6409 §8). The client's address is not in it: it is
 * that of a program, and no matter of the recipient's.
 */
final class ServerFields {

  private ServerFields() {}

  static byte[] before(Letter letter, String hostname) {
    var date = MailDate.format(letter.at());
    var text = new StringBuilder(256);
    text.append("Received: by ").append(hostname).append(" with HTTP id ").append(letter.id());
    if (letter.envelope().recipients().size() == 1) {
      var to = letter.envelope().recipients().getFirst().address();
      text.append("\r\n\tfor <").append(to).append('>');
    }
    text.append(";\r\n\t").append(date).append("\r\n");
    var facts = new HeaderFacts(!letter.lacksDate(), !letter.lacksMessageId(), true);
    text.append(MissingFields.of(facts, letter.id(), hostname, date));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
