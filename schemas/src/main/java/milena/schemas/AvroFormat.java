package milena.schemas;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The Confluent wire format: a zero byte, the schema's id in four bytes (big endian), then Avro
 * binary. Subjects are named by topic: {@code <topic>-value}.
 *
 * <p>Whoever may write to a topic chooses the id, so a record of a schema that makes much of few
 * bytes is not read; nor is an {@link OutboundMail}, which users' programs write, that holds more
 * than {@value #MAX_ITEMS} items in one array or map.
 */
public final class AvroFormat implements RecordFormat {
  /** More than a message of an outbox may have recipients, whatever is set. */
  static final int MAX_ITEMS = 10_000;

  private static final int HEADER = 5;

  /** Versions of one record that are in use at a time; of more, each is prepared anew. */
  private static final int MAX_READERS = 64;

  static {
    TrustedRecords.tellAvro();
  }

  private final SchemaIds ids;

  /** Takes ids from a registry. */
  public AvroFormat(SchemaIds ids) {
    this.ids = ids;
  }

  /** The subject of a topic's values. */
  public static String subject(String topic) {
    return topic + "-value";
  }

  @Override
  public <T extends SpecificRecord> RecordCodec<T> codec(String topic, Class<T> type) {
    return new Codec<>(topic, type, ids);
  }

  private static final class Codec<T extends SpecificRecord> implements RecordCodec<T> {
    private final String topic;
    private final Class<T> type;
    private final Schema schema;
    private final SchemaIds ids;
    private final SpecificData model;
    private final SpecificDatumWriter<T> writer;
    private final ConcurrentHashMap<Integer, DatumReader<T>> readers = new ConcurrentHashMap<>();
    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);
    private volatile int ownId = -1;

    Codec(String topic, Class<T> type, SchemaIds ids) {
      this.topic = topic;
      this.type = type;
      this.ids = ids;
      this.model = SpecificData.getForClass(type);
      this.schema = model.getSchema(type);
      this.writer = new SpecificDatumWriter<>(schema, model);
    }

    @Override
    public byte[] encode(T record) {
      var bytes = scratch.get().bytes;
      bytes.begin(header(id()));
      try {
        writer.write(record, bytes);
      } catch (IOException e) {
        throw new AvroRuntimeException(e);
      }
      return bytes.toByteArray();
    }

    @Override
    public T decode(byte @Nullable [] value) throws UnreadableRecord {
      if (value == null) {
        throw new UnreadableRecord(topic + ": a record without a value");
      }
      if (value.length < HEADER || value[0] != 0) {
        throw new UnreadableRecord(
            topic
                + ": "
                + value.length
                + " bytes that do not start with the wire format's zero byte and id");
      }
      int id = ByteBuffer.wrap(value, 1, 4).getInt();
      var own = scratch.get();
      own.decoder =
          DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, own.decoder);
      try {
        return reader(id).read(null, own.decoder);
      } catch (SchemaRegistryException e) {
        if (e.passes()) {
          throw e;
        }
        throw new UnreadableRecord(topic + ": schema id " + id + " is not in the registry", e);
      } catch (IOException | RuntimeException e) {
        throw new UnreadableRecord(topic + ": no record of schema id " + id + " (" + e + ")", e);
      }
    }

    private DatumReader<T> reader(int id) {
      var known = readers.get(id);
      if (known != null) {
        return known;
      }
      var writers = id == ownId ? schema : ids.schemaOf(id);
      var objection = ReadingCost.objection(writers);
      if (objection.isPresent()) {
        throw new AvroRuntimeException("the schema is not read by: " + objection.get());
      }
      if (readers.size() >= MAX_READERS) {
        readers.clear();
      }
      var reader =
          type == OutboundMail.class
              ? new BoundedReader<T>(writers, schema, model)
              : new SpecificDatumReader<T>(writers, schema, model);
      readers.put(id, reader);
      return reader;
    }

    private int id() {
      int id = ownId;
      if (id < 0) {
        id = ids.idOf(subject(topic), schema);
        ownId = id;
      }
      return id;
    }

    private static byte[] header(int id) {
      return new byte[] {0, (byte) (id >>> 24), (byte) (id >>> 16), (byte) (id >>> 8), (byte) id};
    }
  }

  /** Stops at the first item too many, before all of them are objects. */
  private static final class BoundedReader<T> extends SpecificDatumReader<T> {
    BoundedReader(Schema writers, Schema readers, SpecificData model) {
      super(writers, readers, countable(model));
    }

    /** Avro's faster way of reading asks nobody before it adds an item. */
    private static SpecificData countable(SpecificData model) {
      var own = new SpecificData(model.getClassLoader());
      own.setFastReaderEnabled(false);
      return own;
    }

    @Override
    protected void addToArray(Object array, long position, Object item) {
      requireRoom(position);
      super.addToArray(array, position, item);
    }

    @Override
    protected void addToMap(Object map, Object key, Object value) {
      requireRoom(((Map<?, ?>) map).size());
      super.addToMap(map, key, value);
    }

    private static void requireRoom(long items) {
      if (items >= MAX_ITEMS) {
        throw new AvroRuntimeException(
            "more than " + MAX_ITEMS + " items in one array or map; write several records");
      }
    }
  }

  /** What a thread reuses from record to record. */
  private static final class Scratch {
    final RecordBytes bytes = new RecordBytes();
    @Nullable BinaryDecoder decoder;
  }
}
