package milena.acceptance.way;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import milena.schemas.MailEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every event names what happened and why. */
@ExtendWith(World.Shared.class)
@Timeout(180)
class EventsTest {

  @AfterAll
  static void shouldBalance(World world) throws Exception {
    world.milena().balance();
  }

  @Test
  void shouldTellEverythingOfADelivery(World world) throws Exception {
    // Given
    var server = world.domain("told.test").offeringTls(world.selfSigned());
    server.answering(".", "250 2.6.0 <x@y> queued mail for delivery");

    // When
    var id = world.milena().send("a@told.test");

    // Then
    var delivered = world.milena().events().ending("a@told.test");
    var accepted = world.milena().events().await("a@told.test", "accepted");
    assertThat(table(world, "a@told.test"))
        .isEqualTo(
            """
            accepted 0 - 0 - - - - |
            delivered 1 final-dot 250 2.6.0 - - - | <x@y> queued mail for delivery
            """);
    for (var event : List.of(accepted, delivered)) {
      assertThat(event.getMessageId()).isEqualTo(id);
      assertThat(event.getSubmissionId()).isEqualTo(id + ".0");
      assertThat(event.getTenant()).isEqualTo("default");
      assertThat(event.getSender()).isEqualTo("sender@from.test");
      assertThat(event.getRecipient()).isEqualTo("a@told.test");
      assertThat(event.getDomain()).isEqualTo("told.test");
      assertThat(event.getAcceptedAt()).isEqualTo(accepted.getTime());
      assertThat(event.getSize()).isEqualTo(server.mails().getFirst().bytes().length);
    }
    assertThat(accepted.getFinal$()).isFalse();
    assertThat(accepted.getProtocol()).isEqualTo("ESMTP");
    assertThat(accepted.getPeer()).isEqualTo("127.0.0.1");
    assertThat(delivered.getFinal$()).isTrue();
    assertThat(delivered.getSite()).isEqualTo("mx.told.test");
    assertThat(delivered.getSource()).isEqualTo("127.0.0.1");
    assertThat(delivered.getRemoteHost()).isEqualTo("mx.told.test");
    assertThat(delivered.getRemoteAddress()).endsWith(":" + world.mxPort());
    assertThat(delivered.getTlsProtocol()).isEqualTo("TLSv1.3");
    assertThat(delivered.getTlsCipher()).isNotEmpty();
    assertThat(delivered.getIssue()).isEqualTo(1);
    assertThat(delivered.getWorker()).isNotEmpty();
  }

  @Test
  void shouldTellHowLongEachStageTook(World world) throws Exception {
    // Given
    var slow = Duration.ofMillis(300);
    world
        .domain("stages.test")
        .answering(
            line -> {
              if (line.isEmpty() || line.equals(".")) {
                pause(slow);
              }
              return null;
            });

    // When
    world.milena().send("a@stages.test");

    // Then
    var delivered = world.milena().events().ending("a@stages.test");
    var total = Duration.between(delivered.getAcceptedAt(), delivered.getTime()).toMillis();
    assertThat(delivered.getConnectMs()).isBetween(slow.toMillis(), total);
    assertThat(delivered.getSendMs()).isBetween(slow.toMillis(), total);
    assertThat(delivered.getQueuedMs()).isBetween(0L, total);
    assertThat(delivered.getTotalMs()).isEqualTo(total);
    assertThat(delivered.getConnectMs() + delivered.getSendMs()).isLessThanOrEqualTo(total);
  }

  private static void pause(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldTellWhyEachAttemptFailed(World world) throws Exception {
    // Given
    var seen = new Count();
    world
        .domain("moody.test")
        .answering(
            line ->
                switch (seen.of(line)) {
                  case "RCPT TO:<later@moody.test> 1" ->
                      "451-4.7.1 Greylisted, please\r\n451 4.7.1 try again";
                  case "RCPT TO:<full@moody.test> 1" -> "452 4.2.2 Mailbox full";
                  case "RCPT TO:<none@moody.test> 1" -> "550 no such user here";
                  case "RCPT TO:<spam@moody.test> 1" -> "550 5.7.1 Message rejected as spam";
                  case "RCPT TO:<closing@moody.test> 1" -> "421 4.3.2 Shutting down";
                  case "RCPT TO:<gone@moody.test> 1" -> RemoteServer.HANG_UP;
                  default -> null;
                });

    // When
    var all = new StringBuilder();
    for (var who : List.of("later", "full", "none", "spam", "closing", "gone")) {
      world.milena().send(who + "@moody.test");
      world.milena().events().ending(who + "@moody.test");
      all.append(table(world, who + "@moody.test"));
    }

    // Then
    assertThat(all.toString())
        .isEqualTo(
            """
            accepted 0 - 0 - - - - |
            deferred 1 rcpt 451 4.7.1 TransientFailure recipient retry | Greylisted, please try again
            delivered 2 final-dot 250 2.0.0 - - - | taken
            accepted 0 - 0 - - - - |
            deferred 1 rcpt 452 4.2.2 QuotaIssues recipient retry | Mailbox full
            delivered 2 final-dot 250 2.0.0 - - - | taken
            accepted 0 - 0 - - - - |
            bounced 1 rcpt 550 - InvalidRecipient recipient - | no such user here
            accepted 0 - 0 - - - - |
            bounced 1 rcpt 550 5.7.1 SpamContent recipient - | Message rejected as spam
            accepted 0 - 0 - - - - |
            deferred 1 rcpt 421 4.3.2 TransientFailure connection retry | Shutting down
            delivered 2 final-dot 250 2.0.0 - - - | taken
            accepted 0 - 0 - - - - |
            deferred 1 rcpt 0 4.4.2 BadConnection connection retry | connection closed by the other side
            delivered 2 final-dot 250 2.0.0 - - - | taken
            """);
  }

  /** How often each line was said. */
  private static final class Count {
    private final ConcurrentHashMap<String, Integer> said = new ConcurrentHashMap<>();

    String of(String line) {
      return line + " " + said.merge(line, 1, Integer::sum);
    }
  }

  @Test
  void shouldClassWhateverFails(World world) throws Exception {
    // Given
    var greetings = List.of("554 5.7.1 your address is blocked", "421 4.7.0 too busy", "not SMTP");
    var number = 0;
    for (var greeting : greetings) {
      var domain = "greeting" + number++ + ".test";
      world.domain(domain).answering(line -> line.isEmpty() ? greeting : null);
      world.milena().send("a@" + domain);
    }
    world.dns().mx("closed.test", 10, "mx.closed.test").address("mx.closed.test", world.nobody());
    world.milena().send("a@closed.test");

    // When
    var deferred =
        List.of("a@greeting0.test", "a@greeting1.test", "a@greeting2.test", "a@closed.test")
            .stream()
            .map(recipient -> world.milena().events().await(recipient, "deferred"))
            .toList();

    // Then
    for (var event : deferred) {
      assertThat(event.getBounceClass()).as(event.toString()).isNotEmpty();
      assertThat(event.getScope()).as(event.toString()).isEqualTo("site");
      assertThat(event.getText()).isNotEmpty();
      assertThat(event.getEnhanced()).isNotEmpty();
      assertThat(event.getStage()).isIn("connect", "banner");
      assertThat(event.getRemoteHost()).startsWith("mx.");
      assertThat(event.getNextAttemptAt()).isAfter(event.getTime());
    }
  }

  /** A line an event: type, attempt, stage, code, enhanced code, class, scope, reason and text. */
  private static String table(World world, String recipient) {
    return world.milena().events().of(recipient).stream()
        .map(EventsTest::line)
        .collect(Collectors.joining());
  }

  private static String line(MailEvent event) {
    var words =
        List.of(
            event.getType(),
            Integer.toString(event.getAttempt()),
            event.getStage(),
            Integer.toString(event.getCode()),
            event.getEnhanced(),
            event.getBounceClass(),
            event.getScope(),
            event.getReason(),
            "|",
            event.getText());
    return words.stream()
            .map(word -> word.isEmpty() ? "-" : word)
            .collect(Collectors.joining(" "))
            .replaceAll(" -$", "")
        + "\n";
  }
}
