package milena.delivery.connect;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server of plain blocking sockets whose answers a test can replace one by one. An answer
 * of {@link #HANG_UP} closes the connection, {@link #SILENCE} says nothing.
 */
final class TestServer implements AutoCloseable {

  static final String HANG_UP = "\0hang up";
  static final String SILENCE = "\0silence";

  /** One accepted connection: its number from 0, where from, and what it has said so far. */
  record Visit(int number, String peer, List<String> commands, ByteArrayOutputStream chunks) {}

  private final ServerSocket listener;
  private final List<Visit> visits = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<byte[]> messages = new ConcurrentLinkedQueue<>();
  private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private volatile BiFunction<Visit, String, Optional<String>> answers = (_, _) -> Optional.empty();
  private volatile List<String> extensions =
      List.of("PIPELINING", "SIZE 1000000", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES");
  private volatile @Nullable SSLContext tls;

  TestServer() throws IOException {
    this(InetAddress.getLoopbackAddress(), 0);
  }

  TestServer(InetAddress address, int port) throws IOException {
    listener = new ServerSocket(port, 200, address);
    Thread.ofVirtual().start(this::accept);
  }

  /** One of this machine's own addresses: 127.0.0.{@code last}. */
  static InetAddress loopback(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Replaces the answer to some commands; "" is the greeting, "." the end of a message. */
  TestServer answering(BiFunction<Visit, String, Optional<String>> what) {
    answers = what;
    return this;
  }

  /** Always gives this answer to what begins with {@code command}. */
  TestServer answering(String command, String answer) {
    return answering((_, line) -> matches(line, command) ? Optional.of(answer) : Optional.empty());
  }

  /** The end of a message that has come, and what is answered to it when that is known. */
  record Dot(CompletableFuture<Void> arrived, CompletableFuture<String> answer) {
    private String reply() {
      arrived.complete(null);
      return answer.join();
    }
  }

  /** Keeps the end of each message waiting for its answer. */
  Dot holdingDots() {
    var dot = new Dot(new CompletableFuture<>(), new CompletableFuture<>());
    answering((_, line) -> line.equals(".") ? Optional.of(dot.reply()) : Optional.empty());
    return dot;
  }

  TestServer offering(String... offered) {
    extensions = List.of(offered);
    return this;
  }

  TestServer withTls(@Nullable SSLContext context) {
    tls = context;
    return this;
  }

  List<byte[]> messages() {
    return List.copyOf(messages);
  }

  String onlyMessage() {
    return new String(messages().getFirst(), StandardCharsets.ISO_8859_1);
  }

  List<Visit> visits() {
    return List.copyOf(visits);
  }

  int mostOpen() {
    return mostOpen.get();
  }

  int open() {
    return open.get();
  }

  static boolean matches(String line, String command) {
    return command.isEmpty()
        ? line.isEmpty()
        : line.toUpperCase(Locale.ROOT).startsWith(command.toUpperCase(Locale.ROOT));
  }

  private void accept() {
    try {
      while (true) {
        var socket = listener.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        var visit =
            new Visit(
                visits.size(),
                socket.getInetAddress().getHostAddress(),
                new CopyOnWriteArrayList<>(),
                new ByteArrayOutputStream());
        visits.add(visit);
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        Thread.ofVirtual().start(() -> serve(visit, socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Visit visit, Socket socket) {
    try (socket) {
      try {
        converse(visit, socket);
      } finally {
        open.decrementAndGet();
      }
    } catch (IOException gone) {
      // The client went away.
    }
  }

  private void converse(Visit visit, Socket plain) throws IOException {
    var socket = plain;
    var in = new BufferedInputStream(socket.getInputStream());
    var out = socket.getOutputStream();
    if (!say(out, answer(visit, "", "220 test.example ready"))) {
      return;
    }
    while (true) {
      var line = line(in);
      if (line == null) {
        return;
      }
      visit.commands().add(line);
      var answer = answer(visit, line, usual(line));
      if (!matches(line, "BDAT") && !say(out, answer)) {
        return;
      }
      var context = tls;
      if (matches(line, "STARTTLS") && answer.startsWith("220") && context != null) {
        var secure =
            (SSLSocket)
                context.getSocketFactory().createSocket(socket, "client", socket.getPort(), true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        socket = secure;
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
      } else if (matches(line, "DATA") && answer.startsWith("354")) {
        if (!message(visit, in, out)) {
          return;
        }
      } else if (matches(line, "BDAT")) {
        if (!chunk(visit, line, in, out)) {
          return;
        }
      } else if (matches(line, "QUIT")) {
        return;
      }
    }
  }

  private boolean message(Visit visit, InputStream in, OutputStream out) throws IOException {
    var message = new ByteArrayOutputStream();
    while (true) {
      var line = line(in);
      if (line == null) {
        return false;
      }
      if (line.equals(".")) {
        break;
      }
      var text = line.startsWith(".") ? line.substring(1) : line;
      message.writeBytes((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
    var answer = answer(visit, ".", "250 2.0.0 taken as " + messages.size());
    if (answer.startsWith("2")) {
      messages.add(message.toByteArray());
    }
    return say(out, answer);
  }

  /** Reads a counted chunk before it answers, as RFC 3030 wants it. */
  private boolean chunk(Visit visit, String line, InputStream in, OutputStream out)
      throws IOException {
    var words = line.split(" ");
    visit.chunks().writeBytes(in.readNBytes(Integer.parseInt(words[1])));
    var answer = answer(visit, line, "250 2.0.0 octets taken");
    if (words.length == 3 && answer.startsWith("2")) {
      messages.add(visit.chunks().toByteArray());
      visit.chunks().reset();
    }
    return say(out, answer);
  }

  private String answer(Visit visit, String line, String usual) {
    return answers.apply(visit, line).orElse(usual);
  }

  private String usual(String line) {
    if (matches(line, "EHLO")) {
      var lines = new StringBuilder();
      extensions.forEach(extension -> lines.append("250-").append(extension).append("\r\n"));
      return "250-test.example\r\n" + lines + "250 HELP";
    }
    if (matches(line, "DATA")) {
      return "354 go on";
    }
    if (matches(line, "STARTTLS")) {
      return "220 go";
    }
    return matches(line, "QUIT") ? "221 bye" : "250 2.0.0 ok";
  }

  private boolean say(OutputStream out, String answer) throws IOException {
    if (answer.equals(HANG_UP)) {
      return false;
    }
    if (!answer.equals(SILENCE)) {
      out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
    return true;
  }

  private static @Nullable String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (var b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n' && !line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
        return line.substring(0, line.length() - 1);
      }
      line.append((char) b);
    }
    return null;
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
