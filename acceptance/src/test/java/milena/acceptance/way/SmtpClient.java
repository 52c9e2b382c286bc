package milena.acceptance.way;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Somebody who hands mail in. */
final class SmtpClient implements AutoCloseable {

  private static final int PATIENCE_MS = 120_000;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;

  SmtpClient(InetSocketAddress server) throws IOException {
    socket.connect(server, PATIENCE_MS);
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    reply();
    say("EHLO client.test");
  }

  /** Says a line and returns the reply, all lines of it. */
  String say(String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
    return reply();
  }

  /**
   * Sends a message in one transaction.
   *
   * @param mail what follows {@code MAIL FROM:}
   * @param content with CR LF at the end of its last line, or empty
   * @return the reply to the final dot
   */
  String send(String mail, List<String> recipients, byte[] content) throws IOException {
    expect("250", say("MAIL FROM:" + mail));
    for (var recipient : recipients) {
      expect("250", say("RCPT TO:<" + recipient + ">"));
    }
    expect("354", say("DATA"));
    var lineBegins = true;
    for (var b : content) {
      if (lineBegins && b == '.') {
        out.write('.');
      }
      out.write(b);
      lineBegins = b == '\n';
    }
    return say(".");
  }

  /** Says these bytes and QUIT, one character each, and returns all that comes until the end. */
  List<String> sayAll(String text) throws IOException {
    out.write((text + "QUIT\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    var all = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    return all.lines().toList();
  }

  /** The message id in a reply that accepts. */
  static String id(String reply) {
    expect("250", reply);
    return reply.strip().substring(reply.strip().lastIndexOf(' ') + 1);
  }

  private static void expect(String code, String reply) {
    if (!reply.startsWith(code)) {
      throw new AssertionError("expected " + code + ", not " + reply);
    }
  }

  private String reply() throws IOException {
    var reply = new StringBuilder();
    while (true) {
      var line = line();
      reply.append(line).append('\n');
      if (line.length() < 4 || line.charAt(3) != '-') {
        return reply.toString();
      }
    }
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (var b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the server closed the connection after " + line);
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
