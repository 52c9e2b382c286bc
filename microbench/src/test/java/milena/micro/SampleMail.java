package milena.micro;

import java.nio.charset.StandardCharsets;

/** A message as people send them, of about 4 KiB. */
final class SampleMail {
  private static final int LINES = 50;

  private SampleMail() {}

  /** As received: CRLF line ends, no stuffed dots. */
  static byte[] received() {
    var mail =
        new StringBuilder(
            """
            Received: from app.example (app.example [192.0.2.1]) by mta.example with ESMTP;\r
             Wed, 25 Nov 2026 12:00:00 +0000\r
            Date: Wed, 25 Nov 2026 12:00:00 +0000\r
            From: Shop <shop@news.example>\r
            To: Customer <customer@site.example>\r
            Subject: What you ordered is on its way\r
            Message-ID: <20261125120000.1@news.example>\r
            MIME-Version: 1.0\r
            Content-Type: text/plain; charset=utf-8\r
            \r
            """);
    for (int line = 0; line < LINES; line++) {
      mail.append(line % 10 == 9 ? "." : "");
      mail.append("A line of text of the usual length, as a program of a shop would have it.\r\n");
    }
    return mail.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** The same on the wire after DATA: dots stuffed, and the final dot. */
  static byte[] onTheWire() {
    var text = new String(received(), StandardCharsets.US_ASCII);
    return (text.replace("\r\n.", "\r\n..") + ".\r\n").getBytes(StandardCharsets.US_ASCII);
  }
}
