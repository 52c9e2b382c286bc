package milena.standalone.account;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a compacted topic says last about each of its keys. It holds every step until the broker
 * compacts it, so steps are spread over files as facts are.
 */
public final class Changelog<T> implements AutoCloseable {

  private record Key(int partition, ByteBuffer bytes) {}

  /** What a record says under its key; nothing when the key was deleted. */
  private record Step<T>(int partition, ByteBuffer key, Optional<T> said) {
    Key whole() {
      return new Key(partition, key);
    }
  }

  private record StepForm<T>(Buckets.Form<T> form) implements Buckets.Form<Step<T>> {
    @Override
    public int hash(Step<T> step) {
      return step.whole().hashCode();
    }

    @Override
    public void write(Step<T> step, DataOutputStream out) throws IOException {
      out.writeInt(step.partition);
      var key = new byte[step.key.remaining()];
      step.key.duplicate().get(key);
      Words.write(key, out);
      out.writeBoolean(step.said.isPresent());
      if (step.said.isPresent()) {
        form.write(step.said.get(), out);
      }
    }

    @Override
    public Step<T> read(DataInputStream in) throws IOException {
      return new Step<>(
          in.readInt(),
          ByteBuffer.wrap(Words.bytes(in)),
          in.readBoolean() ? Optional.of(form.read(in)) : Optional.empty());
    }
  }

  private final Buckets<Step<T>> steps;

  /** Knows nothing; what records say is written in this form. */
  public Changelog(Buckets.Form<T> form) throws IOException {
    steps = new Buckets<>(new StepForm<>(form));
  }

  /** Takes up the next record of its partition, which says this. */
  public void add(ConsumerRecord<byte[], byte[]> record, Optional<T> said) {
    steps.add(new Step<>(record.partition(), ByteBuffer.wrap(record.key()), said));
  }

  /** Shows what is said last of every key that is still there; no more can be added. */
  public void last(Consumer<T> reader) throws IOException {
    steps.each(
        some -> {
          var lasts = new LinkedHashMap<Key, Optional<T>>();
          some.forEach(step -> lasts.put(step.whole(), step.said()));
          lasts.values().forEach(said -> said.ifPresent(reader));
        });
  }

  @Override
  public void close() throws IOException {
    steps.close();
  }
}
