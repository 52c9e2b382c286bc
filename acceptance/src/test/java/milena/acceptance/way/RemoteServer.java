package milena.acceptance.way;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else's SMTP server, of plain blocking sockets. It keeps what it is sent, and answers as
 * its test wants.
 */
final class RemoteServer implements AutoCloseable {

  /** Gives the answer to a command in place of the usual one. */
  @FunctionalInterface
  interface Manners {
    /**
     * The answer to a line; null for the usual one. It may take its time.
     *
     * @param line a command; empty for the greeting; a dot for the end of a message
     */
    @Nullable String answer(String line);
  }

  /** In place of an answer: closes the connection. */
  static final String HANG_UP = "\0";

  private final ServerSocket listener;
  private final Path folder;
  private final List<Mail> mails = new CopyOnWriteArrayList<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Manners manners = line -> null;
  private volatile List<String> extensions =
      List.of("PIPELINING", "SIZE 60000000", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES");
  private volatile @Nullable SSLContext tls;

  RemoteServer(InetSocketAddress address, Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    listener = new ServerSocket(address.getPort(), 50, address.getAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return listener.getInetAddress().getHostAddress();
  }

  int port() {
    return listener.getLocalPort();
  }

  RemoteServer answering(Manners how) {
    manners = how;
    return this;
  }

  /** Gives this answer to every line that begins so. */
  RemoteServer answering(String begin, String answer) {
    return answering(line -> line.startsWith(begin) ? answer : null);
  }

  RemoteServer offering(String... keywords) {
    extensions = List.of(keywords);
    return this;
  }

  /** Offers STARTTLS besides. */
  RemoteServer offeringTls(SSLContext context) {
    tls = context;
    return this;
  }

  List<Mail> mails() {
    return List.copyOf(mails);
  }

  /** Every line that clients have said, but for messages. */
  List<String> commands() {
    return List.copyOf(commands);
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (true) {
        var socket = listener.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      new Conversation(socket).hold();
    } catch (IOException gone) {
      // The client went away.
    }
  }

  /** One connection. */
  private final class Conversation {
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private boolean secure;
    private String mail = "";
    private List<String> recipients = new ArrayList<>();

    Conversation(Socket socket) throws IOException {
      this.socket = socket;
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      out = socket.getOutputStream();
    }

    void hold() throws IOException {
      var goesOn = say(answer("", "220 remote.test ready"));
      while (goesOn) {
        var line = line();
        if (line == null) {
          return;
        }
        commands.add(line);
        goesOn = take(line, answer(line, usual(line)));
      }
    }

    private boolean take(String line, String answer) throws IOException {
      if (!say(answer)) {
        return false;
      }
      var upper = line.toUpperCase(Locale.ROOT);
      if (upper.startsWith("STARTTLS") && answer.startsWith("220")) {
        secure();
      } else if (upper.startsWith("MAIL FROM:")) {
        mail = line.substring(10);
        recipients = new ArrayList<>();
      } else if (upper.startsWith("RCPT TO:") && answer.startsWith("2")) {
        recipients.add(line.substring(8));
      } else if (upper.equals("DATA") && answer.startsWith("354")) {
        return message();
      }
      return !upper.equals("QUIT");
    }

    private String answer(String line, String usual) {
      var other = manners.answer(line);
      return other == null ? usual : other;
    }

    private String usual(String line) {
      return switch (line.toUpperCase(Locale.ROOT).split("[ :]", 2)[0]) {
        case "EHLO" -> {
          var offered = new ArrayList<>(extensions);
          if (tls != null && !secure) {
            offered.add("STARTTLS");
          }
          offered.add("HELP");
          var lines = new StringBuilder("250-remote.test\r\n");
          for (var keyword : offered.subList(0, offered.size() - 1)) {
            lines.append("250-").append(keyword).append("\r\n");
          }
          yield lines + "250 " + offered.getLast();
        }
        case "STARTTLS" -> tls == null ? "502 5.5.1 no" : "220 2.0.0 go";
        case "DATA" -> recipients.isEmpty() ? "503 5.5.1 for whom?" : "354 go on";
        case "QUIT" -> "221 2.0.0 bye";
        default -> "250 2.0.0 ok";
      };
    }

    private void secure() throws IOException {
      var context = tls;
      if (context == null) {
        throw new IOException("no certificate");
      }
      var over =
          (SSLSocket)
              context.getSocketFactory().createSocket(socket, "client", socket.getPort(), true);
      over.setUseClientMode(false);
      over.startHandshake();
      socket = over;
      secure = true;
      in = new BufferedInputStream(over.getInputStream(), 1 << 16);
      out = over.getOutputStream();
    }

    private boolean message() throws IOException {
      var file = Files.createTempFile(folder, "mail", ".eml");
      try (var to = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
        for (var line = bytes(); !isDot(line); line = bytes()) {
          if (line.length == 0) {
            return false;
          }
          var stuffed = line[0] == '.' ? 1 : 0;
          to.write(line, stuffed, line.length - stuffed);
        }
      }
      var answer = answer(".", "250 2.0.0 taken");
      if (answer.startsWith("2")) {
        mails.add(new Mail(mail, List.copyOf(recipients), file, secure));
      }
      return say(answer);
    }

    private static boolean isDot(byte[] line) {
      return line.length == 3 && line[0] == '.';
    }

    private @Nullable String line() throws IOException {
      var line = bytes();
      return line.length < 2 ? null : new String(line, 0, line.length - 2, StandardCharsets.UTF_8);
    }

    /** A line with its CR LF; empty when the client has gone. */
    private byte[] bytes() throws IOException {
      var line = new ByteArrayOutputStream(128);
      var last = -1;
      for (var b = in.read(); b >= 0; b = in.read()) {
        line.write(b);
        if (b == '\n' && last == '\r') {
          return line.toByteArray();
        }
        last = b;
      }
      return new byte[0];
    }

    private boolean say(String answer) throws IOException {
      if (answer.equals(HANG_UP)) {
        return false;
      }
      out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
      return true;
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (var socket : List.copyOf(sockets)) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
