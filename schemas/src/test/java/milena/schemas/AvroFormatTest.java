package milena.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
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
