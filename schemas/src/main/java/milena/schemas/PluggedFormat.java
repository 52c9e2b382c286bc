package milena.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads with a user's own Kafka serializers, such as Confluent's or Apicurio's. They are
 * found by class name on the class path and given the user's settings unchanged; one that answers
 * with generic records is as good as one that answers with ours.
 */
public final class PluggedFormat implements RecordFormat {
  static {
    TrustedRecords.tellAvro();
  }

  private final String serializer;
  private final String deserializer;
  private final Map<String, ?> settings;

  /**
   * Names the classes; they are made when the first codec is.
   *
   * @param serializer class name of a {@link Serializer}
   * @param deserializer class name of a {@link Deserializer}
   * @param settings given to both
   */
  public PluggedFormat(String serializer, String deserializer, Map<String, ?> settings) {
    this.serializer = serializer;
    this.deserializer = deserializer;
    this.settings = Map.copyOf(settings);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when a class is not there, is no serializer or refuses its
   *     settings
   */
  @Override
  public <T extends SpecificRecord> RecordCodec<T> codec(String topic, Class<T> type) {
    var serializers = new Pool<>(this::newSerializer);
    var deserializers = new Pool<>(this::newDeserializer);
    serializers.give(serializers.take());
    deserializers.give(deserializers.take());
    return new Codec<>(topic, type, serializers, deserializers);
  }

  @SuppressWarnings("unchecked")
  private Serializer<Object> newSerializer() {
    var made = (Serializer<Object>) made(serializer, Serializer.class);
    configure(serializer, () -> made.configure(settings, false));
    return made;
  }

  @SuppressWarnings("unchecked")
  private Deserializer<Object> newDeserializer() {
    var made = (Deserializer<Object>) made(deserializer, Deserializer.class);
    configure(deserializer, () -> made.configure(settings, false));
    return made;
  }

  private static void configure(String name, Runnable configuring) {
    try {
      configuring.run();
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalArgumentException(name + " refuses its settings: " + e.getMessage(), e);
    }
  }

  private static <S> S made(String name, Class<S> kind) {
    try {
      return kind.cast(Class.forName(name).getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw new IllegalArgumentException(name + " is no usable " + kind.getSimpleName(), e);
    }
  }

  /** Kafka lets serializers be single-threaded, so each is lent to one caller at a time. */
  private static final class Pool<S> {
    private final Supplier<S> maker;
    private final ConcurrentLinkedQueue<S> free = new ConcurrentLinkedQueue<>();

    Pool(Supplier<S> maker) {
      this.maker = maker;
    }

    S take() {
      var lent = free.poll();
      return lent == null ? maker.get() : lent;
    }

    void give(S back) {
      free.offer(back);
    }
  }

  private static final class Codec<T extends SpecificRecord> implements RecordCodec<T> {
    private static final Pattern SERVER_ERROR = Pattern.compile("error code: 5\\d\\d");
    private static final int DEEPEST_CAUSE = 16;

    private final String topic;
    private final Class<T> type;
    private final Pool<Serializer<Object>> serializers;
    private final Pool<Deserializer<Object>> deserializers;

    Codec(
        String topic,
        Class<T> type,
        Pool<Serializer<Object>> serializers,
        Pool<Deserializer<Object>> deserializers) {
      this.topic = topic;
      this.type = type;
      this.serializers = serializers;
      this.deserializers = deserializers;
    }

    @Override
    public byte[] encode(T record) {
      var lent = serializers.take();
      try {
        return lent.serialize(topic, record);
      } catch (RuntimeException e) {
        throw new SchemaRegistryException(
            topic + ": the plugged serializer failed: " + e.getMessage(), e);
      } finally {
        serializers.give(lent);
      }
    }

    @Override
    public T decode(byte @Nullable [] value) throws UnreadableRecord {
      if (value == null) {
        throw new UnreadableRecord(topic + ": a record without a value");
      }
      var lent = deserializers.take();
      try {
        return ours(lent.deserialize(topic, value));
      } catch (RuntimeException e) {
        if (registryAway(e)) {
          throw new SchemaRegistryException(
              topic + ": the plugged deserializer has no registry", e);
        }
        throw new UnreadableRecord(topic + ": the plugged deserializer refused (" + e + ")", e);
      } catch (IOException e) {
        throw new UnreadableRecord(topic + ": not a " + type.getSimpleName(), e);
      } finally {
        deserializers.give(lent);
      }
    }

    private T ours(Object read) throws IOException, UnreadableRecord {
      if (type.isInstance(read)) {
        return type.cast(read);
      }
      if (!(read instanceof IndexedRecord generic)) {
        throw new UnreadableRecord(topic + ": not a " + type.getSimpleName());
      }
      var bytes = new ByteArrayOutputStream();
      var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      new GenericDatumWriter<IndexedRecord>(generic.getSchema()).write(generic, encoder);
      encoder.flush();
      var model = SpecificData.getForClass(type);
      return new SpecificDatumReader<T>(generic.getSchema(), model.getSchema(type), model)
          .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    }

    /**
     * A record must not be called unreadable because the registry is away for a while. Serializers
     * of others say both with one exception, so the cause has to tell.
     */
    private static boolean registryAway(Throwable thrown) {
      Throwable cause = thrown;
      for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
        boolean network =
            cause instanceof SocketException
                || cause instanceof UnknownHostException
                || cause instanceof HttpTimeoutException
                || cause instanceof java.net.SocketTimeoutException
                || cause instanceof RetriableException;
        var message = cause.getMessage();
        if (network || (message != null && SERVER_ERROR.matcher(message).find())) {
          return true;
        }
        cause = cause.getCause();
      }
      return false;
    }
  }
}
