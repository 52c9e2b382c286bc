package milena.delivery.connect;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy of plain blocking sockets that connects on a client's behalf: one that reads HAProxy's
 * header, and binds to the address that it names, or one that speaks SOCKS 5.
 */
final class TestProxy implements AutoCloseable {

  private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";

  private final ServerSocket listener;
  private final boolean socks;
  private final String login;
  private volatile int reply;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private TestProxy(int port, boolean socks, String login) throws IOException {
    this.listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    this.socks = socks;
    this.login = login;
    Thread.ofVirtual().start(this::accept);
  }

  static TestProxy haProxy(int port) throws IOException {
    return new TestProxy(port, false, "");
  }

  /** Wants this {@code user:password}, or no login if it is empty. */
  static TestProxy socks(String login) throws IOException {
    return new TestProxy(0, true, login);
  }

  /** Gives every request this reply from now on; 0 for one of its own. */
  TestProxy replying(int code) {
    reply = code;
    return this;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Each request: where from, if that is said, and where to. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void accept() {
    try {
      while (true) {
        var socket = listener.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in = new DataInputStream(client.getInputStream());
      if (socks) {
        socks(client, in);
      } else {
        header(client, in);
      }
    } catch (IOException gone) {
      // One side went away.
    }
  }

  private void header(Socket client, DataInputStream in) throws IOException {
    var signature = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
    if (!signature.equals(SIGNATURE) || in.readUnsignedByte() != 0x21) {
      return;
    }
    var length = in.readUnsignedByte() == 0x11 ? 4 : 16;
    if (in.readUnsignedShort() != 2 * length + 4) {
      return;
    }
    var from = InetAddress.getByAddress(in.readNBytes(length));
    var to = InetAddress.getByAddress(in.readNBytes(length));
    in.readUnsignedShort();
    var port = in.readUnsignedShort();
    asked.add(from.getHostAddress() + " > " + to.getHostAddress() + ":" + port);
    try (var server = new Socket(to, port, from, 0)) {
      relay(client, in, server);
    }
  }

  private void socks(Socket client, DataInputStream in) throws IOException {
    var out = client.getOutputStream();
    in.readUnsignedByte();
    var methods = in.readNBytes(in.readUnsignedByte());
    var wanted = login.isEmpty() ? 0 : 2;
    var offers = new String(methods, StandardCharsets.ISO_8859_1).indexOf((char) wanted) >= 0;
    out.write(new byte[] {5, (byte) (offers ? wanted : 0xff)});
    if (!offers || !(login.isEmpty() || isRightLogin(in, out))) {
      return;
    }
    in.skipNBytes(3);
    var to = InetAddress.getByAddress(in.readNBytes(in.readUnsignedByte() == 1 ? 4 : 16));
    var port = in.readUnsignedShort();
    asked.add("> " + to.getHostAddress() + ":" + port);
    if (reply != 0) {
      out.write(new byte[] {5, (byte) reply, 0, 1, 0, 0, 0, 0, 0, 0});
      return;
    }
    try (var server = new Socket()) {
      try {
        server.connect(new InetSocketAddress(to, port), 2000);
      } catch (IOException refused) {
        out.write(new byte[] {5, 5, 0, 1, 0, 0, 0, 0, 0, 0});
        return;
      }
      out.write(new byte[] {5, 0, 0, 3, 2, 'm', 'e', 0, 0});
      relay(client, in, server);
    }
  }

  private boolean isRightLogin(DataInputStream in, OutputStream out) throws IOException {
    in.readUnsignedByte();
    var user = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
    var password = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
    var right = login.equals(user + ":" + password);
    out.write(new byte[] {1, (byte) (right ? 0 : 1)});
    return right;
  }

  private void relay(Socket client, InputStream in, Socket server) throws IOException {
    sockets.add(server);
    var back = Thread.ofVirtual().start(() -> copy(server, client));
    in.transferTo(server.getOutputStream());
    server.shutdownOutput();
    try {
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException gone) {
      // One side went away.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (var socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
