package milena.acceptance.way;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import milena.schemas.MailEvent;
import milena.schemas.Topics;
import milena.standalone.Milena;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes back, and what an operator says, changes what is sent next. */
@ExtendWith(World.Shared.class)
@Timeout(180)
class SuppressionTest {

  @AfterAll
  static void shouldBalance(World world) throws Exception {
    world.milena().balance();
  }

  @Test
  void shouldSendNoMoreToAMailboxThatDoesNotExist(World world) throws Exception {
    // Given
    var server = world.domain("users.test").answering("RCPT", "550 5.1.1 User unknown");
    world.milena().send("Gone@users.test");
    var bounced = world.milena().events().ending("Gone@users.test");
    settle(world);
    var connections = server.connections();
    var commands = server.commands().size();

    // When
    world.milena().send("gone@USERS.test");
    var ending = world.milena().events().ending("gone@users.test");

    // Then
    assertThat(bounced.getType()).isEqualTo("bounced");
    assertThat(bounced.getMailboxGone()).isTrue();
    assertThat(bounced.getBounceClass()).isEqualTo("InvalidRecipient");
    assertThat(ending.getType()).isEqualTo("suppressed");
    assertThat(ending.getReason()).isEqualTo("hard-bounce");
    assertThat(ending.getText()).isNotEmpty();
    assertThat(ending.getAttempt()).isZero();
    assertThat(world.milena().events().types("gone@users.test"))
        .containsExactly("accepted", "suppressed");
    assertThat(server.connections()).isEqualTo(connections);
    assertThat(server.commands()).hasSize(commands);
    assertThat(milena(world, "suppression", "list", "gone@users.test"))
        .contains("hard-bounce", "bounce-processor", "the mailbox does not exist");
  }

  @ParameterizedTest
  @CsvSource({
    "policy, RCPT, 550 5.7.1 Relaying denied",
    "full, RCPT, 552 5.2.2 Mailbox full",
    "mail, MAIL, 550 5.1.1 User unknown",
    "dot, DATA, 554 5.6.0 no",
    "ehlo, EHLO, 550 5.1.1 User unknown",
  })
  void shouldNotTakeOtherFailuresForThat(String name, String command, String answer, World world)
      throws Exception {
    // Given
    var domain = name + ".kept.test";
    var server = world.domain(domain);
    server.answering(line -> line.startsWith(command) || isHelo(line, command) ? answer : null);
    world.milena().send("a@" + domain);
    world.milena().events().await("a@" + domain, isHelo("HELO", command) ? "deferred" : "bounced");
    settle(world);

    // When
    server.answering(line -> null);
    world.milena().send("a@" + domain);

    // Then
    var endings = world.milena().events().endings("a@" + domain, 2);
    assertThat(endings.getLast().getType()).isEqualTo("delivered");
    assertThat(server.mails()).isNotEmpty();
    assertThat(milena(world, "suppression", "list")).doesNotContain(domain);
  }

  private static boolean isHelo(String line, String command) {
    return command.equals("EHLO") && line.startsWith("HELO");
  }

  @Test
  void shouldDoWhatAnOperatorSays(World world) throws Exception {
    // Given
    var server = world.domain("manual.test");

    // When
    var added =
        milena(world, "suppression", "add", "Ann@manual.test", "--who=ops", "--why=by telephone");
    settle(world);
    world.milena().send("ann@manual.test");
    var suppressed = world.milena().events().ending("ann@manual.test");
    var listed = milena(world, "suppression", "list", "ann@manual.test", "--json");
    var connections = server.connections();
    milena(world, "suppression", "remove", "ann@manual.test", "--who=ops", "--why=is back");
    settle(world);
    world.milena().send("ann@manual.test");
    var endings = world.milena().events().endings("ann@manual.test", 2);

    // Then
    assertThat(added).contains("suppressed ann@manual.test for tenant default");
    assertThat(suppressed.getType()).isEqualTo("suppressed");
    assertThat(suppressed.getReason()).isEqualTo("manual");
    assertThat(listed).contains("\"who\":\"ops\"", "\"why\":\"by telephone\"");
    assertThat(connections).isZero();
    assertThat(endings).extracting(MailEvent::getType).containsExactly("suppressed", "delivered");
  }

  @Test
  void shouldSuppressWhatWaitsToBeTriedAgain(World world) throws Exception {
    // Given
    var server = world.domain("waits.test").answering("RCPT", "450 4.2.1 later");
    world.milena().send("a@waits.test");
    world.milena().events().await("a@waits.test", "deferred");

    // When
    milena(world, "suppression", "add", "a@waits.test", "--who=ops", "--why=asked");

    // Then
    var ending = world.milena().events().ending("a@waits.test");
    assertThat(ending.getType()).isEqualTo("suppressed");
    assertThat(ending.getReason()).isEqualTo("manual");
    assertThat(ending.getAttempt()).isPositive();
    assertThat(server.mails()).isEmpty();
  }

  /** Waits until what is known now has been taken in by who decides about later mail. */
  private static void settle(World world) {
    var milena = world.milena();
    var events = milena.events().offsets();
    await(world, "milena-bounce", Topics.EVENTS, events);
    var suppressions = new HashMap<Integer, Long>();
    milena
        .reader()
        .read(
            Topics.SUPPRESSIONS,
            0,
            record -> suppressions.put(record.partition(), record.offset() + 1));
    await(world, "milena-router", Topics.SUPPRESSIONS, suppressions);
  }

  private static void await(World world, String group, String topic, Map<Integer, Long> ends) {
    Awaitility.await(group)
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              var taken = world.milena().reader().committed(group, topic);
              return ends.entrySet().stream()
                  .allMatch(end -> taken.getOrDefault(end.getKey(), 0L) >= end.getValue());
            });
  }

  /** Runs the program beside the system that runs, and returns what it prints. */
  private static String milena(World world, String... arguments) {
    var output = new StringWriter();
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", world.milena().data().toString()));
    var status =
        Milena.commandLine()
            .setOut(new PrintWriter(output, true))
            .setErr(new PrintWriter(output, true))
            .execute(all.toArray(String[]::new));
    assertThat(status).as(output.toString()).isLessThan(2);
    return output.toString();
  }
}
