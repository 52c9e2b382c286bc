package milena.acceptance;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server for which every domain has one exchanger, {@code mx.} before it, on loopback. */
final class LoopbackDns implements AutoCloseable {
  private static final int TTL_SECONDS = 3_600;

  private final DatagramSocket socket;
  private final List<String> exchangersAsked = new CopyOnWriteArrayList<>();

  LoopbackDns() throws SocketException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("loopback-dns").start(this::serve);
  }

  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** The domains whose exchangers were asked for, in order. */
  List<String> exchangersAsked() {
    return List.copyOf(exchangersAsked);
  }

  private void serve() {
    var packet = new DatagramPacket(new byte[4096], 4096);
    try {
      while (!socket.isClosed()) {
        packet.setLength(4096);
        socket.receive(packet);
        var answer = answer(new Message(Arrays.copyOf(packet.getData(), packet.getLength())));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException closed) {
      // Closing the socket ends it.
    }
  }

  private byte[] answer(Message query) throws IOException {
    var question = query.getQuestion();
    var answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    answer.addRecord(question, Section.QUESTION);
    var name = question.getName();
    if (question.getType() == Type.MX) {
      exchangersAsked.add(name.toString(true));
      answer.addRecord(exchanger(name), Section.ANSWER);
    } else if (question.getType() == Type.A) {
      answer.addRecord(
          new ARecord(name, DClass.IN, TTL_SECONDS, InetAddress.getLoopbackAddress()),
          Section.ANSWER);
    }
    return answer.toWire();
  }

  private static Record exchanger(Name domain) throws IOException {
    return new MXRecord(domain, DClass.IN, TTL_SECONDS, 10, new Name("mx", domain));
  }

  @Override
  public void close() {
    socket.close();
  }
}
