package milena.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import milena.delivery.outcome.Ending;
import milena.delivery.outcome.SessionStage;
import milena.delivery.send.Capabilities.Extension;
import milena.delivery.send.Envelope.Content;
import milena.mail.reply.SmtpReply;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/** Whatever the other side does: each transaction ends once, and nothing is said out of turn. */
class SmtpExchangeTest {

  private static final Envelope ENVELOPE = envelope(Content.SEVEN_BIT);

  private final SmtpExchange exchange =
      new SmtpExchange("milena.example", TlsDemand.IF_OFFERED, true);

  private static Envelope envelope(Content content) {
    return new Envelope("a@example.org", "b@example.com", 10, content, false, false);
  }

  @Provide
  Arbitrary<Happening> happenings() {
    var replies =
        Arbitraries.of(220, 221, 250, 251, 334, 354, 421, 450, 451, 500, 503, 550, 554)
            .map(code -> (Happening) new Happening.Replied(reply(code)));
    var others =
        Arbitraries.of(
            new Happening.TimedOut(),
            new Happening.Lost("gone"),
            new Happening.Garbled("what"),
            new Happening.Insecure("no", false),
            new Happening.Retired());
    return Arbitraries.frequencyOf(Tuple.of(12, replies), Tuple.of(1, others));
  }

  private static SmtpReply reply(int code) {
    return code == 250
        ? new SmtpReply(250, List.of("test", "PIPELINING", "SIZE"))
        : SmtpReply.of(code, "text");
  }

  @Property(tries = 5000)
  void shouldEndEachTransactionOnceAndThenBeReadyOrClosed(
      @ForAll @Size(max = 80) List<@From("happenings") Happening> happenings,
      @ForAll Content content) {
    // Given
    var run = new Run(envelope(content));

    // When
    for (var happening : happenings) {
      run.happens(happening);
    }
    run.happens(new Happening.Lost("the end"));

    // Then
    assertThat(run.ended).isEqualTo(run.begun);
    assertThat(run.state).isInstanceOf(ClientState.Closed.class);
  }

  /** A driver that begins a transaction whenever it may, and plays the part of the channel. */
  private final class Run {
    private final Envelope envelope;
    private ClientState state = new ClientState.AwaitBanner();
    private int begun;
    private int ended;
    private boolean closed;

    Run(Envelope envelope) {
      this.envelope = envelope;
    }

    void happens(Happening happening) {
      if (closed) {
        return;
      }
      var decided = exchange.on(state, happening);
      state = decided.next();
      for (var move : decided.moves()) {
        perform(move);
      }
    }

    private void perform(Move move) {
      switch (move) {
        case Move.End(var ending) -> {
          ended++;
          assertThat(ended).isLessThanOrEqualTo(begun);
          assertThat(ending).isNotNull();
        }
        case Move.OfferSelf _ -> {
          assertThat(ended).isEqualTo(begun);
          begun++;
          happens(new Happening.Begun(envelope));
        }
        case Move.SendBody _ -> {
          assertThat(ended).isEqualTo(begun - 1);
          happens(envelope.isBinary() ? new Happening.ChunkSent() : new Happening.DotSent());
        }
        case Move.EndBody _ -> {
          assertThat(ended).isEqualTo(begun - 1);
          happens(new Happening.DotSent());
        }
        case Move.Handshake _ -> happens(new Happening.Secured());
        case Move.Close _ -> closed = true;
        case Move.GiveUp _ -> assertThat(begun).isZero();
        case Move.Say(var lines) -> assertThat(lines).endsWith("\r\n");
      }
    }
  }

  @Property
  void shouldTellOnlyTheFirstRefusalOfAPipelinedGroup(@ForAll boolean rcptToo) {
    // Given
    var offered = new Capabilities(Set.of(Extension.PIPELINING), 0);
    var told = new ArrayList<Ending>();

    // When
    ClientState state = new ClientState.AwaitMail(offered, ENVELOPE, true);
    for (var code : new int[] {550, rcptToo ? 503 : 250, 503, 250}) {
      var decided = exchange.on(state, new Happening.Replied(SmtpReply.of(code, "text")));
      state = decided.next();
      decided.moves().stream()
          .filter(Move.End.class::isInstance)
          .forEach(move -> told.add(((Move.End) move).ending()));
    }

    // Then
    assertThat(told).hasSize(1);
    assertThat(((Ending.Answered) told.getFirst()).stage()).isEqualTo(SessionStage.MAIL);
    assertThat(state).isInstanceOf(ClientState.Ready.class);
  }

  @Example
  void shouldSendNoEmptyMessageToARecipientWhoseSenderWasRefused() {
    // Given
    var offered = new Capabilities(Set.of(Extension.PIPELINING), 0);
    ClientState state = new ClientState.AwaitMail(offered, ENVELOPE, true);

    // When
    var said = new ArrayList<Move>();
    for (var code : new int[] {550, 250, 354}) {
      var decided = exchange.on(state, new Happening.Replied(SmtpReply.of(code, "text")));
      state = decided.next();
      said.addAll(decided.moves());
    }

    // Then
    assertThat(said).last().isInstanceOf(Move.Close.class);
    assertThat(said).noneMatch(Move.Say.class::isInstance);
  }
}
