package milena.acceptance.survive;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** One client's connection, of which a test has thousands: so it keeps next to nothing. */
final class SmtpLine implements AutoCloseable {

  private static final int PATIENCE_MS = 120_000;
  private static final int BUFFER = 512;

  /** To a server of the test's own, so that any certificate will do. */
  private static final SSLContext ANYONE = anyone();

  private Socket socket;
  private InputStream in;

  private SmtpLine(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
  }

  /** Connects in the clear and says nothing; the greeting is still to be read. */
  static SmtpLine open(InetSocketAddress door, InetAddress from) throws IOException {
    var socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    socket.connect(door, PATIENCE_MS);
    return new SmtpLine(socket);
  }

  /** What comes and goes from here on is TLS. */
  SmtpLine secure() throws IOException {
    var tls =
        (SSLSocket)
            ANYONE.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
    tls.startHandshake();
    socket = tls;
    in = new BufferedInputStream(tls.getInputStream(), BUFFER);
    return this;
  }

  /** Logs in by AUTH PLAIN. */
  String logIn(String login, String password) throws IOException {
    var secret = ("\0" + login + "\0" + password).getBytes(StandardCharsets.UTF_8);
    return ask("AUTH PLAIN " + Base64.getEncoder().encodeToString(secret));
  }

  /** One small message to one recipient, and the reply to its final dot or to what went wrong. */
  String deliver(String recipient) throws IOException {
    var commands = new String[] {"MAIL FROM:<crowd@sender.test>", "RCPT TO:<" + recipient + ">"};
    for (var command : commands) {
      var reply = ask(command);
      if (!reply.startsWith("2")) {
        return reply;
      }
    }
    var go = ask("DATA");
    return go.startsWith("354")
        ? ask("From: crowd@sender.test\r\nSubject: one of many\r\n\r\nhello\r\n.")
        : go;
  }

  String ask(String command) throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
    return reply();
  }

  /** The last line of the next reply; empty at the end of the connection. */
  String reply() throws IOException {
    while (true) {
      var line = line();
      if (line.length() < 4 || line.charAt(3) != '-') {
        return line;
      }
    }
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n') {
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static SSLContext anyone() {
    var trust =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
