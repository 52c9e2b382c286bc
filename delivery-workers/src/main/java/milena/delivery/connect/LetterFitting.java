package milena.delivery.connect;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import milena.delivery.outcome.Ending;
import milena.delivery.outcome.Said;
import milena.delivery.send.Capabilities;
import milena.delivery.send.Capabilities.Extension;
import milena.delivery.send.Envelope;
import milena.delivery.send.Envelope.Content;
import milena.delivery.send.MessageBytes;
import milena.delivery.sign.Signed;
import milena.delivery.sign.Signing;
import milena.mail.mime.SevenBitPlan;
import milena.mail.mime.SevenBitSurvey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a letter fit for the next hop: what that hop lacks is never sent to it, and what leaves is
 * signed in the form in which it leaves.
 *
 * <p>What needs neither conversion nor signature is ready at once. The rest is done on a thread of
 * its own, in passes over the pieces, so that a large message never is in memory as a whole and no
 * event loop computes signatures.
 */
final class LetterFitting {

  private static final Logger log = LoggerFactory.getLogger(LetterFitting.class);

  private static final Ending TIME_IS_UP =
      new Ending.Unfit(Said.local("5.4.7", "the time to deliver it by has passed"));

  private static final Executor THREADS = Thread.ofVirtual().name("fitting-", 0)::start;

  private final Signing signing;
  private final InstantSource clock;
  private final LaneMeters meters;

  LetterFitting(Signing signing, InstantSource clock, LaneMeters meters) {
    this.signing = signing;
    this.clock = clock;
    this.meters = meters;
  }

  /** Why a server with these capabilities cannot have the letter, whatever is done to it. */
  Optional<Ending> unfit(Letter letter, Capabilities offered) {
    var unfit = EnvelopeRules.unfit(letter, offered);
    if (unfit.isPresent()) {
      return Optional.of(new Ending.Unfit(unfit.get()));
    }
    var notices = letter.notices();
    return notices.returnsInTime() && notices.secondsLeft(clock.millis()) < 1
        ? Optional.of(TIME_IS_UP)
        : Optional.empty();
  }

  /**
   * The letter as a server with these capabilities takes it, which is not one that it cannot have;
   * it does for all letters that {@link EnvelopeRules#mayShare} a transaction with it. Never
   * completes exceptionally.
   */
  CompletionStage<Fitted> fit(Letter letter, Capabilities offered) {
    var extras = letter.notices().ofMessage(offered, clock.millis());
    var source = Streams.of(letter.body());
    if (EnvelopeRules.needsLines(letter, offered)) {
      boolean eightBit = offered.has(Extension.EIGHT_BIT_MIME);
      return CompletableFuture.supplyAsync(
          () -> inLines(letter, extras, source, eightBit), THREADS);
    }
    var plain = new Form(letter, extras, letter.body().size(), content(letter), () -> source);
    return signing.isActive()
        ? CompletableFuture.supplyAsync(() -> signed(plain), THREADS)
        : CompletableFuture.completedFuture(plain.ready());
  }

  private static Content content(Letter letter) {
    if (letter.binaryMime()) {
      return Content.BINARY;
    }
    return letter.eightBit() ? Content.EIGHT_BIT : Content.SEVEN_BIT;
  }

  /** A letter in the form in which it will leave, to be read from its beginning again and again. */
  private record Form(
      Letter letter, String extras, long size, Content content, Supplier<MessageBytes> bytes) {

    Fitted ready() {
      return new Fitted.Ready(envelope(size), bytes.get());
    }

    Fitted ready(byte[] signature) {
      return new Fitted.Ready(
          envelope(size + signature.length), Streams.prefixed(signature, bytes.get()));
    }

    private Envelope envelope(long all) {
      return new Envelope(
          letter.sender(),
          all,
          content,
          EnvelopeRules.needsUtf8(letter),
          letter.requireTls(),
          extras);
    }
  }

  private Fitted inLines(Letter letter, String extras, MessageBytes source, boolean eightBit) {
    var survey = letter.binaryMime() ? SevenBitSurvey.ofBinary(eightBit) : new SevenBitSurvey();
    var content = eightBit ? Content.EIGHT_BIT : Content.SEVEN_BIT;
    var trouble = Streams.feed(source, survey);
    if (trouble.isPresent()) {
      return unfit(trouble.get());
    }
    return switch (survey.plan()) {
      case SevenBitPlan.Clean _ ->
          signed(new Form(letter, extras, letter.body().size(), content, () -> source));
      case SevenBitPlan.Impossible(var reason) ->
          unfit(new Ending.Unfit(Said.local("5.6.3", reason)));
      case SevenBitPlan.Convertible plan -> converted(letter, extras, source, plan, content);
    };
  }

  private Fitted converted(
      Letter letter,
      String extras,
      MessageBytes source,
      SevenBitPlan.Convertible plan,
      Content content) {
    var size = new AtomicLong();
    var trouble =
        Streams.feed(Streams.downgraded(source, plan), (_, _, length) -> size.addAndGet(length));
    return trouble
        .map(LetterFitting::unfit)
        .orElseGet(
            () ->
                signed(
                    new Form(
                        letter,
                        extras,
                        size.get(),
                        content,
                        () -> Streams.downgraded(source, plan))));
  }

  private Fitted signed(Form form) {
    if (!signing.isActive()) {
      return form.ready();
    }
    return switch (signing.sign(form.bytes().get(), form.content() == Content.BINARY)) {
      case Signed.Field(var field) -> form.ready(field);
      case Signed.Unsigned(var reason) -> {
        meters.unsigned(reason);
        log.debug(
            "message leaves unsigned reason={} sender={} recipient={}",
            reason.word(),
            form.letter().sender(),
            form.letter().recipient());
        yield form.ready();
      }
      case Signed.Unreadable(var ending) -> unfit(ending);
    };
  }

  private static Fitted unfit(Ending ending) {
    return new Fitted.Unfit(ending);
  }
}
