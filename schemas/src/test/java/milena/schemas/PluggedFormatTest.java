package milena.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

class PluggedFormatTest {

  /** Writes a recipient alone; complains when two threads are in it. */
  public static final class Plain implements Serializer<Object>, Deserializer<Object> {
    private final AtomicBoolean busy = new AtomicBoolean();
    private String prefix = "";

    @Override
    public void configure(Map<String, ?> settings, boolean key) {
      prefix = String.valueOf(settings.get("prefix"));
    }

    @Override
    public byte[] serialize(String topic, Object record) {
      if (!busy.compareAndSet(false, true)) {
        throw new IllegalStateException("two threads");
      }
      try {
        Thread.onSpinWait();
        return (prefix + ((MailEvent) record).getRecipient()).getBytes(StandardCharsets.UTF_8);
      } finally {
        busy.set(false);
      }
    }

    @Override
    public Object deserialize(String topic, byte[] value) {
      var text = new String(value, StandardCharsets.UTF_8);
      return switch (text) {
        case "away" ->
            throw new SerializationException("no id", new RuntimeException(new ConnectException()));
        case "down" ->
            throw new SerializationException(
                "no id", new RuntimeException("Unavailable; error code: 50003"));
        case "unknown" ->
            throw new SerializationException(
                "no id", new RuntimeException("Schema 7 not found; error code: 40403"));
        case "short" -> throw new SerializationException("cut", new EOFException());
        case "foreign" -> "a text";
        default -> MailEvent.newBuilder().setRecipient(text.substring(prefix.length())).build();
      };
    }

    @Override
    public void close() {}
  }

  private final RecordCodec<MailEvent> codec =
      new PluggedFormat(Plain.class.getName(), Plain.class.getName(), Map.of("prefix", "to:"))
          .codec(Topics.EVENTS, MailEvent.class);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void shouldWriteAndReadWithTheUsersClassesAndSettings() throws UnreadableRecord {
    var event = MailEvent.newBuilder().setRecipient("a@b").build();
    assertThat(codec.encode(event)).isEqualTo(bytes("to:a@b"));
    assertThat(codec.decode(bytes("to:a@b"))).isEqualTo(event);
  }

  @Test
  void shouldLendASerializerToOneThreadAtATime() throws Exception {
    var threads = Executors.newFixedThreadPool(4);
    try {
      // When
      var tasks =
          IntStream.range(0, 4)
              .mapToObj(
                  n ->
                      (Callable<byte[]>)
                          () -> {
                            var last = new byte[0];
                            for (int i = 0; i < 2_000; i++) {
                              last = codec.encode(MailEvent.newBuilder().setRecipient("r").build());
                            }
                            return last;
                          })
              .toList();

      // Then
      for (var task : threads.invokeAll(tasks)) {
        assertThat(task.get()).isEqualTo(bytes("to:r"));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldTellARegistryThatIsAwayFromARecordThatIsBad() {
    for (var passing : new String[] {"away", "down"}) {
      assertThatThrownBy(() -> codec.decode(bytes(passing)))
          .isInstanceOf(SchemaRegistryException.class);
    }
    for (var lasting : new String[] {"unknown", "short", "foreign"}) {
      assertThatThrownBy(() -> codec.decode(bytes(lasting))).isInstanceOf(UnreadableRecord.class);
    }
  }

  @Test
  void shouldSayAtOnceThatAClassIsNotThereOrNoSerializer() {
    for (var name : new String[] {"no.such.Thing", "java.lang.Object"}) {
      var format = new PluggedFormat(name, Plain.class.getName(), Map.of());
      assertThatThrownBy(() -> format.codec(Topics.EVENTS, MailEvent.class))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name);
    }
  }
}
