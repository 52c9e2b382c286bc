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
final class Changelog implements AutoCloseable {

  /** What a record says under its key; nothing when the key was deleted. */
  private record Step(int partition, ByteBuffer key, Optional<Fact> fact) {

    record Key(int partition, ByteBuffer bytes) {}

    Key whole() {
      return new Key(partition, key);
    }
  }

  private static final Buckets.Form<Step> FORM =
      new Buckets.Form<>() {
        @Override
        public int hash(Step step) {
          return step.whole().hashCode();
        }

        @Override
        public void write(Step step, DataOutputStream out) throws IOException {
          out.writeInt(step.partition);
          var key = new byte[step.key.remaining()];
          step.key.duplicate().get(key);
          Words.write(key, out);
          out.writeBoolean(step.fact.isPresent());
          if (step.fact.isPresent()) {
            Fact.FORM.write(step.fact.get(), out);
          }
        }

        @Override
        public Step read(DataInputStream in) throws IOException {
          return new Step(
              in.readInt(),
              ByteBuffer.wrap(Words.bytes(in)),
              in.readBoolean() ? Optional.of(Fact.FORM.read(in)) : Optional.empty());
        }
      };

  private final Buckets<Step> steps = new Buckets<>(FORM);

  Changelog() throws IOException {}

  /** Takes up the next record of its partition, which says this. */
  void add(ConsumerRecord<byte[], byte[]> record, Optional<Fact> fact) {
    steps.add(new Step(record.partition(), ByteBuffer.wrap(record.key()), fact));
  }

  /** Shows what is said last of every key that is still there; no more can be added. */
  void last(Consumer<Fact> reader) throws IOException {
    steps.each(
        some -> {
          var lasts = new LinkedHashMap<Step.Key, Optional<Fact>>();
          some.forEach(step -> lasts.put(step.whole(), step.fact()));
          lasts.values().forEach(fact -> fact.ifPresent(reader));
        });
  }

  @Override
  public void close() throws IOException {
    steps.close();
  }
}
