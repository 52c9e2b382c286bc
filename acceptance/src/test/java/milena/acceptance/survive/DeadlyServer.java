package milena.acceptance.survive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A destination whose name for a mailbox nobody survives to hear the answer to. */
final class DeadlyServer implements AutoCloseable {

  private final ServerSocket listener;
  private final Runnable blow;

  /**
   * Listens on a port of the loopback interface.
   *
   * @param blow what happens to whoever names a recipient
   */
  DeadlyServer(Runnable blow) throws IOException {
    this.blow = blow;
    this.listener = new ServerSocket();
    listener.bind(Processes.freeAddress());
    Thread.ofVirtual().start(this::accept);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var socket = listener.accept();
        Thread.ofVirtual().start(() -> converse(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void converse(Socket socket) {
    try (socket;
        var in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      @Nullable String command = "";
      while (command != null) {
        if (command.startsWith("RCPT")) {
          blow.run();
          return;
        }
        var reply = command.isEmpty() ? "220 deadly\r\n" : "250 go on\r\n";
        socket.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
        command = in.readLine();
      }
    } catch (IOException gone) {
      // Its client is dead.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
