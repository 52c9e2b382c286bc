package milena.micro;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import milena.ingest.header.HeaderScan;
import milena.mail.address.AddressParser;
import milena.mail.mime.DotUnstuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What ingest does with the bytes of one message of 4 KiB. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReceiveBenchmark {
  private static final int LARGEST = 1 << 20;

  private final byte[] wire = SampleMail.onTheWire();
  private final byte[] mail = SampleMail.received();
  private final byte[] rcpt =
      "RCPT TO:<customer+tag@site.example>".getBytes(StandardCharsets.US_ASCII);
  private final int path = "RCPT TO:".length();

  /** Takes the stuffed dots out of a body that comes in one piece. */
  @Benchmark
  public int unstuff(Blackhole out) {
    var unstuffer =
        new DotUnstuffer(DotUnstuffer.MAX_LINE, LARGEST, (bytes, at, length) -> out.consume(at));
    return unstuffer.accept(wire, 0, wire.length);
  }

  /** Finds the end of the header block, and what is in it. */
  @Benchmark
  public Object scanHeader() {
    return Objects.requireNonNull(new HeaderScan().scan(mail, mail.length));
  }

  /** Reads one recipient. */
  @Benchmark
  public Object forwardPath() {
    return AddressParser.forwardPath(rcpt, path, rcpt.length - path, true);
  }
}
