package milena.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import milena.delivery.outcome.Ending;
import milena.delivery.outcome.SessionStage;
import milena.delivery.send.Capabilities.Extension;
import milena.delivery.send.Envelope.Content;
import milena.mail.reply.SmtpReply;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the other side does: each recipient ends once, and nothing is said out of turn. */
class SmtpExchangeTest {

  private static final Capabilities PIPELINING = offering(Extension.PIPELINING);

  private final SmtpExchange exchange =
      new SmtpExchange("milena.example", TlsDemand.IF_OFFERED, true);

  private static Capabilities offering(Extension... extensions) {
    return new Capabilities(Set.of(extensions), 0, Capabilities.Limits.UNSAID);
  }

  private static Envelope envelope(Content content, int recipients) {
    return new Envelope("a@example.org", 10, content, false, false, "")
        .to(
            IntStream.range(0, recipients)
                .mapToObj(i -> new Recipient("b" + i + "@example.com", ""))
                .toList());
  }

  @Provide
  Arbitrary<Happening> happenings() {
    var codes =
        Arbitraries.of(220, 221, 250, 250, 250, 251, 334, 354, 354, 421, 450, 451, 452, 500, 550);
    var more = Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true));
    var replies =
        Combinators.combine(codes, more)
            .as((code, rest) -> (Happening) new Happening.Replied(reply(code), rest));
    var others =
        Arbitraries.of(
            new Happening.TimedOut(),
            new Happening.Lost("gone"),
            new Happening.Garbled("what"),
            new Happening.Insecure("no", false),
            new Happening.Retired());
    return Arbitraries.frequencyOf(Tuple.of(20, replies), Tuple.of(1, others));
  }

  private static SmtpReply reply(int code) {
    return code == 250
        ? new SmtpReply(250, List.of("test", "PIPELINING", "SIZE"))
        : SmtpReply.of(code, "text");
  }

  @Property(tries = 5000)
  void shouldEndEachRecipientOnceAndThenBeReadyOrClosed(
      @ForAll @Size(max = 120) List<@From("happenings") Happening> happenings,
      @ForAll Content content,
      @ForAll @IntRange(min = 1, max = 5) int recipients,
      @ForAll boolean mayPipeline) {
    // Given
    var run =
        new Run(
            new SmtpExchange("milena.example", TlsDemand.IF_OFFERED, mayPipeline),
            envelope(content, recipients));

    // When
    for (var happening : happenings) {
      run.happens(happening);
    }
    run.happens(new Happening.Lost("the end"));

    // Then
    assertThat(run.open).isEmpty();
    assertThat(run.state).isInstanceOf(ClientState.Closed.class);
  }

  /** A driver that begins a transaction whenever it may, and plays the part of the channel. */
  private static final class Run {
    private final SmtpExchange exchange;
    private final Envelope envelope;
    private final Set<Integer> open = new HashSet<>();
    private final Set<Integer> postponed = new HashSet<>();
    private ClientState state = new ClientState.AwaitBanner();
    private boolean begun;
    private boolean closed;
    private int rcpts;

    Run(SmtpExchange exchange, Envelope envelope) {
      this.exchange = exchange;
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
          assertThat(ending).isNotNull();
          assertThat(open).isNotEmpty();
          open.clear();
        }
        case Move.Refuse(var recipient, var ending) -> {
          assertThat(open.remove(recipient)).isTrue();
          assertThat(((Ending.Answered) ending).stage()).isEqualTo(SessionStage.RCPT);
        }
        case Move.Postpone(var recipient) -> {
          assertThat(open.remove(recipient)).isTrue();
          assertThat(open).as("somebody was accepted").isNotEmpty();
          postponed.add(recipient);
        }
        case Move.OfferSelf _ -> {
          assertThat(open).isEmpty();
          begun = true;
          rcpts = 0;
          IntStream.range(0, envelope.recipients().size()).forEach(open::add);
          happens(new Happening.Begun(envelope));
        }
        case Move.SendBody _ -> {
          assertThat(open).isNotEmpty();
          happens(envelope.isBinary() ? new Happening.ChunkSent() : new Happening.DotSent());
        }
        case Move.EndBody _ -> {
          assertThat(open).isNotEmpty();
          happens(new Happening.DotSent());
        }
        case Move.Handshake _ -> happens(new Happening.Secured());
        case Move.Close _ -> closed = true;
        case Move.GiveUp _ -> assertThat(begun).isFalse();
        case Move.Say(var lines) -> said(lines);
      }
    }

    private void said(String lines) {
      assertThat(lines).endsWith("\r\n");
      for (var line : lines.split("\r\n")) {
        if (line.startsWith("RCPT")) {
          assertThat(line).contains("<b" + rcpts + "@");
          rcpts++;
        } else if (line.equals("DATA")) {
          assertThat(rcpts).isEqualTo(envelope.recipients().size());
        }
      }
    }
  }

  /** What is decided in a transaction of so many recipients when these replies come. */
  private List<Move> answered(ClientState from, String... replies) {
    var state = from;
    var moves = new ArrayList<Move>();
    for (var reply : replies) {
      var code = Integer.parseInt(reply.substring(0, 3));
      var text = reply.length() > 4 ? reply.substring(4) : "text";
      var decided = exchange.on(state, new Happening.Replied(SmtpReply.of(code, text), false));
      state = decided.next();
      moves.addAll(decided.moves());
    }
    return moves;
  }

  private List<Move> pipelined(int recipients, String... replies) {
    var envelope = envelope(Content.SEVEN_BIT, recipients);
    return answered(
        new ClientState.AwaitMail(PIPELINING, envelope, ClientState.Ahead.ALL), replies);
  }

  @Property
  void shouldTellOnlyTheFirstRefusalOfAPipelinedGroup(@ForAll boolean rcptToo) {
    // When
    var moves = pipelined(1, "550", rcptToo ? "503" : "250", "503", "250");

    // Then
    assertThat(moves.stream().filter(m -> m instanceof Move.End || m instanceof Move.Refuse))
        .singleElement()
        .isInstanceOfSatisfying(
            Move.End.class,
            end ->
                assertThat(((Ending.Answered) end.ending()).stage()).isEqualTo(SessionStage.MAIL));
    assertThat(moves).last().isInstanceOf(Move.OfferSelf.class);
  }

  @Example
  void shouldSendNoEmptyMessageToARecipientWhoseSenderWasRefused() {
    // When
    var moves = pipelined(2, "550", "250", "550", "354");

    // Then
    assertThat(moves).last().isInstanceOf(Move.Close.class);
    assertThat(moves).noneMatch(Move.Say.class::isInstance);
  }

  @Example
  void shouldTellEachRecipientItsOwnReplyAndTheOthersTheLast() {
    // When
    var moves = pipelined(4, "250", "250", "550 5.1.1 no", "450 4.2.1 later", "250", "354");

    // Then
    assertThat(moves)
        .satisfiesExactly(
            move ->
                assertThat(move)
                    .isInstanceOf(Move.Refuse.class)
                    .extracting("recipient")
                    .isEqualTo(1),
            move ->
                assertThat(move)
                    .isInstanceOf(Move.Refuse.class)
                    .extracting("recipient")
                    .isEqualTo(2),
            move -> assertThat(move).isInstanceOf(Move.SendBody.class));
  }

  @Example
  void shouldBeginNothingWhereTheServerSaysMoreThanItWasAsked() {
    // Given
    var more = new Happening.Replied(SmtpReply.of(250, "ok"), true);

    // When
    var sent = exchange.on(new ClientState.AwaitFinal(PIPELINING, false), more);
    var reset = exchange.on(new ClientState.Resetting(PIPELINING), more);
    var opening = exchange.on(new ClientState.Identifying(false, false), more);

    // Then
    assertThat(sent.moves())
        .satisfiesExactly(
            move -> assertThat(move).isInstanceOf(Move.End.class),
            move -> assertThat(move).isInstanceOf(Move.Close.class));
    assertThat(reset.moves()).containsExactly(new Move.Close());
    assertThat(opening.moves()).first().isInstanceOf(Move.GiveUp.class);
    assertThat(List.of(sent.next(), reset.next(), opening.next()))
        .allMatch(ClientState.Closed.class::isInstance);
  }

  @Example
  void shouldEndWithALoneDotWhereDataIsTakenForNobody() {
    // When
    var moves = pipelined(2, "250", "550", "550", "354", "250");

    // Then
    assertThat(moves)
        .containsSubsequence(new Move.Say(".\r\n"), new Move.OfferSelf(PIPELINING))
        .noneMatch(Move.SendBody.class::isInstance);
  }

  @Example
  void shouldPostponeWhoIsOneTooManyButNotTheFirst() {
    for (var words :
        List.of(
            "452 4.5.3 too many recipients",
            "452 no room",
            "552 too many recipients",
            "550 5.5.3 enough",
            "451 4.3.0 Multiple destination domains per transaction is unsupported")) {
      // When
      var later = pipelined(2, "250", "250", words, "354");
      var first = pipelined(2, "250", words, "250", "354");

      // Then
      assertThat(later).first().isEqualTo(new Move.Postpone(1));
      assertThat(first).first().isInstanceOf(Move.Refuse.class);
    }
  }

  @Example
  void shouldNotPostponeWhoIsRefusedForAnotherReason() {
    for (var words :
        List.of("452 4.2.2 over quota", "452 4.3.1 full", "552 5.2.2 full", "552 full", "450 no")) {
      assertThat(pipelined(2, "250", "250", words, "354")).first().isInstanceOf(Move.Refuse.class);
    }
  }

  @Example
  void shouldAskForOneRecipientAfterTheOtherWithoutPipelining() {
    // When
    var moves =
        answered(
            new ClientState.AwaitMail(
                Capabilities.NONE, envelope(Content.SEVEN_BIT, 3), ClientState.Ahead.NOTHING),
            "250",
            "250",
            "550",
            "250",
            "354");

    // Then
    assertThat(moves.stream().filter(Move.Say.class::isInstance).map(m -> ((Move.Say) m).lines()))
        .containsExactly(
            "RCPT TO:<b0@example.com>\r\n",
            "RCPT TO:<b1@example.com>\r\n",
            "RCPT TO:<b2@example.com>\r\n",
            "DATA\r\n");
    assertThat(moves).last().isInstanceOf(Move.SendBody.class);
  }

  @Example
  void shouldSendNoChunkBeforeEveryRecipientIsAnswered() {
    // Given
    var offered = offering(Extension.PIPELINING, Extension.CHUNKING, Extension.BINARYMIME);
    var envelope = envelope(Content.BINARY, 2);

    // When
    var begun = exchange.on(new ClientState.Ready(offered), new Happening.Begun(envelope));
    var taken = answered(begun.next(), "250", "250", "550");
    var refused = answered(begun.next(), "250", "550", "550");

    // Then
    assertThat(begun.moves())
        .containsExactly(
            new Move.Say(
                """
                MAIL FROM:<a@example.org> BODY=BINARYMIME\r
                RCPT TO:<b0@example.com>\r
                RCPT TO:<b1@example.com>\r
                """));
    assertThat(taken).last().isInstanceOf(Move.SendBody.class);
    assertThat(refused).last().isEqualTo(new Move.Say("RSET\r\n"));
  }

  @Example
  void shouldReadWhatAServerSaysOfItsLimits() {
    // When
    var offered =
        Capabilities.of(
            new SmtpReply(
                250, List.of("test", "LIMITS MAILMAX=5 RCPTMAX=20 OTHER=x", "SIZE 10", "HELP")));
    var unsaid =
        Capabilities.of(new SmtpReply(250, List.of("test", "LIMITS RCPTMAX=none", "SIZE")));

    // Then
    assertThat(offered.limits()).isEqualTo(new Capabilities.Limits(5, 20));
    assertThat(offered.maxSize()).isEqualTo(10);
    assertThat(unsaid.limits()).isEqualTo(Capabilities.Limits.UNSAID);
  }
}
