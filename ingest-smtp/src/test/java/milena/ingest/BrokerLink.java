package milena.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way between the clients and the broker: it can lose what the broker answers, and be cut. */
final class BrokerLink implements AutoCloseable {

  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final int target;
  private volatile boolean losing;

  /** Leads to a port of this machine. */
  BrokerLink(int target) throws IOException {
    this.target = target;
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Requests still reach the broker, and nothing comes back. */
  void loseAnswers() {
    losing = true;
  }

  /** Answers come back again on new connections. */
  void heal() {
    losing = false;
  }

  /** Every connection breaks. */
  void cut() {
    open.forEach(BrokerLink::closeQuietly);
    open.clear();
  }

  private void accept() {
    try {
      while (true) {
        var client = listening.accept();
        var broker = new Socket();
        open.add(client);
        open.add(broker);
        Thread.ofVirtual().start(() -> join(client, broker));
      }
    } catch (IOException closed) {
      cut();
    }
  }

  private void join(Socket client, Socket broker) {
    try (client;
        broker) {
      broker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
      var back = Thread.ofVirtual().start(() -> pass(broker, client, true));
      pass(client, broker, false);
      back.join();
    } catch (IOException gone) {
      open.remove(client);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(Socket from, Socket to, boolean answers) {
    var buffer = new byte[64 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (!answers || !losing) {
          out.write(buffer, 0, count);
        }
      }
    } catch (IOException gone) {
      closeQuietly(from);
    }
    closeQuietly(to);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      throw new UncheckedIOException(alreadyBroken);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }
}
