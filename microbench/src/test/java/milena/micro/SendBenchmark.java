package milena.micro;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import milena.mail.classify.Classifier;
import milena.mail.classify.RemoteFailure;
import milena.mail.classify.Stage;
import milena.mail.mime.DotStuffer;
import milena.mail.reply.ReplyParser;
import milena.mail.reply.SmtpReply;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a delivery worker does with the bytes of one message of 4 KiB, and with a server's words.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SendBenchmark {
  private final byte[] mail = SampleMail.received();
  private final byte[] reply =
      """
      250-2.1.5 recipient ok\r
      250 2.1.5 and one line more\r
      """
          .getBytes(StandardCharsets.US_ASCII);
  private final Classifier classifier = Classifier.standard();
  private final RemoteFailure failure =
      RemoteFailure.of(
          Stage.MAIL,
          SmtpReply.of(421, "4.7.0 [192.0.2.7] too many messages from your network, try later"));

  /** Stuffs dots and writes the final one. */
  @Benchmark
  public void stuff(Blackhole out) {
    new DotStuffer((bytes, at, length) -> out.consume(at)).write(mail, 0, mail.length);
  }

  /** Reads a reply of two lines. */
  @Benchmark
  public Object parseReply() {
    return new ReplyParser().accept(reply, 0, reply.length);
  }

  /** Gives a refusal its class. */
  @Benchmark
  public Object classify() {
    return classifier.classify(failure);
  }
}
