package milena.ingest;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import milena.runtime.config.HostPort;

/** A socket with no idea of SMTP: says exactly what it is told, reads lines. */
final class Wire implements AutoCloseable {

  private Socket socket;
  private BufferedInputStream in;

  Wire(HostPort address) throws IOException {
    socket = new Socket();
    socket.connect(address.toSocketAddress());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(60_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects, reads the greeting and introduces itself. */
  static Wire greeted(HostPort address) throws IOException {
    var wire = new Wire(address);
    wire.reply();
    wire.ask("EHLO client.example");
    return wire;
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** The next reply, its lines joined by line feeds; empty at the end of the connection. */
  String reply() throws IOException {
    var reply = new StringBuilder();
    while (true) {
      var line = line();
      reply.append(line);
      if (line.length() < 4 || line.charAt(3) != '-') {
        return reply.toString();
      }
      reply.append('\n');
    }
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Everything that still comes, each character one byte; a reset is an end as well. */
  String rest() {
    var rest = new ByteArrayOutputStream();
    try {
      in.transferTo(rest);
    } catch (IOException reset) {
      return rest.toString(StandardCharsets.ISO_8859_1);
    }
    return rest.toString(StandardCharsets.ISO_8859_1);
  }

  /** Says that nothing more will come. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  String ask(String command) throws IOException {
    send(command + "\r\n");
    return reply();
  }

  /** One whole transaction; the reply to its final dot. */
  String deliver(String content, String... recipients) throws IOException {
    ask("MAIL FROM:<sender@example.org>");
    for (var recipient : recipients) {
      ask("RCPT TO:<" + recipient + ">");
    }
    ask("DATA");
    send(content + "\r\n.\r\n");
    return reply();
  }

  /** What follows is TLS; what has been read of it already is lost, as it should be. */
  SSLSession secure(SSLContext trust, String serverName, String... protocols) throws IOException {
    var tls =
        (SSLSocket)
            trust.getSocketFactory().createSocket(socket, serverName, socket.getPort(), true);
    if (protocols.length > 0) {
      tls.setEnabledProtocols(protocols);
    }
    tls.startHandshake();
    socket = tls;
    in = new BufferedInputStream(tls.getInputStream());
    return tls.getSession();
  }

  /** The id in a 250. */
  static String queuedId(String reply) {
    return reply.substring(reply.lastIndexOf(' ') + 1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
