package milena.acceptance.survive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One message over a connection of its own.
 *
 * @param reply to the final dot, or the reply that came instead of going on
 * @param took from the connection to that reply
 */
record Probe(String reply, Duration took) {

  private static final int READ_TIMEOUT_MS = 60_000;

  /** Sends a message and waits for what becomes of it. */
  static Probe send(InetSocketAddress smtp, String messageId) throws IOException {
    return send(smtp, messageId, "probe@a.accept.test");
  }

  /** The same for a recipient. */
  static Probe send(InetSocketAddress smtp, String messageId, String recipient) throws IOException {
    long start = System.nanoTime();
    try (var socket = new Socket()) {
      socket.connect(smtp, READ_TIMEOUT_MS);
      socket.setSoTimeout(READ_TIMEOUT_MS);
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      var reply = in.readLine();
      var lines =
          new String[] {
            "HELO probe.test",
            "MAIL FROM:<probe@sender.test>",
            "RCPT TO:<" + recipient + ">",
            "DATA",
            "Message-ID: <" + messageId + ">\r\n\r\nprobe\r\n."
          };
      for (var line : lines) {
        if (reply == null || reply.charAt(0) > '3') {
          break;
        }
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        reply = in.readLine();
      }
      return new Probe(String.valueOf(reply), Duration.ofNanos(System.nanoTime() - start));
    }
  }
}
