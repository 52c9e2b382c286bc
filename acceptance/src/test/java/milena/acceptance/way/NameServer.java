package milena.acceptance.way;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** A name server on loopback, over UDP and TCP, that is authoritative for everything. */
final class NameServer implements AutoCloseable {

  private static final int MOST_UDP = 512;
  private static final int MOST_TCP = 65_535;
  private static final long TTL = 300;

  private final ServerSocket tcp;
  private final DatagramSocket udp;
  private final Map<Name, List<Record>> zone = new ConcurrentHashMap<>();
  private final Set<Name> failing = ConcurrentHashMap.newKeySet();

  NameServer() throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    tcp = new ServerSocket(0, 50, loopback);
    udp = new DatagramSocket(tcp.getLocalPort(), loopback);
    Thread.ofVirtual().start(this::serveUdp);
    Thread.ofVirtual().start(this::serveTcp);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
  }

  NameServer mx(String domain, int preference, String host) {
    return add(new MXRecord(name(domain), DClass.IN, TTL, preference, name(host)));
  }

  /** An A record, or an AAAA record. */
  NameServer address(String host, String address) {
    var inet = InetAddress.ofLiteral(address);
    return add(
        inet.getAddress().length == 4
            ? new ARecord(name(host), DClass.IN, TTL, inet)
            : new AAAARecord(name(host), DClass.IN, TTL, inet));
  }

  private NameServer add(Record entry) {
    zone.computeIfAbsent(entry.getName(), _ -> new CopyOnWriteArrayList<>()).add(entry);
    return this;
  }

  /** Questions about this name are answered with SERVFAIL. */
  void fail(String domain) {
    failing.add(name(domain));
  }

  /** And now no more. */
  void recover(String domain) {
    failing.remove(name(domain));
  }

  private static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serveUdp() {
    var buffer = new byte[MOST_TCP];
    while (!udp.isClosed()) {
      try {
        var packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        var wire = answer(Arrays.copyOf(packet.getData(), packet.getLength())).toWire(MOST_UDP);
        udp.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
      } catch (SocketException closed) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try {
        var socket = tcp.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        var in = new DataInputStream(socket.getInputStream());
        var out = new DataOutputStream(socket.getOutputStream())) {
      while (true) {
        var wire = answer(in.readNBytes(in.readUnsignedShort())).toWire(MOST_TCP);
        out.writeShort(wire.length);
        out.write(wire);
        out.flush();
      }
    } catch (IOException closed) {
      // The client has what it wanted.
    }
  }

  private Message answer(byte[] wire) throws IOException {
    var query = new Message(wire);
    var question = query.getQuestion();
    var response = new Message(query.getHeader().getID());
    response.getHeader().setFlag(Flags.QR);
    response.getHeader().setFlag(Flags.RA);
    response.addRecord(question, Section.QUESTION);
    if (failing.contains(question.getName())) {
      response.getHeader().setRcode(Rcode.SERVFAIL);
      return response;
    }
    var records = zone.get(question.getName());
    if (records == null) {
      response.getHeader().setRcode(Rcode.NXDOMAIN);
    } else {
      records.stream()
          .filter(entry -> entry.getType() == question.getType())
          .forEach(entry -> response.addRecord(entry, Section.ANSWER));
    }
    if (response.getSection(Section.ANSWER).isEmpty()) {
      var root = name("root.test");
      var soa = new SOARecord(name("test"), DClass.IN, TTL, root, root, 1, 1, 1, 1, TTL);
      response.addRecord(soa, Section.AUTHORITY);
    }
    return response;
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
