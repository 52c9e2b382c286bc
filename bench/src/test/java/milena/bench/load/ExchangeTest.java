package milena.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import milena.bench.load.Exchange.Next;
import org.junit.jupiter.api.Test;

class ExchangeTest {
  private static final List<String> TWO = List.of("a@x", "b@x");

  @Test
  void shouldSendAllCommandsAtOnceWithPipelining() {
    // Given
    var exchange = new Exchange("MAIL FROM:<>", TWO, true, true);

    // When
    String opening = exchange.opening();
    List<Next> steps = take(exchange, 250, 250, 550, 250, 354);

    // Then
    assertThat(opening)
        .isEqualTo("RSET\r\nMAIL FROM:<>\r\nRCPT TO:<a@x>\r\nRCPT TO:<b@x>\r\nDATA\r\n");
    assertThat(steps.subList(0, 4)).containsOnly(new Next.Wait());
    assertThat(steps.getLast()).isEqualTo(new Next.SendMessage());
    assertThat(exchange.lost()).isEqualTo(new Outcome.Lost(true));
    assertThat(exchange.take(reply(250)))
        .isEqualTo(new Next.Done(new Outcome.Accepted(reply(250), List.of("b@x"))));
    assertThat(exchange.refusedRecipients()).containsExactly(reply(550));
    assertThat(exchange.leavesTransactionOpen()).isFalse();
  }

  @Test
  void shouldWaitForEachReplyWithoutPipelining() {
    // Given
    var exchange = new Exchange("MAIL FROM:<>", TWO, false, false);

    // When
    String opening = exchange.opening();
    List<Next> steps = take(exchange, 250, 250, 250, 354);

    // Then
    assertThat(opening).isEqualTo("MAIL FROM:<>\r\n");
    assertThat(steps)
        .containsExactly(
            new Next.SendCommands("RCPT TO:<a@x>\r\n"),
            new Next.SendCommands("RCPT TO:<b@x>\r\n"),
            new Next.SendCommands("DATA\r\n"),
            new Next.SendMessage());
  }

  @Test
  void shouldBlameTheFirstRefusalNotWhatFollowsFromIt() {
    // Given
    var exchange = new Exchange("MAIL FROM:<>", TWO, true, false);

    // When
    List<Next> steps = take(exchange, 451, 503, 503, 503);

    // Then
    assertThat(steps.getLast()).isEqualTo(new Next.Done(new Outcome.Refused(reply(451))));
    assertThat(exchange.refusedRecipients()).isEmpty();
    assertThat(exchange.leavesTransactionOpen()).isTrue();
  }

  @Test
  void shouldSendALoneDotToAServerThatTookNobodyAndStillAsks() {
    // Given
    var exchange = new Exchange("MAIL FROM:<>", TWO, true, false);

    // When
    List<Next> steps = take(exchange, 250, 550, 450, 354);

    // Then
    assertThat(steps.getLast()).isEqualTo(new Next.SendDot());
    assertThat(exchange.lost()).isEqualTo(new Outcome.Lost(false));
    assertThat(exchange.take(reply(250))).isEqualTo(new Next.Done(new Outcome.Refused(reply(550))));
  }

  @Test
  void shouldStopEarlyWithoutPipelining() {
    // Given
    var refusedSender = new Exchange("MAIL FROM:<>", TWO, false, false);
    var refusedAll = new Exchange("MAIL FROM:<>", TWO, false, false);

    // When / Then
    assertThat(take(refusedSender, 550).getLast())
        .isEqualTo(new Next.Done(new Outcome.Refused(reply(550))));
    assertThat(take(refusedAll, 250, 550, 551).getLast())
        .isEqualTo(new Next.Done(new Outcome.Refused(reply(550))));
  }

  private static List<Next> take(Exchange exchange, int... codes) {
    var steps = new ArrayList<Next>();
    for (int code : codes) {
      steps.add(exchange.take(reply(code)));
    }
    return steps;
  }

  private static LoadReply reply(int code) {
    return new LoadReply(code, List.of("text"));
  }
}
