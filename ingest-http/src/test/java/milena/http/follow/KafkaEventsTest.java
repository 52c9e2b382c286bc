package milena.http.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import milena.http.follow.EventSource.Place;
import milena.http.follow.EventSource.Read;
import milena.http.follow.EventSource.Start;
import milena.http.follow.EventSource.Wanted;
import milena.ingest.log.MessageIds;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.AvroFormat;
import milena.schemas.LogProfile;
import milena.schemas.MailEvent;
import milena.schemas.Topics;
import milena.testing.FixedIds;
import milena.testing.TestBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How far a lookup reads in a day's log of one partition, where a message came every minute and its
 * two events with it, but for six hours in which there was no router: what came then is told of at
 * their end.
 */
@Timeout(120)
class KafkaEventsTest {

  private static final AvroFormat FORMAT = new AvroFormat(new FixedIds());
  private static final Instant BEGIN = Instant.parse("2026-05-01T00:00:00Z");
  private static final int DAY = 24 * 60;
  private static final int AWAY = 12 * 60;
  private static final int BACK = 18 * 60;

  /** What a lookup may read: from a skew before to a skew and the patience after, two a minute. */
  private static final long STRETCH =
      2 * Horizon.PATIENCE.plus(Horizon.SKEW).plus(Horizon.SKEW).toMinutes() + 2;

  private static @TempDir Path disk;
  private static TestBroker broker;
  private static ClientSettings clients;
  private static final List<String> IDS = new ArrayList<>();
  private static final String DERIVED =
      MessageIds.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7, 8});

  private final List<String> shown = new ArrayList<>();

  @BeforeAll
  static void startBroker() throws Exception {
    broker = new TestBroker(disk);
    broker.start();
    clients = new ClientSettings(Map.of("bootstrap.servers", broker.bootstrap()), "test");
    var settings =
        new HashMap<>(
            Topics.spec(Topics.EVENTS).settings(LogProfile.singleNode(1, Duration.ofDays(7))));
    settings.put("message.timestamp.type", "CreateTime");
    try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      var topic = new NewTopic(Topics.EVENTS, 1, (short) 1).configs(settings);
      admin.createTopics(List.of(topic)).all().get();
    }
    try (var producer = new KafkaProducer<byte[], byte[]>(clients.producer("e"))) {
      for (int minute = 0; minute < DAY; minute++) {
        var id = idOf(minute);
        IDS.add(id);
        happened(producer, id, minute);
      }
      happened(producer, DERIVED, DAY);
      happened(producer, IDS.get(100), "late", time(100), time(DAY));
    }
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  private static Instant time(int minute) {
    return BEGIN.plus(Duration.ofMinutes(minute));
  }

  private static String idOf(int minute) {
    return new MessageIds(() -> time(minute)).next();
  }

  private static void happened(KafkaProducer<byte[], byte[]> producer, String id, int minute) {
    var routed = time(minute >= AWAY && minute < BACK ? BACK : minute);
    for (var type : List.of("accepted", "delivered")) {
      happened(producer, id, type, time(minute), routed);
    }
  }

  private static void happened(
      KafkaProducer<byte[], byte[]> producer,
      String id,
      String type,
      Instant accepted,
      Instant at) {
    var event =
        MailEvent.newBuilder()
            .setType(type)
            .setFinal$(type.equals("delivered"))
            .setSubmissionId(id + ".0")
            .setMessageId(id)
            .setTenant("shop")
            .setAcceptedAt(accepted)
            .setTime(at)
            .build();
    producer.send(
        new ProducerRecord<>(
            Topics.EVENTS,
            null,
            at.toEpochMilli(),
            id.getBytes(StandardCharsets.US_ASCII),
            FORMAT.codec(Topics.EVENTS, MailEvent.class).encode(event)));
  }

  /** Reads all of it, and tells where it ended. */
  private long read(String id, EventSource.From from) {
    var events = new KafkaEvents(clients, FORMAT, () -> time(DAY + 1), System::nanoTime);
    var wanted =
        new Wanted(
            Sought.parse(id).orElseThrow(), "shop", placed -> shown.add(placed.event().getType()));
    shown.clear();
    var end = events.read(wanted, from, Duration.ofSeconds(60));
    assertThat(end).isInstanceOf(Read.class);
    return ((Read) end).next();
  }

  private static long end() {
    return 2 * DAY + 3;
  }

  @Test
  void shouldReadNoMoreThanAStretchForAnIdThatWasInvented() {
    for (int minute : List.of(0, 60, AWAY / 2, BACK + 10)) {
      // When
      long ended = read(idOf(minute), new Start());

      // Then
      assertThat(shown).isEmpty();
      assertThat(ended).as("of minute %d", minute).isBetween(2L * minute, 2L * minute + STRETCH);
    }
  }

  @Test
  void shouldReadAlmostNothingForAnIdFromBeforeTheLogOrFromTheFuture() {
    assertThat(read(idOf(-30 * DAY), new Start())).isLessThan(STRETCH);
    assertThat(read(idOf(2 * DAY), new Start())).isEqualTo(end());
    assertThat(shown).isEmpty();
  }

  @Test
  void shouldReadNoMoreThanAStretchForARecipientThatAMessageDoesNotHave() {
    assertThat(read(IDS.get(60) + ".9", new Start())).isLessThan(120 + STRETCH);
    assertThat(read(DERIVED + ".9", new Start())).isEqualTo(end());
  }

  @Test
  void shouldFindWhatIsThere() {
    for (int minute : List.of(0, 60, AWAY - 1, AWAY, BACK - 1, BACK, DAY - 1)) {
      read(IDS.get(minute), new Start());
      assertThat(shown).as("of minute %d", minute).containsExactly("accepted", "delivered");
    }
    assertThat(read(DERIVED, new Start())).isEqualTo(end());
    assertThat(shown).containsExactly("accepted", "delivered");
  }

  @Test
  void shouldFindWhatARouterToldOfLongAfterwards() {
    // When: at the end of its absence, where all of six hours is told of at once
    long ended = read(idOf(AWAY + 1), new Start());

    // Then: what is invented is read up to half an hour behind that
    assertThat(shown).isEmpty();
    assertThat(ended).isBetween(2L * BACK, 2L * BACK + STRETCH);
  }

  @Test
  void shouldFindWhatCameLongAfterTheMessage() {
    assertThat(read(IDS.get(100), new Start())).isEqualTo(end());
    assertThat(shown).containsExactly("accepted", "delivered", "late");
  }

  @Test
  void shouldGoOnFromAPlaceToTheEnd() {
    assertThat(read(IDS.get(60), new Place(121))).isEqualTo(end());
    assertThat(shown).containsExactly("delivered");
    assertThat(read(idOf(60), new Place(0))).isEqualTo(end());
    assertThat(shown).isEmpty();
  }
}
