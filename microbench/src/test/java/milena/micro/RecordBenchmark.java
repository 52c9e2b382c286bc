package milena.micro;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import milena.schemas.AvroFormat;
import milena.schemas.Body;
import milena.schemas.Dispatch;
import milena.schemas.Recipient;
import milena.schemas.RecordCodec;
import milena.schemas.SchemaIds;
import milena.schemas.Submission;
import milena.schemas.UnreadableRecord;
import org.apache.avro.Schema;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The records that each message becomes: with its body when accepted, without it from there on. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordBenchmark {

  /** A registry in memory. */
  private static final class Numbered implements SchemaIds {
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

    @Override
    public int idOf(String subject, Schema schema) {
      int id = subject.hashCode();
      schemas.put(id, schema);
      return id;
    }

    @Override
    public Schema schemaOf(int id) {
      return Objects.requireNonNull(schemas.get(id));
    }
  }

  private final AvroFormat format = new AvroFormat(new Numbered());
  private final RecordCodec<Submission> submissions =
      format.codec("mail.submissions", Submission.class);
  private final RecordCodec<Dispatch> dispatches = format.codec("mail.dispatch", Dispatch.class);
  private final Submission submission = submission();
  private final byte[] encoded = submissions.encode(submission);
  private final Dispatch dispatch =
      Dispatch.newBuilder()
          .setSubmissionId("0192f0c1-7c3e-7b4a-9a55-0d5f0e3c1b2a.0")
          .setTenant("shop")
          .setSite("mx.site.example")
          .setDomain("site.example")
          .build();

  private static Submission submission() {
    var mail = ByteBuffer.wrap(SampleMail.received());
    var recipient = Recipient.newBuilder().setAddress("customer@site.example").build();
    return Submission.newBuilder()
        .setId("0192f0c1-7c3e-7b4a-9a55-0d5f0e3c1b2a")
        .setTenant("shop")
        .setSender("bounces@news.example")
        .setRecipients(List.of(recipient))
        .setBody(Body.newBuilder().setInline(mail).setSize(mail.remaining()).build())
        .setProtocol("ESMTP")
        .setPeer("192.0.2.1")
        .setHelo("app.example")
        .build();
  }

  /** What ingest writes for a message of 4 KiB. */
  @Benchmark
  public byte[] encodeSubmission() {
    return submissions.encode(submission);
  }

  /** What the router and the worker read of it. */
  @Benchmark
  public Object decodeSubmission() throws UnreadableRecord {
    return submissions.decode(encoded);
  }

  /** What the shaper writes for each attempt. */
  @Benchmark
  public byte[] encodeDispatch() {
    return dispatches.encode(dispatch);
  }
}
