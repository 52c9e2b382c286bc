package milena.acceptance.way;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A message for many at one site goes there few times, and each of them has its own ending. */
@ExtendWith(World.Shared.class)
@Timeout(180)
class RecipientsTest {

  @AfterAll
  static void shouldBalance(World world) throws Exception {
    world.milena().balance();
  }

  private static List<String> recipients(String domain) {
    return IntStream.range(0, 50).mapToObj(i -> "r" + i + "@" + domain).toList();
  }

  private static List<String> send(World world, String domain) throws Exception {
    var recipients = recipients(domain);
    world.milena().send("<sender@from.test>", recipients, RunningMilena.letter("to many"));
    var endings = new ArrayList<String>();
    for (var recipient : recipients) {
      endings.add(world.milena().events().ending(recipient).getType());
    }
    return endings;
  }

  private static List<String> taken(RemoteServer server) {
    return server.mails().stream().flatMap(mail -> mail.recipients().stream()).sorted().toList();
  }

  private static List<String> named(List<String> recipients) {
    return recipients.stream().map(recipient -> "<" + recipient + ">").sorted().toList();
  }

  @Test
  void shouldShareTransactions(World world) throws Exception {
    // Given
    var server = world.domain("fifty.test");
    // When
    var endings = send(world, "fifty.test");
    // Then
    assertThat(endings).containsOnly("delivered");
    assertThat(taken(server)).isEqualTo(named(recipients("fifty.test")));
    assertThat(server.mails().size()).isLessThanOrEqualTo(25);
    assertThat(server.mails()).extracting(Mail::text).allMatch(text -> text.contains("to many"));
  }

  @Test
  void shouldEndEachAsItsServerSaysOfIt(World world) throws Exception {
    // Given
    var server = world.domain("mixed.test");
    server.answering("RCPT TO:<r7@", "550 5.1.1 no such user");
    // When
    var endings = send(world, "mixed.test");
    // Then
    assertThat(endings.get(7)).isEqualTo("bounced");
    assertThat(endings).filteredOn("delivered"::equals).hasSize(49);
    assertThat(taken(server)).hasSize(49).doesNotHaveDuplicates();
    assertThat(server.mails().size()).isLessThanOrEqualTo(25);
  }

  @Test
  void shouldGoOnWithTheRestWhereTheServerHasEnough(World world) throws Exception {
    // Given
    var server = world.domain("rcptmax.test").offering("PIPELINING", "LIMITS RCPTMAX=8");
    // When
    var endings = send(world, "rcptmax.test");
    // Then
    assertThat(endings).containsOnly("delivered");
    assertThat(taken(server)).isEqualTo(named(recipients("rcptmax.test")));
    assertThat(server.mails()).allMatch(mail -> mail.recipients().size() <= 8);
  }
}
