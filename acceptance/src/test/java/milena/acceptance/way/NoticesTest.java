package milena.acceptance.way;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a sender wants to hear, and by when, is said again where it is understood. */
@ExtendWith(World.Shared.class)
@Timeout(180)
class NoticesTest {

  private static final Pattern BY = Pattern.compile(".* BY=([0-9]+);RT.*");
  private static final String ASKING = "<a@from.test> RET=HDRS ENVID=id+2B7";

  @AfterAll
  static void shouldBalance(World world) throws Exception {
    world.milena().balance();
  }

  private static String send(World world, String mail, String recipient) throws Exception {
    try (var client = world.milena().client()) {
      assertThat(client.say("MAIL FROM:" + mail)).startsWith("250");
      assertThat(client.say("RCPT TO:" + recipient)).startsWith("250");
      assertThat(client.say("DATA")).startsWith("354");
      return SmtpClient.id(client.say("Subject: x\r\n\r\ny\r\n."));
    }
  }

  private static String said(RemoteServer server, String verb) {
    return server.commands().stream().filter(line -> line.startsWith(verb)).findFirst().orElse("");
  }

  @Test
  void shouldBePassedOnToWhomItIsOfferedBy(World world) throws Exception {
    // Given
    var server = world.domain("dsn.test").offering("PIPELINING", "DSN", "DELIVERBY 1");
    // When
    send(
        world,
        ASKING + " BY=600;RT",
        "<b@dsn.test> NOTIFY=delay,FAILURE ORCPT=rfc822;x+2By@old.test");
    // Then
    assertThat(world.milena().events().ending("b@dsn.test").getType()).isEqualTo("delivered");
    var mail = said(server, "MAIL");
    assertThat(mail).contains(" RET=HDRS ENVID=id+2B7 BY=");
    var by = BY.matcher(mail);
    assertThat(by.matches()).isTrue();
    assertThat(Integer.parseInt(by.group(1))).isBetween(400, 600);
    assertThat(said(server, "RCPT"))
        .isEqualTo("RCPT TO:<b@dsn.test> NOTIFY=DELAY,FAILURE ORCPT=rfc822;x+2By@old.test");
  }

  @Test
  void shouldNotBeMadeUp(World world) throws Exception {
    // Given
    var server = world.domain("unasked.test").offering("PIPELINING", "DSN", "DELIVERBY");
    // When
    world.milena().send("b@unasked.test");
    // Then
    assertThat(world.milena().events().ending("b@unasked.test").getType()).isEqualTo("delivered");
    assertThat(said(server, "MAIL")).doesNotContain("RET=", "ENVID=", "BY=");
    assertThat(said(server, "RCPT")).isEqualTo("RCPT TO:<b@unasked.test>");
  }

  @Test
  void shouldBeLeftOutWhereItIsNotOffered(World world) throws Exception {
    // Given
    var server = world.domain("nodsn.test");
    // When
    send(world, ASKING + " BY=600;N", "<b@nodsn.test> NOTIFY=NEVER");
    // Then
    assertThat(world.milena().events().ending("b@nodsn.test").getType()).isEqualTo("delivered");
    assertThat(said(server, "MAIL")).doesNotContain("RET=", "ENVID=", "BY=");
    assertThat(said(server, "RCPT")).isEqualTo("RCPT TO:<b@nodsn.test>");
  }

  @Test
  void shouldEndInTimeWhatIsToComeBack(World world) throws Exception {
    // Given
    world
        .domain("late.test")
        .offering("PIPELINING", "DELIVERBY 1")
        .answering("RCPT", "451 4.3.0 not now");
    // When
    send(world, "<a@from.test> BY=5;R", "<b@late.test>");
    // Then
    var ending = world.milena().events().ending("b@late.test");
    // whoever sees first that the time is up ends it: the worker at an attempt, or the shaper
    assertThat(ending.getType()).isIn("expired", "bounced");
    assertThat(ending.getEnhanced()).isEqualTo("5.4.7");
    assertThat(ending.getTime())
        // an attempt that would have less than its last second is not begun
        .isAfterOrEqualTo(ending.getAcceptedAt().plusSeconds(3))
        .isBefore(ending.getAcceptedAt().plusSeconds(20));
    assertThat(world.milena().events().of("b@late.test"))
        .filteredOn(event -> event.getType().equals("deferred"))
        .isNotEmpty();
  }

  @Test
  void shouldComeBackFromWhoWouldNotReturnItInTime(World world) throws Exception {
    // Given
    var server = world.domain("nodeliverby.test");
    // When
    send(world, "<a@from.test> BY=600;R", "<b@nodeliverby.test>");
    // Then
    var ending = world.milena().events().ending("b@nodeliverby.test");
    assertThat(ending.getType()).isEqualTo("bounced");
    assertThat(ending.toString()).contains("5.3.3");
    assertThat(server.mails()).isEmpty();
  }
}
