package milena.acceptance.way;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import milena.schemas.MailEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everything goes to one server, belongs to another tenant, and expires soon. */
@Tag("long")
@Timeout(180)
class SmarthostTest {

  private static final Duration EXPIRY = Duration.ofSeconds(5);

  /** How late an expiry may be on a machine that has much else to do. */
  private static final Duration LATENESS = Duration.ofSeconds(20);

  @TempDir private static Path folder;

  private static RemoteServer smarthost;
  private static RunningMilena milena;
  private static volatile boolean slow;
  private static final CountDownLatch PAST_EXPIRY = new CountDownLatch(1);

  @BeforeAll
  static void start() throws Exception {
    smarthost =
        new RemoteServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), folder.resolve("mail"));
    smarthost.answering(SmarthostTest::answer);
    milena =
        RunningMilena.start(
            folder.resolve("data"),
            Map.of(
                "smarthost",
                "127.0.0.1:" + smarthost.port(),
                "tenant",
                "acme",
                "expiry",
                EXPIRY.toSeconds() + "s",
                "retry",
                "1s",
                "retry-factor",
                "1"));
  }

  private static @Nullable String answer(String line) {
    if (line.contains("<busy@")) {
      return "451 4.3.0 come again";
    }
    if (line.contains("<slow@")) {
      slow = true;
    }
    if (line.equals(".") && slow) {
      slow = false;
      sleep(EXPIRY.plusSeconds(2));
    }
    if (line.contains("<stalls@")) {
      hold();
    }
    return null;
  }

  private static void sleep(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void hold() {
    try {
      if (!PAST_EXPIRY.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the test does not go on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    try {
      milena.balance();
    } finally {
      milena.close();
      smarthost.close();
    }
  }

  @Test
  void shouldBeOneSiteForEveryDomain() throws Exception {
    // When
    var id =
        milena.send(
            "<>", List.of("a@one.test", "b@two.test", "c@[127.0.0.1]"), RunningMilena.letter("x"));

    // Then
    for (var recipient : List.of("a@one.test", "b@two.test", "c@[127.0.0.1]")) {
      var ending = milena.events().ending(recipient);
      assertThat(ending.getType()).as(ending.toString()).isEqualTo("delivered");
      assertThat(ending.getSite()).isEqualTo("smarthost");
      assertThat(ending.getTenant()).isEqualTo("acme");
      assertThat(ending.getMessageId()).isEqualTo(id);
      assertThat(ending.getSender()).isEmpty();
    }
    assertThat(milena.events().of("a@one.test"))
        .extracting(MailEvent::getTenant)
        .containsOnly("acme");
  }

  @Test
  void shouldExpireOnTimeWhatIsDeferredAgainAndAgain() throws Exception {
    // When
    milena.send("a-busy-one@busy.test");
    milena.send("busy@busy.test");

    // Then
    var ending = milena.events().ending("busy@busy.test");
    expiredOnTime(ending);
    assertThat(ending.getText()).contains("come again");
    assertThat(ending.getAttempt()).isBetween(2, 6);
    assertThat(milena.events().types("busy@busy.test"))
        .startsWith("accepted", "deferred", "deferred")
        .endsWith("expired");
    assertThat(milena.events().ending("a-busy-one@busy.test").getType()).isEqualTo("delivered");
  }

  @Test
  void shouldExpireWhatTheSiteNeverAnswers() throws Exception {
    // When
    milena.send("stalls@silent.test");
    var ending = milena.events().ending("stalls@silent.test");

    // Then
    expiredOnTime(ending);
    PAST_EXPIRY.countDown();
  }

  @Test
  void shouldDeliverAndNotExpireWhatWasHandedOverInTime() throws Exception {
    // When
    milena.send("slow@final.test");
    var ending = milena.events().ending("slow@final.test");

    // Then
    assertThat(ending.getType()).as(ending.toString()).isEqualTo("delivered");
    assertThat(ending.getTime()).isAfter(ending.getAcceptedAt().plus(EXPIRY));
    assertThat(milena.events().types("slow@final.test")).containsExactly("accepted", "delivered");
  }

  private static void expiredOnTime(MailEvent ending) {
    assertThat(ending.getType()).as(ending.toString()).isEqualTo("expired");
    assertThat(ending.getEnhanced()).isEqualTo("4.4.7");
    assertThat(ending.getBounceClass()).isEqualTo("MessageExpired");
    assertThat(ending.getReason()).isNotEmpty();
    var due = ending.getAcceptedAt().plus(EXPIRY);
    assertThat(ending.getTime()).isBetween(due, due.plus(LATENESS));
  }
}
