package milena.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroFormatTest {
  private static final int ID = 0x01020304;

  /** Knows one schema under one id. */
  private static final class OneSchema implements SchemaIds {
    final AtomicInteger asked = new AtomicInteger();

    @Override
    public int idOf(String subject, Schema schema) {
      assertThat(subject).isEqualTo("mail.events-value");
      asked.incrementAndGet();
      return ID;
    }

    @Override
    public Schema schemaOf(int id) {
      asked.incrementAndGet();
      if (id != ID) {
        throw new SchemaRegistryException(40403, "no schema " + id);
      }
      return MailEvent.getClassSchema();
    }
  }

  private final OneSchema ids = new OneSchema();
  private final RecordCodec<MailEvent> codec =
      new AvroFormat(ids).codec(Topics.EVENTS, MailEvent.class);

  private static MailEvent event(String recipient) {
    return MailEvent.newBuilder().setType("delivered").setRecipient(recipient).build();
  }

  @Test
  void shouldWriteTheConfluentHeader() {
    assertThat(codec.encode(event("a@b"))).startsWith(0, 1, 2, 3, 4);
  }

  @Property(tries = 200)
  void shouldReadWhatItWrote(@ForAll String recipient) throws UnreadableRecord {
    assertThat(codec.decode(codec.encode(event(recipient)))).isEqualTo(event(recipient));
  }

  @Test
  void shouldAskOnceForManyRecords() throws UnreadableRecord {
    for (int i = 0; i < 100; i++) {
      codec.decode(codec.encode(event("r" + i)));
    }
    assertThat(ids.asked).hasValue(1);
  }

  @Property(tries = 1_000)
  void shouldCallStrangeBytesUnreadableOrReadThem(@ForAll byte[] strange) {
    var bytes = new byte[strange.length + 5];
    bytes[1] = 1;
    bytes[2] = 2;
    bytes[3] = 3;
    bytes[4] = 4;
    System.arraycopy(strange, 0, bytes, 5, strange.length);
    try {
      assertThat(codec.decode(bytes)).isNotNull();
    } catch (UnreadableRecord e) {
      assertThat(e).hasMessageContaining("mail.events");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 300_000_000, Integer.MAX_VALUE - 10L, Integer.MAX_VALUE, 1L << 40})
  void shouldNotMakeRoomForALengthThatIsNotThere(long length) throws Exception {
    // Given
    var bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {0, 1, 2, 3, 4});
    var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    encoder.writeLong(length);
    encoder.flush();

    // Then
    assertThatThrownBy(() -> codec.decode(bytes.toByteArray()))
        .isInstanceOf(UnreadableRecord.class);
  }

  /** Every id is of one schema. */
  private static RecordCodec<OutboundMail> outbox(Schema written) {
    return new AvroFormat(
            new SchemaIds() {
              @Override
              public int idOf(String subject, Schema schema) {
                return ID;
              }

              @Override
              public Schema schemaOf(int id) {
                return written;
              }
            })
        .codec("mail.outbox.acme", OutboundMail.class);
  }

  /** The schema of outboxes with a field that we do not know. */
  private static Schema extended(Schema type) {
    var fields = new ArrayList<Schema.Field>();
    fields.add(new Schema.Field("x", type));
    for (var field : OutboundMail.getClassSchema().getFields()) {
      fields.add(new Schema.Field(field, field.schema()));
    }
    return Schema.createRecord("OutboundMail", "", "milena.schemas", false, fields);
  }

  private static byte[] written(Schema schema, GenericRecord record) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {0, 1, 2, 3, 4});
    var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static GenericRecord mail(Schema schema, @Nullable Object x, List<String> to) {
    return new GenericRecordBuilder(schema)
        .set("x", x)
        .set("idempotencyKey", "")
        .set("sender", "")
        .set("recipients", to)
        .set("content", ByteBuffer.allocate(0))
        .set("campaign", "")
        .set("pool", "")
        .set("priority", 0)
        .set("notBefore", 0L)
        .set("expiresAt", 0L)
        .set("meta", Map.of())
        .build();
  }

  @Test
  void shouldPassOverFieldsThatItDoesNotKnow() throws Exception {
    // Given
    var schema = extended(Schema.createArray(Schema.create(Schema.Type.INT)));

    // When
    var read = outbox(schema).decode(written(schema, mail(schema, List.of(1, 2), List.of("a@b"))));

    // Then
    assertThat(read.getRecipients()).containsExactly("a@b");
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void shouldNotCountItemsThatTakeNoBytes() throws Exception {
    // Given
    var schema = extended(Schema.createArray(Schema.create(Schema.Type.NULL)));
    var bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {0, 1, 2, 3, 4});
    var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    for (int i = 0; i < 10; i++) {
      encoder.writeLong(Integer.MAX_VALUE - 8L);
    }
    encoder.flush();

    // Then
    assertThatThrownBy(() -> outbox(schema).decode(bytes.toByteArray()))
        .isInstanceOf(UnreadableRecord.class)
        .hasMessageContaining("it repeats null");
  }

  @Test
  void shouldStopAtTheFirstItemTooMany() throws Exception {
    // Given
    var schema = extended(Schema.create(Schema.Type.NULL));
    var most = Collections.nCopies(AvroFormat.MAX_ITEMS, "");
    var more = Collections.nCopies(AvroFormat.MAX_ITEMS + 1, "");
    var meta = new HashMap<String, String>();
    for (int i = 0; i <= AvroFormat.MAX_ITEMS; i++) {
      meta.put(Integer.toString(i, 36), "");
    }
    var manyMeta = mail(schema, null, List.of());
    manyMeta.put("meta", meta);

    // Then
    assertThat(outbox(schema).decode(written(schema, mail(schema, null, most))).getRecipients())
        .hasSize(AvroFormat.MAX_ITEMS);
    for (var record : List.of(mail(schema, null, more), manyMeta)) {
      var bytes = written(schema, record);
      assertThatThrownBy(() -> outbox(schema).decode(bytes))
          .isInstanceOf(UnreadableRecord.class)
          .hasMessageContaining("more than 10000 items");
    }
  }

  @Test
  void shouldReadManyVersions() throws UnreadableRecord {
    // Given
    var codec = outbox(OutboundMail.getClassSchema());
    var bytes = codec.encode(OutboundMail.newBuilder().setSender("a@b").build());

    // Then
    for (int i = 0; i < 1_000; i++) {
      bytes[4] = (byte) i;
      bytes[3] = (byte) (i >> 8);
      assertThat(codec.decode(bytes).getSender()).isEqualTo("a@b");
    }
  }

  @Test
  void shouldCallARecordOfAnUnknownSchemaUnreadable() {
    assertThatThrownBy(() -> codec.decode(new byte[] {0, 9, 9, 9, 9, 0}))
        .isInstanceOf(UnreadableRecord.class);
    assertThatThrownBy(() -> codec.decode(new byte[0])).isInstanceOf(UnreadableRecord.class);
    assertThatThrownBy(() -> codec.decode(null)).isInstanceOf(UnreadableRecord.class);
    assertThatThrownBy(() -> codec.decode(new byte[] {1, 1, 2, 3, 4, 0}))
        .isInstanceOf(UnreadableRecord.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 401, 404, 429, 50001, 50003})
  void shouldNotGiveARecordUpWhileTheRegistryIsInTrouble(int code) {
    // Given
    var troubled =
        new AvroFormat(
                new SchemaIds() {
                  @Override
                  public int idOf(String subject, Schema schema) {
                    throw new SchemaRegistryException(code, "trouble");
                  }

                  @Override
                  public Schema schemaOf(int id) {
                    throw new SchemaRegistryException(code, "trouble");
                  }
                })
            .codec(Topics.EVENTS, MailEvent.class);

    // Then
    assertThatThrownBy(() -> troubled.decode(new byte[] {0, 9, 9, 9, 9, 0}))
        .isInstanceOf(SchemaRegistryException.class);
  }
}
