package milena.mail.route;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on loopback, over UDP and TCP, that says what the test told it to. */
public final class FakeDns implements AutoCloseable {

  /** How the server treats a question in place of answering it from its records. */
  public enum Mood {
    SERVFAIL,
    REFUSED,
    SILENT,
    GARBAGE,
    WRONG_QUESTION,
    REFERRAL
  }

  private static final int MOST_UDP = 1232;
  private static final int TCP_LIMIT = 65_535;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Map<Name, List<Record>> zone = new ConcurrentHashMap<>();
  private final Map<Name, Mood> moods = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile UnaryOperator<Message> twist = response -> response;
  private volatile long ttl = 300;
  private volatile boolean followsAliases = true;

  public FakeDns() throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    tcp = new ServerSocket(0, 50, loopback);
    udp = new DatagramSocket(tcp.getLocalPort(), loopback);
    Thread.ofVirtual().start(this::serveUdp);
    Thread.ofVirtual().start(this::serveTcp);
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
  }

  /** From now on records are added with this time to live, and negative answers carry it. */
  public FakeDns ttl(long seconds) {
    ttl = seconds;
    return this;
  }

  public FakeDns mx(String domain, int preference, String host) {
    return add(new MXRecord(name(domain), DClass.IN, ttl, preference, name(host)));
  }

  public FakeDns address(String host, String address) {
    try {
      var inet = InetAddress.getByName(address);
      return add(
          inet.getAddress().length == 4
              ? new ARecord(name(host), DClass.IN, ttl, inet)
              : new AAAARecord(name(host), DClass.IN, ttl, inet));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public FakeDns cname(String alias, String target) {
    return add(new CNAMERecord(name(alias), DClass.IN, ttl, name(target)));
  }

  public FakeDns add(Record entry) {
    zone.computeIfAbsent(entry.getName(), n -> new CopyOnWriteArrayList<>()).add(entry);
    return this;
  }

  /** The name exists but has no records. */
  public FakeDns empty(String domain) {
    zone.computeIfAbsent(name(domain), n -> new CopyOnWriteArrayList<>());
    return this;
  }

  public FakeDns mood(String domain, Mood mood) {
    moods.put(name(domain), mood);
    return this;
  }

  public FakeDns calm(String domain) {
    moods.remove(name(domain));
    return this;
  }

  /** Leaves the target of an alias to be asked for. */
  public FakeDns notFollowingAliases() {
    followsAliases = false;
    return this;
  }

  public FakeDns twist(UnaryOperator<Message> change) {
    twist = change;
    return this;
  }

  /** Every question so far, as {@code udp MX example.com}. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  public static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serveUdp() {
    var buffer = new byte[TCP_LIMIT];
    while (!udp.isClosed()) {
      try {
        var packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        var query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        var wire = answer(query, "udp", MOST_UDP);
        if (wire.isPresent()) {
          udp.send(new DatagramPacket(wire.get(), wire.get().length, packet.getSocketAddress()));
        }
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
        var query = new Message(in.readNBytes(in.readUnsignedShort()));
        var wire = answer(query, "tcp", TCP_LIMIT);
        if (wire.isPresent()) {
          out.writeShort(wire.get().length);
          out.write(wire.get());
          out.flush();
        }
      }
    } catch (IOException closed) {
      // The client has what it wanted.
    }
  }

  private Optional<byte[]> answer(Message query, String transport, int limit) {
    var question = query.getQuestion();
    asked.add(
        transport
            + " "
            + Type.string(question.getType())
            + " "
            + question.getName().toString(true));
    var response = new Message(query.getHeader().getID());
    response.getHeader().setFlag(Flags.QR);
    response.getHeader().setFlag(Flags.RA);
    response.addRecord(question, Section.QUESTION);
    var mood = moods.get(question.getName());
    if (mood == null) {
      fill(response, question);
      return Optional.of(twist.apply(response).toWire(limit));
    }
    return inMood(mood, response, question);
  }

  private static Optional<byte[]> inMood(Mood mood, Message response, Record question) {
    switch (mood) {
      case SERVFAIL -> response.getHeader().setRcode(Rcode.SERVFAIL);
      case REFUSED -> response.getHeader().setRcode(Rcode.REFUSED);
      case REFERRAL ->
          response.addRecord(
              new NSRecord(Name.root, DClass.IN, 60, name("a.root.invalid")), Section.AUTHORITY);
      case WRONG_QUESTION -> {
        response.removeAllRecords(Section.QUESTION);
        response.addRecord(
            Record.newRecord(name("other.example"), question.getType(), DClass.IN),
            Section.QUESTION);
      }
      case GARBAGE -> {
        var wire = response.toWire();
        wire[5] = 99;
        return Optional.of(wire);
      }
      case SILENT -> {
        return Optional.empty();
      }
    }
    return Optional.of(response.toWire());
  }

  private void fill(Message response, Record question) {
    var at = question.getName();
    for (var hops = 0; hops < 20; hops++) {
      var records = zone.get(at);
      if (records == null) {
        response.getHeader().setRcode(Rcode.NXDOMAIN);
        break;
      }
      var found = ofType(records, question.getType());
      if (!found.isEmpty()) {
        found.forEach(entry -> response.addRecord(entry, Section.ANSWER));
        return;
      }
      var alias = ofType(records, Type.CNAME);
      if (alias.isEmpty()) {
        break;
      }
      response.addRecord(alias.getFirst(), Section.ANSWER);
      at = ((CNAMERecord) alias.getFirst()).getTarget();
      if (!followsAliases) {
        return;
      }
    }
    var soa =
        new SOARecord(
            name("example"),
            DClass.IN,
            ttl,
            name("ns.example"),
            name("root.example"),
            1,
            1,
            1,
            1,
            ttl);
    response.addRecord(soa, Section.AUTHORITY);
  }

  private static List<Record> ofType(List<Record> records, int type) {
    var found = new ArrayList<Record>();
    for (var entry : records) {
      if (entry.getType() == type) {
        found.add(entry);
      }
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
