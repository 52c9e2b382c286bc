package milena.schemas;

import org.apache.avro.specific.SpecificRecord;

/**
 * How records are written. {@link AvroFormat} is the built-in one; another may be put in its place
 * by configuration, as long as it writes the Confluent wire format.
 */
public interface RecordFormat {

  /** The codec for the values of a topic. */
  <T extends SpecificRecord> RecordCodec<T> codec(String topic, Class<T> type);
}
